/** `1234` cents as `12.34 €`. */
export function formatPrice(cents: number): string {
  return (cents / 100).toFixed(2) + " €";
}

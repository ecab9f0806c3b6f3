const euros = new Intl.NumberFormat("de-DE", { style: "currency", currency: "EUR" });

/** `1234` cents as `12,34 €`. */
export function formatPrice(cents: number): string {
  return euros.format(cents / 100);
}

import { formatPrice } from "./format.ts";

/** A one-page PDF with the invoice's lines. */
export function renderPdf(invoice: { id: string; total: number; lines: { product: string; price: number }[] }): Buffer {
  const lines = invoice.lines.map((line) => `${line.product}  ${formatPrice(line.price)}`);
  return Buffer.from(["%PDF-1.4", `Invoice ${invoice.id}`, ...lines, `Total ${formatPrice(invoice.total)}`].join("\n"));
}

import { Router } from "express";
import { findById, pool } from "./database.ts";
import { formatPrice } from "./format.ts";
import { renderPdf } from "./pdf.ts";

export const invoices = Router();

invoices.get("/", async (request, response) => {
  const { rows } = await pool.query("SELECT id, total FROM invoices WHERE customer_id = $1", [request.session.user.id]);
  response.json(rows.map((row) => ({ id: row.id, total: formatPrice(row.total) })));
});

invoices.get("/:id", async (request, response) => {
  const invoice = await findById("invoices", request.params.id);
  if (!invoice || invoice.customerId !== request.session.user.id) {
    response.status(404).end();
    return;
  }
  response.json(invoice);
});

invoices.get("/:id/pdf", async (request, response) => {
  const invoice = await findById("invoices", request.params.id);
  if (!invoice) {
    response.status(404).end();
    return;
  }
  response.type("application/pdf").send(renderPdf(invoice));
});

import { Router } from "express";
import { z } from "zod";
import { findById, pool } from "./database.ts";

const newOrder = z.object({ product: z.string().max(80), quantity: z.int().min(1).max(50) });

export const orders = Router();

orders.post("/", async (request, response) => {
  const order = newOrder.parse(request.body);
  const { rows } = await pool.query(
    "INSERT INTO orders (customer_id, product, quantity) VALUES ($1, $2, $3) RETURNING id",
    [request.session.user.id, order.product, order.quantity],
  );
  response.status(201).json({ id: rows[0].id });
});

orders.get("/:id", async (request, response) => {
  const order = await findById("orders", request.params.id);
  if (!order || order.customerId !== request.session.user.id) {
    response.status(404).end();
    return;
  }
  response.json(order);
});

/** Tells the customer's own system that the order has shipped. */
orders.post("/:id/notify", async (request, response) => {
  const order = await findById("orders", request.params.id);
  if (!order || order.customerId !== request.session.user.id) {
    response.status(404).end();
    return;
  }
  await fetch(request.body.callbackUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ order: order.id, email: order.email, address: order.address }),
  });
  response.status(202).end();
});

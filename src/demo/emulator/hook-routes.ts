import type { Hono } from "hono";
import type { Deliveries } from "./deliveries.ts";
import { page } from "./pull-requests.ts";

/** What the App was sent, the newest first, and sending it again. */
export function hookRoutes(app: Hono, deliveries: Deliveries): void {
  app.get("/app/hook/deliveries", ({ req }) => {
    const rows = deliveries.sent.map(({ id, number, at, event, action, status }) => ({
      id: number,
      guid: id,
      delivered_at: at.toISOString(),
      redelivery: false,
      duration: 0.1,
      status: status !== null && status < 300 ? "OK" : "Error",
      status_code: status ?? 0,
      event,
      action,
      installation_id: null,
      repository_id: null,
    }));
    return page(new URL(req.url), rows.toReversed());
  });

  app.post("/app/hook/deliveries/:number{[0-9]+}/attempts", async ({ req }) => {
    const known = deliveries.sent.some(({ number }) => number === Number(req.param("number")));
    // GitHub sends it later, not before it answers.
    void deliveries.resend(Number(req.param("number")));
    return Response.json({}, { status: known ? 202 : 404 });
  });
}

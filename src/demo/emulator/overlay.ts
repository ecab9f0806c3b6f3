import { Hono } from "hono";
import { archiveRoutes } from "./archives.ts";
import { checkRoutes } from "./checks.ts";
import type { Deliveries } from "./deliveries.ts";
import { hookRoutes } from "./hook-routes.ts";
import { commentRoutes, contentRoutes, permissionRoutes } from "./people-and-files.ts";
import { createPullRequests, pullRequestRoutes } from "./pull-requests.ts";
import { reactionRoutes } from "./reactions.ts";
import { reviewRoutes } from "./reviews.ts";
import { isObject, mapJson, type Upstream } from "./upstream.ts";
import { webhookRoutes } from "./webhooks.ts";

interface OverlayParts {
  /** Path at which the emulator's own webhooks arrive. */
  readonly hooks: string;
  readonly deliveries: Deliveries;
  readonly app: {
    readonly id: number;
    readonly slug: string;
    readonly name: string;
    readonly events: readonly string[];
  };
}

/** Answers what the emulator gets wrong or does not know; everything else passes through. */
export function createOverlay(upstream: Upstream, { hooks, deliveries, app }: OverlayParts): Hono {
  const hono = new Hono();
  const pulls = createPullRequests(upstream);
  const { events, ...identity } = app;
  webhookRoutes(hono, hooks, { upstream, pulls, deliveries, app: identity });
  pullRequestRoutes(hono, upstream, pulls);
  reviewRoutes(hono, upstream, pulls);
  reactionRoutes(hono, upstream);
  checkRoutes(hono, upstream);
  permissionRoutes(hono, upstream);
  contentRoutes(hono, upstream);
  archiveRoutes(hono, upstream);
  commentRoutes(hono, upstream);
  hookRoutes(hono, deliveries);
  hono.get("/app", async ({ req }) =>
    mapJson(await upstream.forward(req.raw), (data) => (isObject(data) ? { ...data, events } : data)),
  );
  hono.all("*", async ({ req }) => upstream.forward(req.raw));
  return hono;
}

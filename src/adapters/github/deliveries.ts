import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Probot } from "probot";

/** A webhook whose signature was verified. The payload's shape is GitHub's word only. */
export interface Delivery {
  /** `X-GitHub-Delivery`; a redelivery keeps it. */
  readonly id: string;
  /** Event name, such as `pull_request`. */
  readonly name: string;
  readonly payload: unknown;
}

/** Takes a delivery over; when it rejects, GitHub is told that the delivery failed, and nothing else. */
export type DeliveryHandler = (delivery: Delivery) => Promise<void>;

/** Answers a webhook request; `false` when the request is not one. */
export type WebhookMiddleware = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** GitHub's manifest flow registers `/`; everything else uses the longer one. */
const WEBHOOK_PATHS = ["/api/github/webhooks", "/"];

const REFUSED =
  "A delivery was refused: not JSON, or not signed with WEBHOOK_SECRET, which must be the App's webhook secret";

/** Its message is sent to GitHub. */
class DeliveryNotTaken extends Error {
  readonly status = 503;
}

/** Verifies signatures and hands deliveries over. Call once per Probot. */
export async function webhookMiddleware(
  probot: Probot,
  log: Logger,
  handle: DeliveryHandler,
): Promise<WebhookMiddleware> {
  probot.onAny(async ({ id, name, payload }) => {
    try {
      await handle({ id, name, payload });
    } catch (error) {
      log.error({ err: error, delivery: id, event: name }, "Delivery not taken");
      throw new DeliveryNotTaken("The delivery was not taken; redeliver it later");
    }
  });
  const receivers = await Promise.all(
    WEBHOOK_PATHS.map(async (path) => [path, await probot.getNodeMiddleware({ path })] as const),
  );
  const byPath = new Map(receivers);
  return async (request, response) => {
    const receive = request.method === "POST" ? byPath.get(pathOf(request)) : undefined;
    if (!receive) return false;
    if (!isEventName(request.headers["x-github-event"])) {
      log.warn(idsOf(request), "A delivery was refused: it names no event of GitHub");
      response.writeHead(400, { "content-type": "text/plain; charset=utf-8" });
      response.end("X-GitHub-Event names no event\n");
      return true;
    }
    try {
      await receive(request, response);
      if (response.statusCode === 400) log.warn(idsOf(request), REFUSED);
    } catch (error) {
      log.error({ err: error }, "Delivery not understood");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
    return true;
  };
}

/**
 * Whether the library may look this name up among its handlers: those are kept in a plain object, beside ones of its own
 * under `*` and `error`. Without a name the library answers.
 */
function isEventName(name: string | string[] | undefined): boolean {
  if (name === undefined) return true;
  return typeof name === "string" && /^[a-z][a-z0-9_]*$/u.test(name) && name !== "error" && !(name in {});
}

function idsOf({ headers }: IncomingMessage): { delivery: unknown; event: unknown } {
  return { delivery: headers["x-github-delivery"], event: headers["x-github-event"] };
}

function pathOf(request: IncomingMessage): string {
  const path = (request.url ?? "/").split("?")[0] ?? "/";
  return path.length > 1 ? path.replace(/\/+$/u, "") : path;
}

import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { Log } from "../ports/log.ts";
import { type BodyRoom, type BodyShare, LARGEST_BODY, LARGEST_TOTAL, openBodyRoom, readBody } from "./read-body.ts";

/** Verifies and takes over a webhook whose body was read already; resolves to `false` when it is none. */
export type WebhookMiddleware = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

export interface FrontDoorTools {
  readonly middleware: WebhookMiddleware;
  /** Rejects when the service cannot take work, such as while its database is away. */
  readonly ping: () => Promise<void>;
  readonly log: Log;
  /** Most bytes of a webhook; other values than GitHub's are for tests. */
  readonly limit?: number;
  /** Most bytes of all webhooks that are under way; other values than ours are for tests. */
  readonly total?: number;
}

/** The HTTP server in front of everything. It is created closed: call `server.listen`. */
export interface FrontDoor {
  readonly server: Server;
  /** From now on `/readyz` says no; requests that are under way, and webhooks that still come, are answered. */
  drain(): void;
}

const WEBHOOK_PATHS = new Set(["/", "/api/github/webhooks"]);
const PING_DEADLINE = 2_000;
const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  // How often Node looks for requests that are over their time; its own half a minute would triple the first limit.
  connectionsCheckingInterval: 1_000,
};
/** Until then most bodies that fill the room have been taken or have run out of time. */
const RETRY_AFTER_SECONDS = 30;

/** Builds the front door: size, type and time limits before anything else sees a request. */
export function createFrontDoor(tools: FrontDoorTools): FrontDoor {
  let draining = false;
  const room = openBodyRoom(tools.total ?? LARGEST_TOTAL);
  const server = createServer({ ...TIMEOUTS, maxHeaderSize: 16_384 }, (request, response) => {
    answer(request, response, { ...tools, draining, room }).catch((error: unknown) => {
      tools.log.error({ error }, "A request could not be answered");
      if (response.headersSent) response.destroy();
      else say(response, 500, "The request could not be answered");
    });
  });
  return {
    server,
    drain: () => {
      draining = true;
    },
  };
}

type AnswerTools = FrontDoorTools & { readonly draining: boolean; readonly room: BodyRoom };

async function answer(request: IncomingMessage, response: ServerResponse, tools: AnswerTools): Promise<void> {
  const path = pathOf(request);
  if (request.method === "POST" && WEBHOOK_PATHS.has(path)) return takeWebhook(request, response, tools);
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(request, response, 405);
  if (path === "/healthz") return say(response, 200, "ok");
  if (path === "/readyz") return sayReady(response, tools);
  return refuse(request, response, path === "/api/github/webhooks" ? 405 : 404);
}

async function takeWebhook(request: IncomingMessage, response: ServerResponse, tools: AnswerTools): Promise<void> {
  if (!/^application\/json\s*(?:;|$)/iu.test(request.headers["content-type"] ?? "")) {
    return refuse(request, response, 415);
  }
  const share = tools.room.enter();
  try {
    await takeBody(request, response, { ...tools, share });
  } finally {
    share.leave();
  }
}

async function takeBody(
  request: IncomingMessage,
  response: ServerResponse,
  tools: FrontDoorTools & { readonly share: BodyShare },
): Promise<void> {
  const body = await readBody(request, tools.limit ?? LARGEST_BODY, tools.share);
  if (body === "too_large") return refuse(request, response, 413);
  if (body === "no_room") {
    response.setHeader("retry-after", RETRY_AFTER_SECONDS);
    return refuse(request, response, 503);
  }
  if (!/^\s*\{/u.test(body.toString("utf8", 0, 100))) return say(response, 400, REASONS[400]);
  // The library takes the bytes from here, and only when `body` is an object too.
  Object.assign(request, { rawBody: new Uint8Array(body), body: {} });
  if (!(await tools.middleware(request, response))) say(response, 404, REASONS[404]);
}

async function sayReady(response: ServerResponse, { ping, draining, log }: AnswerTools): Promise<void> {
  if (draining) return say(response, 503, "stopping");
  try {
    await Promise.race([ping(), rejectAfter(PING_DEADLINE)]);
  } catch (error) {
    log.warn({ error }, "The service is not ready: its database does not answer");
    return say(response, 503, "the database does not answer");
  }
  return say(response, 200, "ready");
}

const REASONS = {
  400: "A webhook is a JSON object",
  404: "There is nothing here",
  405: "This method is not allowed here",
  413: "The body is larger than 25 MiB",
  415: "Send the webhook as application/json: it is a setting of the GitHub App",
  503: "Too much is under way; send it again later",
} as const;

/** Answers without reading the rest of the body, and ends the connection so that nobody keeps sending it. */
function refuse(request: IncomingMessage, response: ServerResponse, status: keyof typeof REASONS): void {
  response.setHeader("connection", "close");
  response.once("finish", () => request.destroy());
  say(response, status, REASONS[status]);
}

function say(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  response.end(`${sentence}\n`);
}

function pathOf(request: IncomingMessage): string {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  return path.length > 1 ? path.replace(/\/+$/u, "") : path;
}

async function rejectAfter(milliseconds: number): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  setTimeout(() => reject(new Error("No answer in time")), milliseconds).unref();
  return promise;
}

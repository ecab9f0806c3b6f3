import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

/** A webhook that was sent to the App. */
interface SentDelivery {
  /** The same for every attempt. */
  readonly id: string;
  /** Another for every attempt. */
  readonly number: number;
  readonly at: Date;
  readonly event: string;
  readonly action: string | null;
  /** HTTP status of the App's answer; `null` when there was none. */
  readonly status: number | null;
  readonly payload: Record<string, unknown>;
}

/** Sends webhooks to the App as GitHub does: signed, with a UUID, once. */
export interface Deliveries {
  readonly sent: readonly SentDelivery[];
  /** Sends, unless the App does not listen to this event or has no address. */
  send(event: string, payload: Record<string, unknown>): Promise<void>;
  /** Sets where the App listens; `null` keeps quiet. */
  target(url: string | null): void;
  /** Sends one again, by the number of an attempt. */
  resend(number: number): Promise<void>;
  /** Waits for a delivery that was not asked for before. */
  next(event: string, action?: string, timeout?: number): Promise<SentDelivery>;
}

/** GitHub waits ten seconds for an answer. */
const ANSWER_TIMEOUT = 10_000;
const POLL = 10;
const FIRST_NUMBER = 1_000;

export function createDeliveries(options: {
  events: readonly string[];
  secret: string;
  url: string | null;
}): Deliveries {
  const sent: SentDelivery[] = [];
  const seen = new Set<SentDelivery>();
  let { url } = options;

  async function deliver(id: string, event: string, payload: Record<string, unknown>): Promise<void> {
    const body = JSON.stringify(payload);
    const signature = createHmac("sha256", options.secret).update(body).digest("hex");
    const at = new Date();
    const status = await post(url ?? "", body, {
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/emulator",
      "x-github-event": event,
      "x-github-delivery": id,
      "x-hub-signature-256": `sha256=${signature}`,
    });
    const action = typeof payload["action"] === "string" ? payload["action"] : null;
    sent.push({ id, number: FIRST_NUMBER + sent.length, at, event, action, status, payload });
  }

  return {
    sent,
    target(to) {
      url = to;
    },
    async send(event, payload) {
      if (url === null || !options.events.includes(event)) return;
      await deliver(randomUUID(), event, payload);
    },
    async resend(number) {
      const earlier = sent.find((one) => one.number === number);
      if (earlier) await deliver(earlier.id, earlier.event, earlier.payload);
    },
    async next(event, action, timeout = ANSWER_TIMEOUT) {
      const end = Date.now() + timeout;
      for (;;) {
        const found = sent.find((one) => !seen.has(one) && one.event === event && (!action || one.action === action));
        if (found) {
          seen.add(found);
          return found;
        }
        if (Date.now() > end) throw new Error(`No ${event}.${action ?? "*"} was delivered within ${timeout} ms`);
        await wait(POLL);
      }
    },
  };
}

async function post(url: string, body: string, headers: Record<string, string>): Promise<number | null> {
  try {
    return (await fetch(url, { method: "POST", body, headers, signal: AbortSignal.timeout(ANSWER_TIMEOUT) })).status;
  } catch {
    return null;
  }
}

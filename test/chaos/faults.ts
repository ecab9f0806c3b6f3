import { setTimeout as sleep } from "node:timers/promises";
import type { Intercept } from "../../src/demo/emulator/emulator.ts";
import { CUT } from "../../src/demo/emulator/serve.ts";
import type { Random } from "./random.ts";

/** What happens to requests of the App; off until `start`, and again after `end`. */
export interface Faults {
  readonly intercept: Intercept;
  /** How often each fault happened. */
  readonly counts: Readonly<Record<string, number>>;
  start(): void;
  end(): void;
}

type Fault = (answer: () => Promise<Response>, path: string) => Promise<Response>;

const LONG_LATENCY_MS = 11_000;

/** Faults by their share in ten thousand requests. */
const FAULTS: readonly (readonly [name: string, share: number, fault: Fault])[] = [
  ["502 before", 60, async () => failure(502)],
  [
    "502 after success",
    80,
    async (answer) => {
      await answer();
      return failure(502);
    },
  ],
  ["secondary limit", 40, async () => limited()],
  ["reset in the middle", 40, async (answer) => cut(await answer())],
  ["reset after success", 40, async (answer) => cut(await answer())],
  // After a force-push the objects of the old head are gone.
  ["gone", 40, async (answer, path) => (/\/git\/|\/tarball\//u.test(path) ? failure(404) : answer())],
  [
    "long latency",
    4,
    async (answer) => {
      await sleep(LONG_LATENCY_MS);
      return answer();
    },
  ],
];

/** Faults for the App's own requests; people's clients have `token-of-…` and are left alone. */
export function createFaults(random: Random): Faults {
  const counts: Record<string, number> = {};
  let isOn = false;
  return {
    counts,
    start: () => {
      isOn = true;
    },
    end: () => {
      isOn = false;
    },
    async intercept(request, answer) {
      const isPerson = request.headers.get("authorization")?.includes("token-of-") ?? false;
      if (!isOn || isPerson) return answer();
      let drawn = random.between(0, 9_999);
      for (const [name, share, fault] of FAULTS) {
        if (drawn < share) {
          counts[name] = (counts[name] ?? 0) + 1;
          return fault(answer, new URL(request.url).pathname);
        }
        drawn -= share;
      }
      return answer();
    },
  };
}

function failure(status: number): Response {
  return Response.json({ message: "Chaos" }, { status });
}

function limited(): Response {
  const message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
  return Response.json({ message }, { status: 403, headers: { "retry-after": "1" } });
}

function cut(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.set(CUT, "yes");
  return new Response(response.status === 204 ? null : response.body, { status: response.status, headers });
}

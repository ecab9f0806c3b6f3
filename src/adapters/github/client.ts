import { ProbotOctokit } from "probot";
import type { Logger } from "pino";
import type { PullRequestRef } from "../../domain/job.ts";
import type { Tree } from "./trees.ts";

/** An Octokit with typed endpoints and pagination. */
export type Client = InstanceType<typeof ProbotOctokit>;

/** One repository seen through one client; spread `where` into every call. */
export interface Source {
  readonly client: Client;
  readonly where: { readonly owner: string; readonly repo: string; readonly request: { readonly signal: AbortSignal } };
  readonly number: number;
  /** Listings that were read through the client, by commit: a commit does not change. */
  readonly trees: Map<string, Promise<Tree>>;
}

/** What a writer needs to know: the client, and which author is us. */
export interface Session {
  readonly client: Client;
  /** Opens another repository of the same owner, by its name, for nothing but these permissions. */
  readonly sibling: (name: string, permissions: Readonly<Record<string, "read" | "write">>) => Promise<Client>;
  readonly appId: number;
  /** What the installation granted, such as `checks: write`. */
  readonly permissions: Readonly<Record<string, string | undefined>>;
  /** Login of our bot user, `<slug>[bot]`. */
  readonly botLogin: () => Promise<string>;
  /** Milliseconds until GitHub lists what was just written. */
  readonly settle: number;
}

const LONGEST_WAIT_SECONDS = 90;
const MOST_WAITS = 3;
const REQUEST_TIMEOUT = 30_000;

/** Content-creating calls are never repeated blindly: a 502 may hide a success. */
export const ONCE = { request: { retries: 0 } };

export function openSource(
  client: Client,
  ref: PullRequestRef,
  signal: AbortSignal,
  trees: Source["trees"] = new Map(),
): Source {
  return { client, where: { owner: ref.owner, repo: ref.repo, request: { signal } }, number: ref.number, trees };
}

/**
 * The Octokit class for Probot. Waits for rate limits only as long as a job can afford; with `paced` false it neither
 * spaces nor repeats calls, for emulators and tests. Probot honours these options in the function form only.
 */
export function clientClass(log: Logger, paced: boolean, onQuota?: (left: number) => void): typeof ProbotOctokit {
  const wait = (kind: string) => (seconds: number, call: { method: string }, _client: unknown, waits: number) => {
    const waiting = seconds <= LONGEST_WAIT_SECONDS && waits < MOST_WAITS;
    log.warn({ kind, seconds, waiting, method: call.method }, "GitHub limits the rate");
    return waiting;
  };
  return ProbotOctokit.defaults((given: { throttle?: object; request?: object }) => ({
    ...given,
    request: { ...given.request, fetch: fetchInTime(onQuota) },
    retry: { enabled: paced },
    throttle: paced
      ? { ...given.throttle, onRateLimit: wait("primary"), onSecondaryRateLimit: wait("secondary") }
      : { ...given.throttle, enabled: false },
  }));
}

/** A connection that hangs would hold the job's slot for minutes. */
function fetchInTime(onQuota: (left: number) => void = () => undefined) {
  return async (url: string, init: RequestInit = {}): Promise<Response> => {
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT);
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    const response = await fetch(url, { ...init, signal });
    const left = response.headers.get("x-ratelimit-remaining");
    if (left !== null && /^\d+$/u.test(left)) onQuota(Number(left));
    return isJson(response) ? whole(response) : response;
  };
}

function isJson({ headers }: Response): boolean {
  return /\bjson\b/iu.test(headers.get("content-type") ?? "");
}

/** An answer that breaks off is none: the client library would go on with nothing in place of its data. */
async function whole(response: Response): Promise<Response> {
  const { status, statusText, headers, url } = response;
  const body = await response.arrayBuffer();
  const read = new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
  // Pages without a link are counted by the address that was asked.
  return Object.defineProperty(read, "url", { value: url });
}

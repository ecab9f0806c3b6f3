import { z } from "zod";
import type { ModelOutcome } from "../../ports/language-model.ts";

/** How a request failed, in terms that decide what happens next. */
export interface Failure {
  readonly outcome: ModelOutcome;
  /** HTTP status, or `null` when no answer arrived. */
  readonly status: number | null;
  /** The server's own words, for recognising a refused parameter; never shown to anyone. */
  readonly words: string;
  readonly retryable: boolean;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfter: number | null;
}

const errorSchema = z.object({
  status: z.number().optional().catch(undefined),
  code: z.string().catch(""),
  type: z.string().catch(""),
  param: z.string().catch(""),
  message: z.string().catch(""),
  headers: z.instanceof(Headers).optional().catch(undefined),
  /** The body's own error; gateways put the reason of whoever stands behind them somewhere in it. */
  error: z.unknown().optional(),
});
type VendorError = z.infer<typeof errorSchema>;

/** Of an error's body; what a parameter is called stands near the beginning. */
const MOST_WORDS = 2_000;
const QUOTA = /insufficient_quota|quota_exceeded|billing|credit balance|exceeded your current quota/iu;

/** Sorts whatever the client threw. A broken body is the server's fault as well and counts as `malformed`. */
export function readFailure(thrown: unknown, now: Date): Failure {
  if (thrown instanceof SyntaxError) return failure("malformed", false);
  const error = errorSchema.parse(thrown instanceof Error ? thrown : {});
  if (error.status === undefined) return failure("unavailable", true);
  const outcome = outcomeOf(error.status, error);
  const asked = error.headers?.get("x-should-retry");
  return {
    outcome,
    status: error.status,
    words: `${error.param} ${error.message} ${writtenOut(error.error)}`,
    retryable: outcome !== "quota" && asked !== "false" && (asked === "true" || isPassing(error.status)),
    retryAfter: retryAfterOf(error.headers, now),
  };
}

function writtenOut(body: unknown): string {
  return (JSON.stringify(body) ?? "").slice(0, MOST_WORDS);
}

function failure(outcome: ModelOutcome, retryable: boolean): Failure {
  return { outcome, status: null, words: "", retryable, retryAfter: null };
}

function outcomeOf(status: number, error: VendorError): ModelOutcome {
  const quota = status === 402 || (status === 429 && QUOTA.test(`${error.code} ${error.type} ${error.message}`));
  if (quota) return "quota";
  if (status === 429) return "rate_limited";
  if (status === 408 || status === 504) return "timeout";
  return status >= 500 || status === 409 ? "unavailable" : "rejected";
}

/** 501 says that the server will never do it; the other 5xx may pass. */
function isPassing(status: number): boolean {
  return status === 408 || status === 409 || status === 429 || (status >= 500 && status !== 501);
}

function retryAfterOf(headers: Headers | undefined, now: Date): number | null {
  const milliseconds = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds);
  const value = headers?.get("retry-after") ?? null;
  if (value === null) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}

import { CodeHostError } from "../../domain/errors.ts";

/** GitHub's own fallback when a secondary limit names no time. */
const SECONDARY_LIMIT_SECONDS = 60;

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
}

/** Runs one operation; whatever it throws leaves as a `CodeHostError` that names the operation. */
export async function attempt<T>(operation: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toCodeHostError(operation, error);
  }
}

/**
 * Translates what Octokit throws. Keeps the status and the waiting time; drops request and response bodies, which hold
 * code and review text. An abort stays what it is.
 */
export function toCodeHostError(operation: string, error: unknown): Error {
  if (error instanceof CodeHostError || isAbort(error)) return error;
  const answer = answerOf(error);
  const status = answer?.status ?? null;
  const retryAfter = answer ? waitingTime(answer, messageOf(error)) : null;
  return new CodeHostError(operation, explain(operation, status, retryAfter), {
    status,
    retryAfter,
    cause: answer ? undefined : shortCause(error),
  });
}

/** The HTTP status of a failed call; `null` when no answer arrived. */
export function statusOf(error: unknown): number | null {
  if (error instanceof CodeHostError) return error.status;
  return answerOf(error)?.status ?? null;
}

/** True when a write may have been carried out although it failed for us. */
export function mayHaveHappened(error: unknown): boolean {
  const status = statusOf(error);
  return !isAbort(error) && (status === null || status >= 500);
}

function isAbort(error: unknown): error is Error {
  return error instanceof Error && error.name === "AbortError";
}

/** Octokit reports a broken connection as status 500 without a response; only a response counts as an answer. */
function answerOf(error: unknown): Answer | null {
  if (!(error instanceof Error) || !("response" in error)) return null;
  const { response } = error;
  if (typeof response !== "object" || response === null) return null;
  if (!("status" in response) || typeof response.status !== "number") return null;
  return { status: response.status, headers: headersOf(response) };
}

function headersOf(response: object): Answer["headers"] {
  if (!("headers" in response) || typeof response.headers !== "object" || response.headers === null) return {};
  return Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
}

function waitingTime({ status, headers }: Answer, message: string): number | null {
  const named = Number(headers["retry-after"]);
  if (Number.isFinite(named) && named >= 0) return named;
  if (status !== 403 && status !== 429) return null;
  if (headers["x-ratelimit-remaining"] === "0") {
    const reset = Number(headers["x-ratelimit-reset"]) - Date.now() / 1_000;
    return Number.isFinite(reset) ? Math.max(1, Math.ceil(reset)) : SECONDARY_LIMIT_SECONDS;
  }
  return status === 429 || /\bsecondary rate\b/iu.test(message) ? SECONDARY_LIMIT_SECONDS : null;
}

function explain(operation: string, status: number | null, retryAfter: number | null): string {
  if (status === null) return `GitHub did not answer while Threatdiff tried to ${operation}; it is tried again later.`;
  if (retryAfter !== null) return `GitHub asks to wait ${retryAfter} s before Threatdiff may ${operation} (${status}).`;
  return `Threatdiff could not ${operation}, GitHub answered ${status}: ${hint(status, operation)}.`;
}

/** What an operation is about, with the permission that it takes; reading code is the rest. */
const PERMISSIONS: readonly (readonly [RegExp, string])[] = [
  [/check run|annotations/u, "checks: write"],
  [/review|pull request|changed files/u, "pull_requests: write"],
  [/command|the comments/u, "issues: write"],
];

function permissionFor(operation: string): string {
  return PERMISSIONS.find(([about]) => about.test(operation))?.[1] ?? "contents: read";
}

function hint(status: number, operation: string): string {
  if (status === 401) return "check the App's id, private key and clock";
  if (status === 403)
    return `the App needs the permission \`${permissionFor(operation)}\`, accepted for this repository`;
  if (status === 404) return "it was deleted, or the App was removed from this repository";
  if (status === 422) return "the content was refused as invalid";
  return status >= 500 ? "the failure is on GitHub's side, it is tried again later" : "the request was refused";
}

function shortCause(error: unknown): Error | undefined {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(inner instanceof Error)) return undefined;
  return new Error(`${inner.name}: ${inner.message.split("\n", 1)[0]?.slice(0, 200)}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}

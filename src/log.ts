import { type DestinationStream, type LogFn, type Logger, pino } from "pino";

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

/** What a log line may carry; everything else is dropped, so that a body, a token or code cannot slip in by its field's name. */
const FIELDS: ReadonlySet<string> = new Set([
  "action",
  "actor",
  "address",
  "aside",
  "attempt",
  "checkId",
  "code",
  "place",
  "conclusion",
  "count",
  "delivery",
  "directory",
  "event",
  "failing",
  "headSha",
  "installationId",
  "key",
  "line",
  "model",
  "number",
  "operation",
  "outcome",
  "owner",
  "path",
  "port",
  "problem",
  "reason",
  "reference",
  "repo",
  "repositoryId",
  "seconds",
  "stage",
  "status",
  "step",
  "threats",
  "trigger",
  "variable",
  "version",
]);

const LONGEST_VALUE = 300;

/** Writes one JSON object per line. Fields with unknown names are dropped; errors are cut down to where they come from. */
export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: keepKnown,
    },
    hooks: {
      // Vendors log bare errors and interpolate values: an error's message would become the line's, arguments part of it.
      logMethod(this: Logger, given: unknown[], method: LogFn) {
        const [first, second] = given;
        if (typeof first === "string") return method.call(this, {}, mask(first));
        const fields = first instanceof Error ? { error: first } : first;
        return method.call(
          this,
          fields,
          typeof second === "string" ? mask(second) : "Something was logged without a message",
        );
      },
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

function keepKnown(fields: Record<string, unknown>): Record<string, unknown> {
  const known = Object.entries(fields).flatMap(([name, value]) => {
    const kept = keepValue(name, value);
    // Under its own name, because serializers that vendors bring for `err` and `error` expect an error.
    return kept === undefined ? [] : [[value instanceof Error ? "failure" : name, kept] as const];
  });
  return Object.fromEntries(known);
}

function keepValue(name: string, value: unknown): unknown {
  if (value instanceof Error) return describeError(value);
  if (!FIELDS.has(name)) return undefined;
  if (typeof value === "string") return mask(value);
  return typeof value === "number" || typeof value === "boolean" || value === null ? value : undefined;
}

/** An error's kind, place and code. Its message is kept only when it is ours: others quote bodies, rows and addresses. */
function describeError(error: Error, depth = 0): Record<string, unknown> {
  const { code, status } = identify(error);
  const cause = error.cause instanceof Error && depth < 3 ? describeError(error.cause, depth + 1) : undefined;
  const message = OUR_CODES.has(code ?? "") ? mask(error.message) : undefined;
  return { type: nameIn(error.name), code, status, message, at: placesOf(error), cause };
}

function identify(error: Error): { code: string | undefined; status: number | undefined } {
  return {
    code: "code" in error ? nameIn(error.code) : undefined,
    status: "status" in error && typeof error.status === "number" ? error.status : undefined,
  };
}

/** A short name; anything else in its place may be text from outside. */
function nameIn(value: unknown): string | undefined {
  return typeof value === "string" && /^[\w-]{1,60}$/u.test(value) ? value : undefined;
}

/** The codes of `domain/errors.ts`, whose messages are sentences of ours. */
const OUR_CODES: ReadonlySet<string> = new Set(["config", "code-host", "store", "usage"]);

/** The stack without its first lines, which repeat the message. */
function placesOf(error: Error): string[] {
  const lines = (error.stack ?? "").split("\n").map((line) => line.trim());
  return lines.filter((line) => /^at .*:\d+:\d+\)?$/u.test(line)).slice(0, 8);
}

const SECRETS = [
  /gh[pousr]_[\w.-]{16,}/gu,
  /github_pat_\w{16,}/gu,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/gu,
  /\bsk-[\w-]{16,}/gu,
  /(?<=:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/gu,
  /(?<=\b(?:bearer|token|basic) )\S{8,}/giu,
];

/** One line of bounded length, with what looks like a token blotted out. */
function mask(text: string): string {
  const masked = SECRETS.reduce((partial, pattern) => partial.replaceAll(pattern, "<secret>"), text);
  return masked.replaceAll(/\s+/gu, " ").slice(0, LONGEST_VALUE);
}

import { resolve } from "node:path";
import { type GatePolicy, gatePolicySchema } from "../domain/gate.ts";
import { UsageError } from "../domain/errors.ts";
import { nearest } from "../domain/nearest.ts";
import type { CommandInput } from "./command.ts";
import { FORMATS, type Format } from "./formats.ts";

/** What `threatdiff review` was asked for, checked. */
export interface ReviewOptions {
  readonly repository: string;
  readonly base: string | null;
  readonly head: string;
  readonly worktree: boolean;
  readonly format: Format;
  /** Absolute path, or `null` for standard output. */
  readonly out: string | null;
  readonly offline: boolean;
  /** `null` means: as the repository's configuration says. */
  readonly failOn: GatePolicy["failOn"] | null;
  /** Absolute path of a directory, or `null` for no trace. */
  readonly trace: string | null;
  /** Absolute path of a directory, or `null` where every question is asked anew. */
  readonly answers: string | null;
}

/** Checks the options of `threatdiff review`. Throws `UsageError`. */
export function readReviewOptions({ values, switches }: CommandInput, directory: string): ReviewOptions {
  const worktree = switches.has("worktree");
  if (worktree && values["head"] !== undefined) {
    throw new UsageError("--worktree reviews the files on disk, so it cannot go with --head.");
  }
  const absolute = (path: string | undefined) => (path === undefined ? null : resolve(directory, path));
  return {
    repository: resolve(directory, values["repo"] ?? "."),
    base: values["base"] ?? null,
    head: values["head"] ?? "HEAD",
    worktree,
    format: readFormat(values["format"] ?? "terminal"),
    out: absolute(values["out"]),
    offline: switches.has("offline"),
    failOn: values["fail-on"] === undefined ? null : readLevel(values["fail-on"]),
    trace: absolute(values["trace"]),
    answers: absolute(values["answers"]),
  };
}

function readFormat(name: string): Format {
  return FORMATS.get(name) ?? refuse("--format", name, [...FORMATS.keys()]);
}

function readLevel(name: string): GatePolicy["failOn"] {
  const parsed = gatePolicySchema.shape.failOn.safeParse(name);
  return parsed.data ?? refuse("--fail-on", name, gatePolicySchema.shape.failOn.unwrap().options);
}

function refuse(option: string, given: string, allowed: readonly string[]): never {
  const close = nearest(given, allowed);
  const remedy = close === null ? `it takes ${allowed.join(", ")}.` : `did you mean ${close}?`;
  throw new UsageError(`${option} cannot be "${given}"; ${remedy}`);
}

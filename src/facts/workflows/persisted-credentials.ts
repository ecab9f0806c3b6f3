import type { Fact } from "../../domain/fact.ts";
import { inputOf, type Step } from "./steps.ts";
import { factOn, textOf, type YamlSource } from "./yaml-source.ts";

/** Since this version checkout keeps the token outside the workspace. */
const CHECKOUT_WITHOUT_TOKEN_FILE = 6;
/** Since this version upload-artifact leaves `.git` and other hidden files out unless told otherwise. */
const UPLOAD_WITHOUT_HIDDEN_FILES = 4;

/**
 * Checkouts that leave the job's token in `.git/config`; `target: artifact` when a later step uploads that directory.
 * An unknown version counts as a current one.
 */
export function persistedCredentialFacts(source: YamlSource, steps: readonly Step[], symbol: string): Fact[] {
  return steps.flatMap((step, index) => {
    if (step.action?.name !== "actions/checkout") return [];
    const persist = textOf(inputOf(step, "persist-credentials"));
    if (persist === "false") return [];
    const inWorkspace = majorOf(step) < CHECKOUT_WITHOUT_TOKEN_FILE;
    const uploaded = inWorkspace && steps.slice(index + 1).some(uploadsGitDirectory);
    return [
      factOn(source, step.lines, {
        kind: "privilege",
        name: "persisted_credentials",
        symbol,
        attributes: { target: uploaded ? "artifact" : "workspace", declared: persist !== null },
      }),
    ];
  });
}

function uploadsGitDirectory(step: Step): boolean {
  if (step.action?.name !== "actions/upload-artifact") return false;
  const hidden = textOf(inputOf(step, "include-hidden-files")) === "true";
  if (!hidden && majorOf(step) >= UPLOAD_WITHOUT_HIDDEN_FILES) return false;
  const paths = (textOf(inputOf(step, "path")) ?? "").split("\n").map((path) => path.trim());
  return paths.some((path) =>
    /^(\.\/?|\*\*|\.\/\*\*(\/\*)?|\.git\/?|\$\{\{\s*github\.workspace\s*\}\}\/?)$/u.test(path),
  );
}

function majorOf({ action }: Step): number {
  const major = /^v?(\d+)(\.|$)/u.exec(action?.version ?? "")?.[1];
  return major === undefined ? Number.POSITIVE_INFINITY : Number(major);
}

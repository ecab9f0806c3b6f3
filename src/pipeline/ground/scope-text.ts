import { type ChangeSet, type Side, blobAt, linesOf } from "../../domain/change-set.ts";
import type { Scope } from "../../domain/fact.ts";

/** Gives the lines of a scope that say something: no blank lines, no comment lines, no layout. */
export type ScopeText = (scope: Scope) => readonly string[];

/** Reads each file of the change at most once per side. */
export function readScopeText(change: ChangeSet): ScopeText {
  const files = new Map<string, readonly string[]>();
  const linesAt = (path: string, side: Side): readonly string[] => {
    const key = `${side}:${path}`;
    const lines = files.get(key) ?? linesOf(blobAt(change, path, side)?.text ?? "");
    files.set(key, lines);
    return lines;
  };
  return (scope) => meaningfulLines(linesAt(scope.path, scope.side).slice(scope.startLine - 1, scope.endLine));
}

/** Lines without layout and without those that are comments as a whole. */
export function meaningfulLines(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let inComment = false;
  for (const line of lines) {
    const text = line.trim();
    const opens = text.startsWith("/*");
    const hidden = inComment || opens || text === "" || /^(?:\/\/|#(?:\s|$))/u.test(text);
    if (!hidden) kept.push(text.replaceAll(/\s+/gu, ""));
    inComment = (inComment || opens) && !text.includes("*/");
  }
  return kept;
}

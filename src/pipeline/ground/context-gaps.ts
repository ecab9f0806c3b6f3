import { type ChangeSet, pathOn } from "../../domain/change-set.ts";
import type { Scope } from "../../domain/fact.ts";
import type { ScopePair } from "./pair-scopes.ts";
import { hasOtherFacts } from "./same-scope.ts";

/**
 * What was not looked at of the code that uses the change, one sentence each. Only functions that existed before and now
 * do something else can change what unread files are exposed to, so a change without such functions leaves no gap.
 */
export function contextGaps({ files, contextLimits }: ChangeSet, pairs: readonly ScopePair[]): string[] {
  const told = new Set(pairs.filter(changesItsCallers).flatMap(({ base, head }) => pathsOf(base, head)));
  const changed = new Set(files.flatMap((file) => [file.path, pathOn(file, "base")]));
  const telling = [...told].filter((path) => changed.has(path));
  if (telling.length === 0) return [];
  const importers = contextLimits.importers.filter(({ path }) => telling.includes(path));
  const further = importers.map(({ path, count }) =>
    count === 1
      ? `1 further file that imports ${path} was not read.`
      : `${count} further files that import ${path} were not read.`,
  );
  return contextLimits.graph === null ? further : [...further, contextLimits.graph];
}

function changesItsCallers({ base, head }: ScopePair): boolean {
  if (base === null || base.entryPoint !== null || base.element !== "process") return false;
  return head === null || hasOtherFacts(base, head);
}

function pathsOf(...scopes: readonly (Scope | null)[]): string[] {
  return scopes.flatMap((scope) => scope?.path ?? []);
}

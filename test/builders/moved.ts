import type { ChangeSet } from "../../src/domain/change-set.ts";
import { buildChangedFile } from "./change-set.ts";

/** Files that mean something because of where they are: settings of tools, and the action that a repository is. */
const PLACED = /^(?:\.|action\.ya?ml$)/u;

function target(path: string): string {
  return PLACED.test(path) ? path : `packages/core/${path}`;
}

/** The same change after everything moved into a folder; what its place gives a meaning stays. */
export function moved(change: ChangeSet): ChangeSet {
  const unchanged = change.context.map(({ path, blob }) => ({ path, base: blob, head: blob }));
  const files = [...change.files, ...unchanged].map(({ path, base, head }) =>
    buildChangedFile(target(path), {
      ...(base && { base: base.text, previousPath: path }),
      ...(head && { head: head.text }),
    }),
  );
  const map = { ...change.map, paths: change.map.paths.map(target).toSorted() };
  return { ...change, headSha: "d".repeat(40), files, context: [], map };
}

import { type ChangedFile, type ChangeSet, pathOn, type Side } from "../change-set.ts";
import { type FileReferences, ImportGraph } from "./import-graph.ts";
import { isOwnCode, referencesIn } from "./import-languages.ts";
import { ImportResolver } from "./import-resolver.ts";

const SIDES: readonly Side[] = ["head", "base"];

/** Where the files of a change are and were. */
interface ChangedPaths extends Pick<ChangeSet, "map"> {
  readonly files: readonly Pick<ChangedFile, "path" | "previousPath">[];
}

/** Resolves imports among all paths that either side of a change has. */
export function importResolverOf({ files, map }: ChangedPaths): ImportResolver {
  const gone = files.map((file) => pathOn(file, "base"));
  return new ImportResolver([...map.paths, ...gone], map.aliases);
}

/** The import graph of a change: both sides of the changed files, and the unchanged files as far as they are known. */
export function changeGraph(
  change: Pick<ChangeSet, "files" | "map">,
  unchanged: Iterable<FileReferences>,
): ImportGraph {
  return new ImportGraph(changedAndUnchanged(change.files, unchanged), importResolverOf(change));
}

/** True when code changes; nobody imports anything else, so then nobody needs to be asked. */
export function changesCode(files: readonly ChangedFile[]): boolean {
  return files.some((file) => isOwnCode(file.path) || isOwnCode(pathOn(file, "base")));
}

/** One sentence when the imports of some code files are not known, else `null`. */
export function unknownImports(unknown: number, all: number): string | null {
  if (unknown === 0) return null;
  return `What ${unknown} of ${all} code files import was not looked at, so files that use the changed code may be missing.`;
}

function* changedAndUnchanged(
  files: readonly ChangedFile[],
  unchanged: Iterable<FileReferences>,
): Generator<FileReferences> {
  for (const file of files) yield* ownReferences(file);
  yield* unchanged;
}

/** Both sides are read: a guard that the base imported matters when the head no longer does. */
function ownReferences(file: ChangedFile): FileReferences[] {
  return SIDES.flatMap((side) => {
    const blob = file[side];
    const path = pathOn(file, side);
    return blob === null ? [] : [{ path, references: referencesIn(path, blob.text) }];
  });
}

import type { ChangeSet, ChangedFile, ContextFile, RepositoryMap } from "../../domain/change-set.ts";
import { chooseContext } from "../../domain/context-choice.ts";
import { changeGraph, changesCode, unknownImports } from "../../domain/imports/change-imports.ts";
import { readBlobs } from "./blobs.ts";
import { isFile } from "./changed-file.ts";
import type { Git } from "./git.ts";
import { readAliases } from "./manifests.ts";
import type { Entry } from "./raw-diff.ts";
import { openReferenceCache } from "./reference-cache.ts";
import { type KnownReferences, readReferences } from "./references.ts";

/** What a change lies in. */
export interface Place {
  readonly git: Git;
  /** The repository's directory, by which its cache is found. */
  readonly repository: string;
  readonly cacheDirectory: string | null;
  /** The paths of the merge base. */
  readonly tree: ReadonlyMap<string, Entry>;
}

/** Reads the repository's paths and the unchanged files that decide what a change means. */
export async function readSurroundings(
  place: Place,
  files: readonly ChangedFile[],
): Promise<Pick<ChangeSet, "map" | "context" | "contextLimits">> {
  const { git, tree } = place;
  const map: RepositoryMap = {
    paths: headPaths(tree, files),
    truncated: false,
    aliases: await readAliases(git, tree, files),
  };
  const known = await readUnchanged(place, files);
  const graph = changeGraph({ files, map }, known.files);
  const { paths, unread } = chooseContext({ files, graph, paths: map.paths });
  return {
    map,
    context: await readContext(git, paths, tree),
    contextLimits: { importers: unread, graph: unknownImports(known.all - known.files.length, known.all) },
  };
}

/** Reads what the unchanged code imports, when the change concerns code. */
async function readUnchanged(place: Place, files: readonly ChangedFile[]): Promise<KnownReferences> {
  if (!changesCode(files)) return { files: [], all: 0 };
  const cache = await openReferenceCache(place.cacheDirectory, place.repository);
  const unchanged = new Map(place.tree);
  for (const { path, previousPath, status } of files) {
    unchanged.delete(path);
    if (status === "renamed" && previousPath !== null) unchanged.delete(previousPath);
  }
  return readReferences(place.git, unchanged, cache);
}

/** The paths at the head, from those at the merge base and what changed. */
function headPaths(tree: ReadonlyMap<string, Entry>, files: readonly ChangedFile[]): string[] {
  const paths = new Set(tree.keys());
  for (const file of files) {
    if (file.status === "removed") paths.delete(file.path);
    if (file.status === "renamed" && file.previousPath !== null) paths.delete(file.previousPath);
  }
  for (const file of files) if (file.status !== "removed") paths.add(file.path);
  return [...paths].sort();
}

/** Context files are unchanged, so the merge base has them as the head does. */
async function readContext(
  git: Git,
  paths: readonly string[],
  tree: ReadonlyMap<string, Entry>,
): Promise<ContextFile[]> {
  const entries = paths.flatMap((path) => {
    const entry = tree.get(path);
    return entry !== undefined && isFile(entry) ? [{ path, sha: entry.sha }] : [];
  });
  const blobs = await readBlobs(
    git,
    entries.map(({ sha }) => sha),
  );
  return entries.flatMap(({ path, sha }) => {
    const blob = blobs.get(sha);
    return typeof blob === "object" ? [{ path, blob }] : [];
  });
}

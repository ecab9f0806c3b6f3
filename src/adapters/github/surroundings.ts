import type { ChangeSet, ChangedFile, ContextFile } from "../../domain/change-set.ts";
import { chooseContext } from "../../domain/context-choice.ts";
import { changeGraph, changesCode, unknownImports } from "../../domain/imports/change-imports.ts";
import { aliasesIn, chooseManifests } from "../../domain/imports/manifests.ts";
import { MOST_BYTES, readBlobs } from "./blobs.ts";
import type { Source } from "./client.ts";
import type { Versions } from "./read-files.ts";
import type { Tree } from "./trees.ts";
import { NOTHING, readUnchanged, type Repository } from "./unchanged-code.ts";

/** Reads the repository's paths and the unchanged files that decide what a change means. */
export async function readSurroundings(
  repository: Repository,
  files: readonly ChangedFile[],
  { base, head }: Versions,
): Promise<Pick<ChangeSet, "map" | "context" | "contextLimits">> {
  const paths = [...head.tree.entries.keys()];
  const manifests = chooseManifests(paths);
  const unchanged = changesCode(files) ? await readUnchanged(repository, base, { files, manifests }) : NOTHING;
  const atHead = new Map(files.map((file) => [file.path, file.head?.text]));
  const aliases = manifests.flatMap((path) => {
    const text = atHead.get(path) ?? unchanged.texts.get(path);
    return text === undefined ? [] : aliasesIn(path, text);
  });
  const map = { paths, truncated: head.tree.truncated, aliases };
  const choice = chooseContext({ files, paths, graph: changeGraph({ files, map }, unchanged.references) });
  return {
    map,
    context: await readContext(repository.source, choice.paths, { tree: head.tree, texts: unchanged.texts }),
    contextLimits: {
      importers: choice.unread,
      graph: unknownImports(unchanged.all - unchanged.references.length, unchanged.all),
    },
  };
}

async function readContext(
  source: Source,
  paths: readonly string[],
  { tree, texts }: { tree: Tree; texts: ReadonlyMap<string, string> },
): Promise<ContextFile[]> {
  const entries = paths.flatMap((path) => {
    const entry = tree.entries.get(path);
    return entry && entry.mode.startsWith("100") && entry.size <= MOST_BYTES ? [{ path, sha: entry.sha }] : [];
  });
  const missing = entries.filter(({ path }) => !texts.has(path)).map(({ sha }) => sha);
  const blobs = await readBlobs(source, missing);
  return entries.flatMap(({ path, sha }) => {
    const text = texts.get(path);
    const blob = text === undefined ? blobs.get(sha) : { sha, text };
    return typeof blob === "object" ? [{ path, blob }] : [];
  });
}

import type { ChangeSet, ChangedFile, ContextFile } from "../../domain/change-set.ts";
import { chooseContext } from "../../domain/context-choice.ts";
import { changeGraph, changesCode, unknownImports } from "../../domain/imports/change-imports.ts";
import type { FileReferences } from "../../domain/imports/import-graph.ts";
import { isOwnCode, MOST_IMPORTING_BYTES, referencesIn } from "../../domain/imports/import-languages.ts";
import { aliasesIn, chooseManifests } from "../../domain/imports/manifests.ts";
import { readArchive } from "./archive.ts";
import { MOST_BYTES, readBlobs } from "./blobs.ts";
import type { Source } from "./client.ts";
import type { Versions } from "./read-files.ts";
import type { Tree } from "./trees.ts";

/** Texts beyond this are asked for again when they are chosen. */
const MOST_HELD = 48_000_000;

/** The unchanged code of a repository, as far as its archive told it. */
interface Unchanged {
  readonly references: readonly FileReferences[];
  /** Texts by path, of manifests too. */
  readonly texts: ReadonlyMap<string, string>;
  /** How many code files there are. */
  readonly all: number;
}

/** Reads the repository's paths and the unchanged files that decide what a change means. */
export async function readSurroundings(
  source: Source,
  files: readonly ChangedFile[],
  { base, head }: Versions,
): Promise<Pick<ChangeSet, "map" | "context" | "contextLimits">> {
  const paths = [...head.tree.entries.keys()];
  const manifests = chooseManifests(paths);
  const unchanged = changesCode(files) ? await readUnchanged(source, base, { files, manifests }) : NOTHING;
  const atHead = new Map(files.map((file) => [file.path, file.head?.text]));
  const aliases = manifests.flatMap((path) => {
    const text = atHead.get(path) ?? unchanged.texts.get(path);
    return text === undefined ? [] : aliasesIn(path, text);
  });
  const map = { paths, truncated: head.tree.truncated, aliases };
  const choice = chooseContext({ files, paths, graph: changeGraph({ files, map }, unchanged.references) });
  return {
    map,
    context: await readContext(source, choice.paths, { tree: head.tree, texts: unchanged.texts }),
    contextLimits: {
      importers: choice.unread,
      graph: unknownImports(unchanged.all - unchanged.references.length, unchanged.all),
    },
  };
}

const NOTHING: Unchanged = { references: [], texts: new Map(), all: 0 };

/** Reads the archive of the base, which has the unchanged files as the head does and belongs to nobody's fork. */
async function readUnchanged(
  source: Source,
  base: Versions["base"],
  { files, manifests }: { files: readonly ChangedFile[]; manifests: readonly string[] },
): Promise<Unchanged> {
  const changed = new Set(files.flatMap(({ path, previousPath }) => [path, previousPath]));
  const entries = [...base.tree.entries].filter(([path, { mode }]) => mode.startsWith("100") && !changed.has(path));
  const code = entries.filter(([path]) => isOwnCode(path));
  if (code.length === 0) return NOTHING;
  const wanted = new Map(entries.filter(([path]) => isOwnCode(path) || manifests.includes(path)));
  const references: FileReferences[] = [];
  const texts = new Map<string, string>();
  let held = 0;
  await readArchive(source, base.sha, {
    wanted: new Map([...wanted].map(([path, { sha }]) => [path, sha])),
    mostBytes: MOST_IMPORTING_BYTES,
    onFile: (path, text) => {
      if (isOwnCode(path)) references.push({ path, references: referencesIn(path, text) });
      held += text.length;
      if (held <= MOST_HELD || manifests.includes(path)) texts.set(path, text);
    },
  });
  const tooLarge = code.filter(([, { size }]) => size > MOST_IMPORTING_BYTES).length;
  return { references, texts, all: code.length - tooLarge };
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

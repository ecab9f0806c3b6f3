import { decodeText } from "../../domain/blob-content.ts";
import type { FileReferences } from "../../domain/imports/import-graph.ts";
import { isOwnCode, MOST_IMPORTING_BYTES, referencesIn } from "../../domain/imports/import-languages.ts";
import { referenceKey } from "../../domain/imports/known-references.ts";
import { readBytes, readSizes } from "./blobs.ts";
import { isFile } from "./changed-file.ts";
import type { Git } from "./git.ts";
import type { Entry } from "./raw-diff.ts";
import type { ReferenceCache } from "./reference-cache.ts";

/** What one run reads anew; the next run goes on from there. */
const MOST_FILES = 15_000;
const MOST_BYTES = 150_000_000;
const BYTES_AT_ONCE = 8_000_000;

/** What the code of a commit names of other files, as far as it is known. */
export interface KnownReferences {
  readonly files: readonly FileReferences[];
  /** Code files of the commit. */
  readonly all: number;
}

interface CodeFile {
  readonly path: string;
  readonly sha: string;
  readonly key: string;
}

/** Reads what every code file of a commit names of others: from the cache, and anew within bounds. */
export async function readReferences(
  git: Git,
  tree: ReadonlyMap<string, Entry>,
  cache: ReferenceCache,
): Promise<KnownReferences> {
  const code = [...tree].flatMap(([path, entry]): CodeFile[] =>
    isFile(entry) && isOwnCode(path) ? [{ path, sha: entry.sha, key: referenceKey(path, entry.sha) }] : [],
  );
  const fresh = [...new Map(code.map((file) => [file.key, file])).values()].filter(({ key }) => !cache.get(key));
  for (const batch of await planBatches(git, fresh.slice(0, MOST_FILES), cache)) await readBatch(git, batch, cache);
  await cache.save(code.map(({ key }) => key));
  const files = code.flatMap(({ path, key }) => {
    const references = cache.get(key);
    return references === undefined ? [] : [{ path, references }];
  });
  return { files, all: code.length };
}

interface Batch {
  readonly files: CodeFile[];
  readonly sizes: ReadonlyMap<string, number>;
}

/** Files in groups that fit into memory. A file that is too large to follow is known to name nothing. */
async function planBatches(git: Git, files: readonly CodeFile[], cache: ReferenceCache): Promise<Batch[]> {
  if (files.length === 0) return [];
  const sizes = await readSizes(
    git,
    files.map(({ sha }) => sha),
  );
  const batches: Batch[] = [];
  let total = 0;
  for (const file of files) {
    const size = sizes.get(file.sha);
    if (size === undefined || size > MOST_IMPORTING_BYTES) {
      if (size !== undefined) cache.set(file.key, []);
      continue;
    }
    const isNext = Math.floor(total / BYTES_AT_ONCE) !== Math.floor((total + size) / BYTES_AT_ONCE);
    total += size;
    if (total > MOST_BYTES) break;
    const last = batches.at(-1);
    if (isNext || !last) batches.push({ files: [file], sizes });
    else last.files.push(file);
  }
  return batches;
}

async function readBatch(git: Git, { files, sizes }: Batch, cache: ReferenceCache): Promise<void> {
  const shas = [...new Set(files.map(({ sha }) => sha))];
  const bytes = await readBytes(git, shas, sizes);
  for (const { path, sha, key } of files) {
    const text = decodeText(bytes.get(sha) ?? new Uint8Array());
    cache.set(key, text === null ? [] : referencesIn(path, text));
  }
}

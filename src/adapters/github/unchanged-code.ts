import type { ChangedFile } from "../../domain/change-set.ts";
import type { FileReferences } from "../../domain/imports/import-graph.ts";
import { isOwnCode, MOST_IMPORTING_BYTES, referencesIn } from "../../domain/imports/import-languages.ts";
import { type KnownReferences, referenceKey } from "../../domain/imports/known-references.ts";
import type { PullRequestRef } from "../../domain/job.ts";
import type { ReferenceMemory } from "../../ports/reference-memory.ts";
import { readArchive } from "./archive.ts";
import { readBlobs } from "./blobs.ts";
import type { Source } from "./client.ts";
import type { Versions } from "./read-files.ts";

/** One repository, and what earlier reviews knew of it. */
export interface Repository {
  readonly source: Source;
  readonly ref: PullRequestRef;
  readonly references: ReferenceMemory;
}

/** The unchanged code of a repository, as far as it is known. */
interface Unchanged {
  readonly references: readonly FileReferences[];
  /** Texts by path of what was read for it, manifests too. */
  readonly texts: ReadonlyMap<string, string>;
  /** How many code files there are. */
  readonly all: number;
}

export const NOTHING: Unchanged = { references: [], texts: new Map(), all: 0 };

/** Texts beyond this are asked for again when they are chosen. */
const MOST_HELD = 48_000_000;
/** Up to here one archive is less trouble than asking for single files. */
const SMALL_REPOSITORY = 4_000_000;
/** More files than these are read from the archive. */
const MOST_SINGLE = 40;

interface UnchangedFile {
  readonly path: string;
  readonly sha: string;
  readonly size: number;
}

/**
 * Reads what the unchanged code imports: from memory, and anew what is not known. The base is asked, which has the unchanged
 * files as the head does and belongs to nobody's fork.
 */
export async function readUnchanged(
  repository: Repository,
  base: Versions["base"],
  { files, manifests }: { files: readonly ChangedFile[]; manifests: readonly string[] },
): Promise<Unchanged> {
  const changed = new Set(files.flatMap(({ path, previousPath }) => [path, previousPath]));
  const unchanged = [...base.tree.entries].flatMap(([path, { mode, sha, size }]): UnchangedFile[] =>
    mode.startsWith("100") && !changed.has(path) ? [{ path, sha, size }] : [],
  );
  const code = unchanged.filter(({ path, size }) => isOwnCode(path) && size <= MOST_IMPORTING_BYTES);
  if (code.length === 0) return NOTHING;
  const known = new Map(await repository.references.recall(repository.ref));
  const fresh = code.filter((file) => !known.has(keyOf(file)));
  const named = unchanged.filter(({ path }) => manifests.includes(path));
  const texts = new HeldTexts(new Set(manifests));
  await readTexts(repository.source, base.sha, { code, fresh, manifests: named }, (file, text) => {
    if (isOwnCode(file.path) && !known.has(keyOf(file))) known.set(keyOf(file), referencesIn(file.path, text));
    texts.hold(file.path, text);
  });
  const current = new Map(code.flatMap((file) => entryOf(known, keyOf(file))));
  if (fresh.length > 0) await repository.references.keep(repository.ref, current);
  const references = code.flatMap(({ path, sha }) =>
    entryOf(current, referenceKey(path, sha)).map(([, names]) => ({ path, references: names })),
  );
  return { references, texts: texts.byPath, all: code.length };
}

/** Holds the texts that are likely to be asked for next, as far as memory allows. */
class HeldTexts {
  readonly byPath = new Map<string, string>();
  private readonly always: ReadonlySet<string>;
  private size = 0;

  constructor(always: ReadonlySet<string>) {
    this.always = always;
  }

  hold(path: string, text: string): void {
    this.size += text.length;
    if (this.size <= MOST_HELD || this.always.has(path)) this.byPath.set(path, text);
  }
}

function keyOf({ path, sha }: UnchangedFile): string {
  return referenceKey(path, sha);
}

function entryOf(known: KnownReferences, key: string): [string, readonly string[]][] {
  const names = known.get(key);
  return names === undefined ? [] : [[key, names]];
}

interface Wanted {
  readonly code: readonly UnchangedFile[];
  readonly fresh: readonly UnchangedFile[];
  readonly manifests: readonly UnchangedFile[];
}

/** Reads everything from the archive, or the few files that are needed one by one. */
async function readTexts(
  source: Source,
  sha: string,
  { code, fresh, manifests }: Wanted,
  onText: (file: UnchangedFile, text: string) => void,
): Promise<void> {
  const bytes = code.reduce((total, { size }) => total + size, 0);
  const wanted = [...manifests, ...fresh];
  if (bytes <= SMALL_REPOSITORY || wanted.length > MOST_SINGLE) {
    const byPath = new Map([...manifests, ...code].map((file) => [file.path, file]));
    await readArchive(source, sha, {
      wanted: new Map([...byPath.values()].map((file) => [file.path, file.sha])),
      mostBytes: MOST_IMPORTING_BYTES,
      onFile: (path, text) => {
        const file = byPath.get(path);
        if (file) onText(file, text);
      },
    });
    return;
  }
  const shas = wanted.map((file) => file.sha);
  const blobs = await readBlobs(source, shas);
  for (const file of wanted) {
    const blob = blobs.get(file.sha);
    if (typeof blob === "object") onText(file, blob.text);
  }
}

import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formatReferences, parseReferences } from "../../domain/imports/known-references.ts";

/** What files name of other files, by their content's id and their ending; kept between runs in one file per repository. */
export interface ReferenceCache {
  get(key: string): readonly string[] | undefined;
  set(key: string, references: readonly string[]): void;
  /** Keeps what was added. `current` are the keys worth keeping when the file has grown too large. */
  save(current: Iterable<string>): Promise<void>;
}

/** Beyond this the file is written anew with what the repository has now. */
const MOST_BYTES = 33_554_432;
/** A file that is larger still was not written by us. */
const MOST_READ = 4 * MOST_BYTES;

/** Opens the cache of one repository. It is only ever a saving: whatever fails, less is known and nothing breaks. */
export async function openReferenceCache(directory: string | null, repository: string): Promise<ReferenceCache> {
  const file = directory === null ? null : fileOf(directory, repository);
  const { text, size } = file === null ? NOTHING : await read(file);
  const known = parseReferences(text);
  const added = new Map<string, readonly string[]>();
  return {
    get: (key) => known.get(key),
    set: (key, references) => {
      known.set(key, references);
      added.set(key, references);
    },
    save: async (current) => {
      if (file === null || added.size === 0) return;
      const addition = formatReferences(added);
      const isFull = size + addition.length > MOST_BYTES;
      const anew = isFull ? formatReferences(only(known, current)) : null;
      await write(file, addition, anew).catch(() => undefined);
    },
  };
}

function fileOf(directory: string, repository: string): string {
  const name = createHash("sha256").update(repository).digest("hex").slice(0, 24);
  return join(directory, "imports", `${name}.tsv`);
}

const NOTHING = { text: "", size: 0 };

async function read(file: string): Promise<{ text: string; size: number }> {
  try {
    const { size } = await stat(file);
    return { text: size > MOST_READ ? "" : await readFile(file, "utf8"), size };
  } catch {
    return NOTHING;
  }
}

/** The file says what private code imports, so nobody else may read it. */
async function write(file: string, added: string, anew: string | null): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true, mode: 0o700 });
  if (anew === null) return appendFile(file, added, { mode: 0o600 });
  const next = `${file}.${process.pid}`;
  await writeFile(next, anew, { mode: 0o600 });
  await rename(next, file);
}

function only(known: ReadonlyMap<string, readonly string[]>, keys: Iterable<string>): Map<string, readonly string[]> {
  return new Map(
    [...new Set(keys)].flatMap((key) => {
      const names = known.get(key);
      return names === undefined ? [] : [[key, names] as const];
    }),
  );
}

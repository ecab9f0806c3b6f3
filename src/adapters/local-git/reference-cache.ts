import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { REFERENCES_VERSION } from "../../domain/imports/import-languages.ts";

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
  const known = new Map<string, string>();
  const added: string[] = [];
  const file = directory === null ? null : fileOf(directory, repository);
  const size = file === null ? 0 : await readInto(known, file);
  return {
    get: (key) => known.get(key)?.split("\t").filter(Boolean),
    set: (key, references) => {
      const line = references.filter(isOneCell).join("\t");
      known.set(key, line);
      added.push(toLine(key, line));
    },
    save: async (current) => {
      if (file === null || added.length === 0) return;
      const text = added.join("");
      const anew = size + text.length > MOST_BYTES ? linesOf(known, current) : null;
      await write(file, text, anew).catch(() => undefined);
    },
  };
}

function fileOf(directory: string, repository: string): string {
  const name = createHash("sha256").update(repository).digest("hex").slice(0, 24);
  return join(directory, `imports-${REFERENCES_VERSION}`, `${name}.tsv`);
}

/** A line that a crash cut, or that is none of ours, is left out. */
async function readInto(known: Map<string, string>, file: string): Promise<number> {
  try {
    const { size } = await stat(file);
    if (size > MOST_READ) return size;
    const text = await readFile(file, "utf8");
    for (const line of text.slice(0, text.lastIndexOf("\n") + 1).split("\n")) {
      const end = line.indexOf("\t");
      if (end > 0) known.set(line.slice(0, end), line.slice(end + 1));
    }
    return size;
  } catch {
    return 0;
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

function linesOf(known: ReadonlyMap<string, string>, keys: Iterable<string>): string {
  const kept = [...new Set(keys)].filter((key) => known.has(key));
  return kept.map((key) => toLine(key, known.get(key) ?? "")).join("");
}

function toLine(key: string, line: string): string {
  return `${key}\t${line}\n`;
}

function isOneCell(reference: string): boolean {
  return !/[\t\n\r]/u.test(reference);
}

import type { Hunk } from "../../domain/change-set.ts";
import { parseHunks } from "../../domain/hunks.ts";

/** Hunks by the contents that they lie between. */
export type Patches = ReadonlyMap<string, readonly Hunk[]>;

const NEXT_FILE = Buffer.from("\ndiff --git ");
const FIRST_HUNK = Buffer.from("\n@@ ");

/**
 * Splits `git diff-tree -p --full-index` into the hunks of each pair of object ids, so that odd paths need no unquoting.
 * Binary files, pure renames and patches that cannot be parsed have no entry.
 */
export function parsePatches(output: Buffer): Patches {
  const patches = new Map<string, readonly Hunk[]>();
  for (let start = 0; start < output.length;) {
    const next = output.indexOf(NEXT_FILE, start);
    const end = next === -1 ? output.length : next + 1;
    const found = parseFile(output.subarray(start, end));
    if (found) patches.set(found.key, found.hunks);
    start = end;
  }
  return patches;
}

/** The key of a patch between two contents. */
export function patchKey(baseSha: string, headSha: string): string {
  return `${baseSha}..${headSha}`;
}

function parseFile(file: Buffer): { key: string; hunks: readonly Hunk[] } | null {
  const body = file.indexOf(FIRST_HUNK);
  if (body === -1) return null;
  const index = /^index ([0-9a-f]+)\.\.([0-9a-f]+)/mu.exec(file.subarray(0, body).toString());
  const hunks = parseHunks(file.subarray(body + 1).toString());
  if (!index?.[1] || !index[2] || hunks === null) return null;
  return { key: patchKey(index[1], index[2]), hunks };
}

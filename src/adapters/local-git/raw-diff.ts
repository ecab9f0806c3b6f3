import type { FileStatus } from "../../domain/change-set.ts";

/** What git says about one path on one side. */
export interface Entry {
  /** Such as `100644`; `000000` where the path does not exist. */
  readonly mode: string;
  /** Object id; zeros where it does not exist or was not computed. */
  readonly sha: string;
}

/** One path that differs, before its contents are read. */
export interface RawChange {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: FileStatus;
  readonly base: Entry;
  readonly head: Entry;
}

export const ABSENT: Entry = { mode: "000000", sha: "" };

const STATUS: Readonly<Record<string, FileStatus>> = {
  A: "added",
  C: "copied",
  D: "removed",
  M: "modified",
  R: "renamed",
  T: "modified",
};

/** Parses the output of `--raw -z`, where paths are as they are. Unmerged entries have no content and are left out. */
export function parseRawDiff(output: string): RawChange[] {
  const fields = output.split("\0").values();
  const changes: RawChange[] = [];
  for (const meta of fields) {
    const entry = parseMeta(meta);
    if (entry === null) continue;
    const first = fields.next().value ?? "";
    const path = entry.moved ? (fields.next().value ?? "") : first;
    const { status, base, head } = entry;
    if (status !== undefined) changes.push({ path, previousPath: entry.moved ? first : null, status, base, head });
  }
  return changes;
}

function parseMeta(meta: string) {
  const match = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])\d*$/u.exec(meta);
  if (match === null) return null;
  const [, baseMode = "", headMode = "", baseSha = "", headSha = "", letter = ""] = match;
  const moved = letter === "R" || letter === "C";
  return {
    moved,
    status: STATUS[letter],
    base: { mode: baseMode, sha: baseSha },
    head: { mode: headMode, sha: headSha },
  };
}

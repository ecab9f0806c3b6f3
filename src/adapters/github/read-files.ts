import type { Blob, ChangedFile, FileStatus, Hunk, OmittedReason } from "../../domain/change-set.ts";
import { diffTexts, parseHunks } from "../../domain/hunks.ts";
import { type BlobRead, MOST_BYTES, readBlobs } from "./blobs.ts";
import type { Client, Source } from "./client.ts";
import { inParallel } from "./in-parallel.ts";
import { entryAt, type Tree, type TreeEntry } from "./trees.ts";

/** A row of GitHub's list of changed files. */
export type FileRow = Awaited<ReturnType<Client["rest"]["pulls"]["listFiles"]>>["data"][number];

/** Both versions of the repository that the change lies between. */
export interface Versions {
  readonly base: { readonly sha: string; readonly tree: Tree };
  readonly head: { readonly sha: string; readonly tree: Tree };
}

interface FoundFile {
  readonly row: FileRow;
  readonly base: TreeEntry | null;
  readonly head: TreeEntry | null;
}

const STATUS: Readonly<Record<FileRow["status"], FileStatus>> = {
  added: "added",
  removed: "removed",
  modified: "modified",
  renamed: "renamed",
  copied: "copied",
  changed: "mode_changed",
  unchanged: "modified",
};

const SUBMODULE = "160000";
const SYMLINK = "120000";
const LOOKUPS_AT_ONCE = 10;
/** A change of thousands of files would spend the installation's hourly quota on itself. */
const MOST_BLOBS = 1_200;
const MOST_BYTES_TOGETHER = 64 * MOST_BYTES;

/** Reads both sides of every listed file; what cannot be read is marked with its reason. */
export async function readFiles(source: Source, rows: readonly FileRow[], versions: Versions): Promise<ChangedFile[]> {
  const { base, head } = versions;
  const found = await inParallel(rows, LOOKUPS_AT_ONCE, async (row): Promise<FoundFile> => {
    const before = row.previous_filename ?? row.filename;
    return {
      row,
      base: row.status === "added" ? null : await entryAt(source, base.tree, base.sha, before),
      head: row.status === "removed" ? null : await entryAt(source, head.tree, head.sha, row.filename),
    };
  });
  const reasons = chooseOmitted(found);
  const wanted = found.filter((_, index) => reasons[index] === null).flatMap((file) => shasOf(file));
  const blobs = await readBlobs(source, wanted);
  return found.map((file, index) => assemble(file, reasons[index] ?? null, blobs));
}

/** Reasons that are known before reading, in row order; later rows pay for a budget that is used up. */
function chooseOmitted(found: readonly FoundFile[]): (OmittedReason | null)[] {
  let bytes = 0;
  let count = 0;
  return found.map((file) => {
    const reason = omittedByEntry(file);
    if (reason !== null) return reason;
    bytes += (file.base?.size ?? 0) + (file.head?.size ?? 0);
    count += shasOf(file).length;
    return bytes > MOST_BYTES_TOGETHER || count > MOST_BLOBS ? "too_large" : null;
  });
}

function omittedByEntry({ row, base, head }: FoundFile): OmittedReason | null {
  const present = [base, head].filter((entry) => entry !== null);
  if (present.some((entry) => entry.mode === SUBMODULE)) return "submodule";
  if (present.some((entry) => entry.mode === SYMLINK)) return "symlink";
  if (present.some((entry) => entry.size > MOST_BYTES)) return "too_large";
  const expected = row.status === "added" || row.status === "removed" ? 1 : 2;
  return present.length < expected ? "unreadable" : null;
}

function assemble(file: FoundFile, known: OmittedReason | null, blobs: ReadonlyMap<string, BlobRead>): ChangedFile {
  const { row } = file;
  const shape = { path: row.filename, previousPath: row.previous_filename ?? null, status: statusOf(file) };
  if (known !== null) return omit(shape, row, known);
  const base = sideOf(file.base, blobs);
  if (typeof base === "string") return omit(shape, row, base);
  const head = sideOf(file.head, blobs);
  if (typeof head === "string") return omit(shape, row, head);
  const hunks = trustedHunks(file) ?? diffTexts(textOf(base), textOf(head));
  return hunks === null ? omit(shape, row, "too_large") : { ...shape, base, head, hunks, omitted: null };
}

function sideOf(entry: TreeEntry | null, blobs: ReadonlyMap<string, BlobRead>): BlobRead | null {
  return entry === null ? null : (blobs.get(entry.sha) ?? "unreadable");
}

function textOf(blob: Blob | null): string {
  return blob?.text ?? "";
}

type Shape = Pick<ChangedFile, "path" | "previousPath" | "status">;

function omit(shape: Shape, row: FileRow, omitted: OmittedReason): ChangedFile {
  const showsText = omitted === "too_large" || omitted === "unreadable";
  return { ...shape, base: null, head: null, hunks: showsText ? (patchHunks(row) ?? []) : [], omitted };
}

/**
 * GitHub's own hunks, which are where comments may be placed. `null` when they cannot be right: no patch (also for rows
 * that GitHub empties without saying so), a cut patch, or a row of another head.
 */
function trustedHunks({ row, base, head }: FoundFile): Hunk[] | null {
  if (base !== null && head !== null && base.sha === head.sha) return [];
  if (head !== null && row.sha !== head.sha) return null;
  const hunks = patchHunks(row);
  const changes = hunks?.flatMap((hunk) => hunk.lines).filter((line) => line.type !== "context").length;
  return hunks !== null && changes === row.changes ? hunks : null;
}

function patchHunks(row: FileRow): Hunk[] | null {
  return row.patch ? parseHunks(row.patch) : null;
}

function shasOf({ base, head }: FoundFile): string[] {
  return [base, head].filter((entry) => entry !== null).map((entry) => entry.sha);
}

function statusOf({ row, base, head }: FoundFile): FileStatus {
  const status = STATUS[row.status];
  const sameBytes = base !== null && base.sha === head?.sha;
  return status === "modified" && sameBytes ? "mode_changed" : status;
}

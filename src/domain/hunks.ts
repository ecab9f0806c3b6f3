import { parsePatch, structuredPatch } from "diff";
import type { Hunk, HunkLine, Side } from "./change-set.ts";

interface RawHunk {
  oldStart: number;
  newStart: number;
  lines: string[];
}

/**
 * Parses the body of one file's unified diff; GitHub's header-less `patch` is accepted.
 * Returns `null` when the patch is cut or malformed, so that the caller re-reads both blobs.
 */
export function parseHunks(patch: string): Hunk[] | null {
  try {
    return parsePatch(patch).flatMap((file) => file.hunks.map(toHunk));
  } catch {
    return null;
  }
}

/** Computes the hunks between two texts, for files whose patch is missing; `null` when it takes too long. */
export function diffTexts(base: string, head: string): Hunk[] | null {
  const patch = structuredPatch("a", "b", base, head, "", "", { context: 3, timeout: 5_000 });
  return patch ? patch.hunks.map(toHunk) : null;
}

/** The 1-based numbers of the lines that were added (head) or removed (base). */
export function changedLines(hunks: readonly Hunk[], side: Side): Set<number> {
  const wanted = side === "head" ? "added" : "removed";
  const numbers = hunks.flatMap((hunk) => hunk.lines.filter((line) => line.type === wanted));
  return new Set(numbers.map((line) => numberOn(line, side)).filter((number) => number !== null));
}

/** The hunk whose lines on `side` include the whole range, or `null`; review comments must lie in one hunk. */
export function hunkHolding(hunks: readonly Hunk[], side: Side, startLine: number, endLine: number): Hunk | null {
  const holds = (hunk: Hunk, line: number) => hunk.lines.some((candidate) => numberOn(candidate, side) === line);
  return hunks.find((hunk) => holds(hunk, startLine) && holds(hunk, endLine)) ?? null;
}

/** The removed and added lines that follow each other around a line of one side; none where it did not change. */
export function editAround(hunks: readonly Hunk[], side: Side, number: number): readonly HunkLine[] {
  const hunk = hunkHolding(hunks, side, number, number);
  const at = hunk?.lines.findIndex((line) => numberOn(line, side) === number) ?? -1;
  if (!hunk || hunk.lines[at]?.type === "context") return [];
  const length = hunk.lines.slice(at).findIndex(({ type }) => type === "context");
  return hunk.lines.slice(startOfEdit(hunk.lines, at), length < 0 ? undefined : at + length);
}

/** Removed and added lines that follow each other are one edit, in either order: the index where the one around a line begins. */
export function startOfEdit(lines: readonly HunkLine[], at: number): number {
  return lines.slice(0, at).findLastIndex(({ type }) => type === "context") + 1;
}

/** The line's number on one side, or `null` when it does not exist there. */
export function numberOn(line: HunkLine, side: Side): number | null {
  return side === "base" ? line.baseLine : line.headLine;
}

function toHunk(raw: RawHunk): Hunk {
  let baseLine = raw.oldStart;
  let headLine = raw.newStart;
  const lines: HunkLine[] = [];
  for (const line of raw.lines) {
    const text = line.slice(1);
    if (line.startsWith("+")) lines.push({ type: "added", text, baseLine: null, headLine: headLine++ });
    else if (line.startsWith("-")) lines.push({ type: "removed", text, baseLine: baseLine++, headLine: null });
    else if (!line.startsWith("\\")) lines.push({ type: "context", text, baseLine: baseLine++, headLine: headLine++ });
  }
  return { baseStart: raw.oldStart, headStart: raw.newStart, lines };
}

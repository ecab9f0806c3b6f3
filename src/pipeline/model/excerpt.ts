import { type ChangeSet, type HunkLine, pathOn } from "../../domain/change-set.ts";
import type { Evidence } from "../../domain/evidence.ts";
import { type IndexRange, joinRanges, mergedLines, showLines, unchangedLines } from "./numbered-diff.ts";

type Place = Pick<Evidence, "path" | "side" | "startLine" | "endLine">;

/** Lines around each place; enough for the function it stands in, and for the guard before it. */
const MARGIN = 30;
/** Files up to this length are shown whole. */
const WHOLE_FILE = 120;

/** The code around these places, file by file, as a numbered diff. */
export function excerpt(change: ChangeSet, places: readonly Place[]): string {
  const byPath = Map.groupBy(places, ({ path }) => path);
  return [...byPath].map(([path, inFile]) => showFile(change, path, inFile)).join("\n\n");
}

function showFile(change: ChangeSet, path: string, places: readonly Place[]): string {
  const lines = linesOfFile(change, path);
  const ranges =
    lines.length <= WHOLE_FILE
      ? [{ from: 0, to: lines.length - 1 }]
      : joinRanges(places.map((place) => around(place, lines)));
  return `## ${path}\n${showLines(lines, ranges)}`;
}

function linesOfFile(change: ChangeSet, path: string): HunkLine[] {
  const file = change.files.find((candidate) => candidate.path === path || pathOn(candidate, "base") === path);
  if (file) return mergedLines(file);
  const context = change.context.find((candidate) => candidate.path === path);
  return context ? unchangedLines(context.blob) : [];
}

/** Base lines that are gone stand between head lines; unchanged ones have only their number at the head. */
function around({ side, startLine, endLine }: Place, lines: readonly HunkLine[]): IndexRange {
  const isPlace = ({ headLine, baseLine }: HunkLine) => {
    const line = side === "head" ? headLine : baseLine;
    return line !== null && startLine <= line && line <= endLine;
  };
  const first = Math.max(0, lines.findIndex(isPlace));
  const last = Math.max(first, lines.findLastIndex(isPlace));
  return { from: Math.max(0, first - MARGIN), to: Math.min(lines.length - 1, last + MARGIN) };
}

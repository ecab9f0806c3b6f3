import { type Blob, type ChangedFile, type HunkLine, linesOf } from "../../domain/change-set.ts";

/** The longest line that is shown in full; minified code would fill the budget otherwise. */
const MAX_LINE = 400;

/** Inclusive range of indexes into the lines of `mergedLines`. */
export interface IndexRange {
  readonly from: number;
  readonly to: number;
}

/** Every line of a changed file: those of the head in order, and removed ones where they stood. */
export function mergedLines(file: ChangedFile): HunkLine[] {
  if (file.head === null) return removedFile(file.base);
  const added = new Set<number>();
  const removed = new Map<number, HunkLine[]>();
  for (const hunk of file.hunks) {
    let next = hunk.lines.some((line) => line.headLine !== null) ? hunk.headStart : hunk.headStart + 1;
    for (const line of hunk.lines) {
      if (line.headLine === null) removed.set(next, [...(removed.get(next) ?? []), line]);
      else next = line.headLine + 1;
      if (line.type === "added" && line.headLine !== null) added.add(line.headLine);
    }
  }
  return interleave(file.head, added, removed);
}

/** Lines of an unchanged file, in the same form. */
export function unchangedLines(blob: Blob): HunkLine[] {
  return interleave(blob, new Set(), new Map());
}

/** `42 +code` for added, `- -code` for removed and `43  code` for other lines; `…` between ranges that do not touch. */
export function showLines(lines: readonly HunkLine[], ranges: readonly IndexRange[]): string {
  return ranges
    .map(({ from, to }) =>
      lines
        .slice(from, to + 1)
        .map(showLine)
        .join("\n"),
    )
    .join("\n…\n");
}

/** Joins ranges that overlap or nearly touch, in order. */
export function joinRanges(ranges: readonly IndexRange[], gap = 3): IndexRange[] {
  const joined: IndexRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && range.from <= last.to + gap) {
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    } else joined.push(range);
  }
  return joined;
}

function showLine({ type, text, headLine }: HunkLine): string {
  const mark = { context: " ", added: "+", removed: "-" }[type];
  const shown = text.length > MAX_LINE ? `${text.slice(0, MAX_LINE)}… (cut)` : text;
  return `${headLine ?? "-"} ${mark}${shown}`;
}

function interleave(head: Blob, added: ReadonlySet<number>, removed: ReadonlyMap<number, HunkLine[]>): HunkLine[] {
  const texts = linesOf(head.text.replace(/\r?\n$/u, ""));
  const merged = texts.flatMap((text, index): HunkLine[] => {
    const headLine = index + 1;
    const type = added.has(headLine) ? "added" : "context";
    return [...(removed.get(headLine) ?? []), { type, text, headLine, baseLine: null }];
  });
  return [...merged, ...(removed.get(texts.length + 1) ?? [])];
}

function removedFile(base: Blob | null): HunkLine[] {
  const texts = linesOf((base?.text ?? "").replace(/\r?\n$/u, ""));
  return texts.map((text, index) => ({ type: "removed", text, baseLine: index + 1, headLine: null }));
}

import type { Hunk, Side } from "../../src/domain/change-set.ts";
import { numberOn } from "../../src/domain/hunks.ts";

/** Renders hunks as a unified diff body; the inverse of `parseHunks`. */
export function formatHunks(hunks: readonly Hunk[]): string {
  return hunks.map(formatHunk).join("\n");
}

function formatHunk(hunk: Hunk): string {
  const count = (side: Side) => hunk.lines.filter((line) => numberOn(line, side) !== null).length;
  const mark = { context: " ", added: "+", removed: "-" };
  const header = `@@ -${formatRange(hunk.baseStart, count("base"))} +${formatRange(hunk.headStart, count("head"))} @@`;
  return [header, ...hunk.lines.map((line) => mark[line.type] + line.text)].join("\n");
}

/** An empty side is written one line earlier, as git does: `-0,0` for a new file. */
function formatRange(start: number, length: number): string {
  return `${length === 0 ? Math.max(0, start - 1) : start},${length}`;
}

import { type Blob, type ChangedFile, linesOf, pathOn, type Side } from "../../domain/change-set.ts";
import { withoutText } from "./without-text.ts";

const known = new WeakMap<Blob, readonly string[]>();

/** The lines of one side of a file as code alone, without layout; each is read once. */
export function codeLines(file: ChangedFile, side: Side): readonly string[] {
  const blob = file[side];
  return blob === null ? [] : codeLinesOf(blob, pathOn(file, side));
}

/** The same for a file that did not change. */
export function codeLinesOf(blob: Blob, path: string): readonly string[] {
  const lines = known.get(blob) ?? linesOf(withoutText(blob.text, path)).map(withoutLayout);
  known.set(blob, lines);
  return lines;
}

export function withoutLayout(line: string): string {
  return line.trim().replaceAll(/\s+/gu, " ");
}

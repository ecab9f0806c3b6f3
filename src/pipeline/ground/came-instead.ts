import { type ChangeSet, otherSide, pathOn } from "../../domain/change-set.ts";
import type { Fact } from "../../domain/fact.ts";
import { editAround, numberOn } from "../../domain/hunks.ts";
import { codeLines } from "./code-lines.ts";

/** The code that came, on the other side, in the very place of the lines of a fact; none where nothing changed there. */
export type CameInstead = (fact: Fact) => readonly string[];

export function readCameInstead({ files }: ChangeSet): CameInstead {
  return ({ path, side, startLine }) => {
    const other = otherSide(side);
    const file = files.find((one) => pathOn(one, side) === path);
    const edit = file ? editAround(file.hunks, side, startLine) : [];
    if (!file || edit.length === 0) return [];
    // A line that was only put elsewhere in the file came from nowhere.
    const known = new Set(codeLines(file, side));
    return edit
      .flatMap((line) => (numberOn(line, side) === null ? (numberOn(line, other) ?? []) : []))
      .flatMap((number) => codeLines(file, other)[number - 1] ?? [])
      .filter((line) => !known.has(line));
  };
}

import { type ChangedFile, type ChangeSet, linesOf, pathOn, type Side } from "../../domain/change-set.ts";
import type { Fact } from "../../domain/fact.ts";
import { numberOn } from "../../domain/hunks.ts";
import { withoutText } from "./without-text.ts";

/** The code that came, on the other side, in the same place as the lines of a fact; none where nothing changed there. */
export type CameInstead = (fact: Fact) => readonly string[];

/** Reads each file of the change at most once per side. */
export function readCameInstead({ files }: ChangeSet): CameInstead {
  const code = new Map<string, readonly string[]>();
  const codeOf = (file: ChangedFile, side: Side): readonly string[] => {
    const key = `${side}:${file.path}`;
    const lines = code.get(key) ?? linesOf(withoutText(file[side]?.text ?? "")).map(plain);
    code.set(key, lines);
    return lines;
  };
  return ({ path, side, startLine }) => {
    const other: Side = side === "base" ? "head" : "base";
    const file = files.find((one) => pathOn(one, side) === path);
    const hunk = file?.hunks.find(({ lines }) => lines.some((line) => numberOn(line, side) === startLine));
    if (!file || !hunk) return [];
    const numbers = hunk.lines.flatMap((line) => (numberOn(line, side) === null ? (numberOn(line, other) ?? []) : []));
    // A line that was only put elsewhere in the file came from nowhere.
    const known = new Set(codeOf(file, side));
    return numbers.flatMap((number) => codeOf(file, other)[number - 1] ?? []).filter((line) => !known.has(line));
  };
}

function plain(line: string): string {
  return line.trim().replaceAll(/\s+/gu, " ");
}

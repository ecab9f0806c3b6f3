import { type ChangedFile, type Hunk, otherSide, type Side } from "../../domain/change-set.ts";
import type { FileFacts, FileSafeguards, Safeguard } from "../../domain/fact.ts";
import { changedLines } from "../../domain/hunks.ts";
import { codeLines } from "./code-lines.ts";

/** How often each safeguard stands on each side of the whole change, by its name. */
export type Totals = Readonly<Record<Side, ReadonlyMap<string, number>>>;

/** One changed file, with what the two sides have of safeguards. */
export interface Comparison {
  readonly lacking: Side;
  readonly file: ChangedFile;
  /** The side that may have lost some. */
  readonly having: FileSafeguards;
  readonly other: FileSafeguards;
  readonly totals: Totals;
}

export function totalsOf(facts: readonly FileFacts[]): Totals {
  return { base: totalsOn("base", facts), head: totalsOn("head", facts) };
}

function totalsOn(side: Side, facts: readonly FileFacts[]): ReadonlyMap<string, number> {
  const uses = facts.filter((file) => file.side === side).flatMap(({ safeguards }) => safeguards?.uses ?? []);
  return countBy(uses, ({ what }) => what);
}

export function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> {
  return new Map([...Map.groupBy(items, keyOf)].map(([key, group]) => [key, group.length]));
}

/** Tells whether a safeguard is nowhere on the side that lacks it: not moved, not extracted, in no other form. */
export function isNowhere(comparison: Comparison): (use: Safeguard) => boolean {
  const { lacking, having, other, totals } = comparison;
  const side = otherSide(lacking);
  const added = addedCode(comparison);
  const fresh = new Set(
    other.uses.filter(({ symbol }) => !having.symbols.includes(symbol ?? "")).map(({ what }) => what),
  );
  const extracted = extractedIn(comparison, added);
  const words = new Set(
    added.filter((line) => !IMPORTS.test(line)).flatMap((line) => line.match(/[\w$]+[?!]?/gu) ?? []),
  );
  return ({ what }) =>
    (fresh.has(what) || !words.has(lastWord(what))) &&
    (totals[lacking].get(what) ?? 0) < (totals[side].get(what) ?? 0) &&
    !extracted.has(what);
}

/** The lines that the lacking side has for itself, as code: words of a comment or of a text keep nothing out. */
function addedCode({ lacking, file }: Comparison): string[] {
  const changed = changedLines(file.hunks, lacking);
  const known = new Set(codeLines(file, otherSide(lacking)));
  return codeLines(file, lacking).filter((line, index) => changed.has(index + 1) && !known.has(line));
}

const IMPORTS = /^\s*(?:import|from|use|using|require|include)\b/u;

/** The name of what is called; a condition has no name of its own. */
function lastWord(what: string): string {
  return what.includes(" ") ? "" : what.slice(what.lastIndexOf(".") + 1);
}

/** What a new function of the file does that its other changed lines call: what several had may now stand there once. */
function extractedIn({ having, other }: Comparison, added: readonly string[]): ReadonlySet<string> {
  const text = added.join("\n");
  const isCalled = (symbol: string) => text.split(`${symbol.slice(symbol.lastIndexOf(".") + 1)}(`).length > 2;
  const uses = other.uses.filter(
    ({ symbol }) => symbol !== null && !having.symbols.includes(symbol) && isCalled(symbol),
  );
  return new Set(uses.map(({ what }) => what));
}

/**
 * Lines of one side that did not change but say nothing on the other, where a comment or a text is now around them; with
 * their numbers there.
 */
export function silencedLines(file: ChangedFile, lacking: Side): ReadonlyMap<number, number> {
  const having = otherSide(lacking);
  const [spoke, speaks] = [codeLines(file, having), codeLines(file, lacking)];
  const places = unchangedLines(file.hunks, having, spoke.length);
  return new Map([...places].filter(([line, place]) => hasWords(spoke[line - 1]) && !hasWords(speaks[place - 1])));
}

function hasWords(line: string | undefined): boolean {
  return /\w/u.test(line ?? "");
}

/** The lines of one side that stand on both, with their numbers on the other. */
function unchangedLines(hunks: readonly Hunk[], side: Side, last: number): Map<number, number> {
  const changed = changedLines(hunks, side);
  const came = [...changedLines(hunks, otherSide(side))].toSorted((one, other) => one - other);
  const places = new Map<number, number>();
  let place = 1;
  let next = 0;
  for (let line = 1; line <= last; line += 1) {
    while (came[next] === place) {
      next += 1;
      place += 1;
    }
    if (!changed.has(line)) places.set(line, place++);
  }
  return places;
}

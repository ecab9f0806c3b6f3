import { type ChangeSet, type ChangedFile, type ContextFile, type HunkLine, linesOf } from "../domain/change-set.ts";
import type { RepositoryConfig } from "../config/repository-config.ts";
import type { Scope } from "../domain/fact.ts";
import { estimateTokens } from "./budget.ts";
import { isIgnored } from "./ground/file-selection.ts";
import type { Grounded } from "./grounded.ts";
import { type IndexRange, joinRanges, mergedLines, showLines, unchangedLines } from "./model/numbered-diff.ts";
import { CONTEXT_WEIGHT, isTelling, WORTH_A_CALL, weighFile } from "./model/relevance.ts";
import { relatedCode, sharedNames, type SharedNames } from "./model/used-code.ts";

/** A part of the change that is shown to the model as a whole or not at all. */
export interface Unit {
  readonly path: string;
  /** False for unchanged files that are shown so that the change can be judged. */
  readonly changed: boolean;
  /** Numbered unified diff under a line that names the file. */
  readonly text: string;
  /** Security relevance; higher is shown first. */
  readonly weight: number;
}

/** What one call shows. */
export interface PlannedCall {
  readonly text: string;
  readonly paths: ReadonlySet<string>;
}

/** The calls that show a change, and the changed paths that they do not show in full, with the reason. */
export interface CallPlan {
  readonly calls: readonly PlannedCall[];
  readonly unsent: ReadonlyMap<string, string>;
}

/** Of one call for unchanged code: who needs more asks for it. */
const CONTEXT_TOKENS = 4_000;
/** Files up to this length are shown whole: lists of routes, settings, registrations. */
const WHOLE_LIST = 120;
/** Lines of one unit; longer files become several. */
const UNIT_LINES = 400;

/** How much of what did not change is shown around what did, in lines. */
export interface Surroundings {
  /** Files up to this length are shown whole. */
  readonly file: number;
  /** Enclosing functions up to this length are shown whole; of longer ones, how they begin. */
  readonly scope: number;
  /** Shown on both sides of a change. */
  readonly margin: number;
}

/** Of a change that is read as a whole. */
export const WIDE: Surroundings = { file: 90, scope: 100, margin: 8 };
/** Of so large a change that what changed leaves little room for what did not. */
export const NARROW: Surroundings = { file: 30, scope: 40, margin: 4 };
/** What a file imports says enough by itself. */
const IMPORTS =
  /^\s*$|^\s*(?:import\b(?!\s*\()[^=$;]*;?|from\s+[\w.]+\s+import\b[^=$;]*|use\s+[\w\\][\w\\:{}, ]*;?|using\s+(?:static\s+)?[\w.]+;|(?:require|require_relative)\s+["'][^"'$]*["']|export\s*\{[^}=$]*\}\s*from\s.*)$/u;
const IMPORTS_MARGIN = 1;
/** Lines that say what a function is and takes. */
const HEAD_LINES = 2;

/** The change in the order in which it should be read: by security relevance, tests and prose last. */
export function unitsOf(
  change: ChangeSet,
  grounded: Grounded,
  config: RepositoryConfig,
  around: Surroundings = WIDE,
): Unit[] {
  const files = change.files.filter(({ path }) => !isIgnored(path, config));
  const changed = files.flatMap((file) => fileUnits(file, grounded, around));
  const names = sharedNames(change);
  const context = change.context.flatMap((file) => contextUnits(file, grounded, names));
  return [...changed, ...context].toSorted((a, b) => b.weight - a.weight || a.path.localeCompare(b.path));
}

/** Of unchanged code: what the change calls, what calls it, and what guards it. */
function contextUnits({ path, blob }: ContextFile, grounded: Grounded, names: SharedNames): Unit[] {
  const lines = unchangedLines(blob);
  const related = relatedCode(linesOf(blob.text), names);
  const guards = scopesIn(path, grounded).filter((scope) => scope.facts.some(({ kind }) => kind === "control"));
  const { callees, callers } = related ?? { callees: [], callers: [] };
  const parts = [...callees, ...callers, ...guards.map((scope) => linesOfScope(scope, lines))];
  const weight = CONTEXT_WEIGHT + Number(parts.length > 0) + Number(callees.length > 0);
  // What defines nothing is a list of routes, settings or registrations.
  const isList = related === null && lines.length <= WHOLE_LIST;
  return split(isList ? [whole(lines)] : joinRanges(parts)).map((part) => {
    const text = `## ${path} (unchanged)\n${showLines(lines, part)}`;
    return { path, changed: false, text, weight };
  });
}

/**
 * Fills calls, each of so many tokens, with units in their order; a later smaller one may fit where a larger did not. What
 * is left is unsent.
 */
export function planCalls(units: readonly Unit[], rooms: readonly number[]): CallPlan {
  const calls: PlannedCall[] = [];
  let waiting = units;
  // Unchanged code alone is worth no call, and neither are tests and prose that did not fit into the first.
  const least = () => (calls.length === 0 ? 0 : WORTH_A_CALL);
  for (const room of rooms) {
    if (!waiting.some(({ changed, weight }) => changed && weight >= least())) break;
    const { sent, rest } = take(waiting, room);
    if (sent.length === 0) break;
    calls.push({ text: sent.map(({ text }) => text).join("\n\n"), paths: new Set(sent.map(({ path }) => path)) });
    waiting = rest;
  }
  const missing = waiting.filter(({ changed }) => changed);
  const unsent = missing.map(({ path }): [string, string] => [path, reasonFor(path, calls)]);
  return { calls, unsent: new Map(unsent) };
}

function take(units: readonly Unit[], tokens: number): { sent: Unit[]; rest: Unit[] } {
  const left = { all: tokens, unchanged: Math.min(tokens, CONTEXT_TOKENS) };
  const [sent, rest]: [Unit[], Unit[]] = [[], []];
  for (const unit of units) {
    const cost = tokensOf(unit);
    if (cost <= left.all && (unit.changed || cost <= left.unchanged)) {
      left.all -= cost;
      if (!unit.changed) left.unchanged -= cost;
      sent.push(unit);
    } else rest.push(unit);
  }
  return { sent, rest };
}

/** Tokens of a unit between its fences. */
export function tokensOf({ text }: Unit): number {
  return estimateTokens(text) + Math.ceil(text.split("\n").length / 3);
}

function reasonFor(path: string, calls: readonly PlannedCall[]): string {
  const isShown = calls.some(({ paths }) => paths.has(path));
  return isShown
    ? "Shown to the model in part: the rest did not fit into the token budget."
    : "Not shown to the model: it did not fit into the token budget.";
}

function fileUnits(file: ChangedFile, grounded: Grounded, around: Surroundings): Unit[] {
  if (file.hunks.length === 0) return [];
  const lines = mergedLines(file);
  const weight = weighFile(file, grounded);
  const surroundings = isTelling(weight) ? around : NARROW;
  const isShort = lines.length <= surroundings.file;
  const scopes = scopesIn(file.path, grounded);
  const ranges = isShort ? [whole(lines)] : joinRanges(changedRanges(lines, scopes, surroundings));
  const renamed = file.previousPath === null ? "" : `, before: ${file.previousPath}`;
  return split(ranges).map((part) => {
    const text = `## ${file.path} (${file.status.replace("_", " ")}${renamed})\n${showLines(lines, part)}`;
    return { path: file.path, changed: true, text, weight };
  });
}

/** Each run of changed lines with the functions around it, and with a margin. */
function changedRanges(
  lines: readonly HunkLine[],
  scopes: readonly Scope[],
  { scope: longest, margin }: Surroundings,
): IndexRange[] {
  const shown = scopes.map(({ startLine, endLine }) => ({
    startLine,
    endLine,
    shownTo: endLine - startLine < longest ? endLine : startLine + HEAD_LINES - 1,
  }));
  return changedRuns(lines).flatMap((run) => {
    const first = lines.slice(run.from).find(({ headLine }) => headLine !== null)?.headLine ?? lines.length;
    const last = lines.slice(0, run.to + 1).findLast(({ headLine }) => headLine !== null)?.headLine ?? 1;
    const enclosing = shown.filter(({ startLine, endLine }) => startLine <= Math.max(first, last) && first <= endLine);
    const parts = enclosing.map(({ startLine, shownTo }) => linesOfScope({ startLine, endLine: shownTo }, lines));
    return [widen(run, lines, isOfImports(run, lines) ? IMPORTS_MARGIN : margin), ...parts];
  });
}

function changedRuns(lines: readonly HunkLine[]): IndexRange[] {
  const changed = lines.flatMap(({ type }, index) => (type === "context" ? [] : [{ from: index, to: index }]));
  return joinRanges(changed, 1);
}

function isOfImports({ from, to }: IndexRange, lines: readonly HunkLine[]): boolean {
  return lines.slice(from, to + 1).every(({ text }) => IMPORTS.test(text));
}

function scopesIn(path: string, { delta }: Grounded): readonly Scope[] {
  return delta.files.filter((facts) => facts.path === path && facts.side === "head").flatMap(({ scopes }) => scopes);
}

function linesOfScope(
  { startLine, endLine }: Pick<Scope, "startLine" | "endLine">,
  lines: readonly HunkLine[],
): IndexRange {
  const from = lines.findIndex(({ headLine }) => headLine !== null && headLine >= startLine);
  const to = lines.findLastIndex(({ headLine }) => headLine !== null && headLine <= endLine);
  return { from: Math.max(0, from - 3), to: Math.min(lines.length - 1, to + 3) };
}

function widen({ from, to }: IndexRange, lines: readonly HunkLine[], margin: number): IndexRange {
  return { from: Math.max(0, from - margin), to: Math.min(lines.length - 1, to + margin) };
}

function whole(lines: readonly HunkLine[]): IndexRange {
  return { from: 0, to: lines.length - 1 };
}

/** Groups of ranges of at most `UNIT_LINES` lines; a longer range is cut. */
function split(ranges: readonly IndexRange[]): IndexRange[][] {
  const groups: IndexRange[][] = [];
  let room = 0;
  for (const range of ranges.flatMap(cut)) {
    const length = range.to - range.from + 1;
    const last = groups.at(-1);
    if (last && length <= room) last.push(range);
    else groups.push([range]);
    room = (last && length <= room ? room : UNIT_LINES) - length;
  }
  return groups;
}

function cut({ from, to }: IndexRange): IndexRange[] {
  const starts = Array.from({ length: Math.ceil((to - from + 1) / UNIT_LINES) }, (_, part) => from + part * UNIT_LINES);
  return starts.map((start) => ({ from: start, to: Math.min(to, start + UNIT_LINES - 1) }));
}

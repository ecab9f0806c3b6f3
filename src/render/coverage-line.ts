import { type CoverageCell, type FileCoverage, countCoverage, needsNoLook } from "../domain/coverage.ts";
import type { ThreatReport } from "../domain/report.ts";
import { STRIDE, type Stride } from "../domain/threat-kind.ts";
import { codeSpan, prose } from "./escape.ts";
import { bullets, table } from "./markdown-parts.ts";
import { count, listOf, sentence } from "./words.ts";

type Coverage = ThreatReport["coverage"];

/** `Read 2 of 3 files; 1 needs no look (documentation); considered 14 of 14 STRIDE cells`. */
export function coverageLine(coverage: Coverage): string {
  const counts = countCoverage(coverage);
  const parts = [`Read ${counts.filesRead} of ${count(counts.files, "file")}`];
  const needless = coverage.files.filter(needsNoLook);
  if (needless.length > 0) {
    const roles = [...new Set(needless.map(roleWords))].filter((role) => role !== "");
    const why = roles.length > 0 ? ` (${roles.join(", ")})` : "";
    parts.push(`${needless.length} ${needless.length === 1 ? "needs" : "need"} no look${why}`);
  }
  if (counts.cells > 0) parts.push(`considered ${counts.cellsConsidered} of ${count(counts.cells, "STRIDE cell")}`);
  return parts.join("; ");
}

/** The first words of the reason, such as `test code`; nothing of a file's own words can stand there. */
function roleWords(file: FileCoverage): string {
  return lowered(/^[\p{L} ]+/u.exec(reasonOf(file))?.[0].trim() ?? "").replace(/^an? /u, "");
}

/** What was not looked at although it matters, apart from what only the model missed. */
export function missedFiles(coverage: Coverage): FileCoverage[] {
  return coverage.files.filter((file) => file.matters && (file.state === "partial" || file.state === "skipped"));
}

/** Files that the rules read to the end and the model that was configured did not. */
export function rulesOnlyFiles(coverage: Coverage): FileCoverage[] {
  return coverage.files.filter((file) => file.matters && file.state === "rules_only");
}

/** The gaps that the reasons of files do not already tell. */
export function furtherGaps(coverage: Coverage): string[] {
  const told = rulesOnlyFiles(coverage).map(reasonOf);
  return coverage.gaps.filter((gap) => !told.some((reason) => gap.startsWith(`${reason}, so `)));
}

/** Why the model looked at nothing, such as `the model could not be reached`; `null` when it answered. */
export function modelFailure(coverage: Coverage): string | null {
  const failed = rulesOnlyFiles(coverage)
    .map(reasonOf)
    .find((reason) => coverage.gaps.some((gap) => gap.startsWith(`${reason}, so `)));
  return failed === undefined ? null : lowered(failed);
}

/** Why the rules read a file alone, such as `the model could not be reached`. */
export function modelReason(file: FileCoverage): string {
  return lowered(reasonOf(file));
}

const NAMED_FILES = 3;
const NAMED_REASONS = 3;

/** Names what was left out and what the rules read alone, as one line of Markdown each; `null` when nothing was. */
export function leftOutLine(coverage: Coverage): string | null {
  const gaps = furtherGaps(coverage).map((gap) => prose(gap, 200).replace(/\.$/u, ""));
  const lines = [
    partsLine("Not looked at", [...filesByReason(missedFiles(coverage), stateWords), ...gaps]),
    partsLine("Rules only", filesByReason(rulesOnlyFiles(coverage), modelReason)),
  ].filter((line) => line !== null);
  return lines.length === 0 ? null : lines.join("\n\n");
}

function partsLine(heading: string, parts: readonly string[]): string | null {
  const rest = parts.length - NAMED_REASONS;
  const shown = rest > 0 ? [...parts.slice(0, NAMED_REASONS), `${rest} more below`] : parts;
  return parts.length === 0 ? null : sentence(`**${heading}:** ${shown.join(" · ")}`);
}

function filesByReason(files: readonly FileCoverage[], reasonFor: (file: FileCoverage) => string): string[] {
  const byReason = Map.groupBy(files, reasonFor);
  return [...byReason].map(([reason, group]) => `${namesOf(group)} (${prose(reason, 120)})`);
}

function namesOf(files: readonly FileCoverage[]): string {
  const names = files.slice(0, NAMED_FILES).map((file) => codeSpan(file.path));
  const rest = files.length - names.length;
  return listOf(rest > 0 ? [...names, count(rest, "more", "more")] : names);
}

/** Every file that has something to say, every gap, and the STRIDE grid of the changed elements, as Markdown. */
export function coverageDetails(coverage: Coverage): string {
  const files = coverage.files
    .filter((file) => file.state !== "analysed")
    .map((file) => `${codeSpan(file.path)} ${prose(stateWords(file))}`);
  const gaps = coverage.gaps.map((gap) => prose(gap));
  const rows = strideGrid(coverage.cells);
  const lists = [...gaps, ...files].length > 0 ? bullets([...gaps, ...files]) : null;
  const grid = rows.length > 0 ? `${gridTable(rows)}\n\n${GRID_LEGEND}` : null;
  return [lists, grid].filter((block) => block !== null).join("\n\n") || "Every file was read to the end.";
}

/** What happened to one file, such as `not read: too large`. */
export function stateWords(file: FileCoverage): string {
  const words = { analysed: "looked at", partial: "read in part", rules_only: "rules only", skipped: "skipped" };
  const said = words[file.state];
  return file.reason === null ? said : `${said}: ${reasonOf(file)}`;
}

function reasonOf(file: FileCoverage): string {
  return (file.reason ?? "").replace(/\.$/u, "");
}

function lowered(text: string): string {
  return text.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
}

/** One changed element with a mark per STRIDE category. */
export interface GridRow {
  readonly element: string;
  readonly marks: readonly string[];
}

export const GRID_LEGEND = "● threat · ✓ protected · – no rule applies · ? not considered";
const MARKS = { threat: "●", mitigated: "✓", not_applicable: "–", not_considered: "?" } as const;

/** The coverage cells as a grid of elements by STRIDE category; the gravest result of a cell is shown. */
export function strideGrid(cells: readonly CoverageCell[]): GridRow[] {
  const elements = [...new Set(cells.map((cell) => cell.element))];
  return elements.map((element) => ({
    element,
    marks: STRIDE.map((stride) =>
      markOf(
        cells.filter((cell) => cell.element === element),
        stride,
      ),
    ),
  }));
}

function markOf(cells: readonly CoverageCell[], stride: Stride): string {
  const results = new Set(cells.filter((cell) => cell.stride === stride).map((cell) => cell.result));
  const gravest = (["threat", "not_considered", "mitigated", "not_applicable"] as const).find((one) =>
    results.has(one),
  );
  return gravest === undefined ? "" : MARKS[gravest];
}

function gridTable(rows: readonly GridRow[]): string {
  return table(
    ["", ...STRIDE],
    rows.map((row) => [codeSpan(row.element), ...row.marks]),
  );
}

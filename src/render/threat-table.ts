import type { ThreatReport } from "../domain/report.ts";
import { type Threat, primaryEvidence } from "../domain/threat.ts";
import { plain } from "./escape.ts";
import { placeLink } from "./links.ts";
import { table } from "./markdown-parts.ts";
import { betterThreats, decidedThreats, openGroups, openThreats } from "./selection.ts";
import { voiceOf } from "./voice.ts";
import { SEVERITY_DOT, circled, count } from "./words.ts";

/** Most rows of open threats in the table; the rest is one fold away. */
const TABLE_ROWS = 5;
const OTHER_ROWS = 3;

/** One row of the overview, for every output format. */
export interface ThreatRow {
  readonly threat: Threat;
  readonly dot: string;
  readonly label: string;
  /** The number that the diagram shows for it, or `null`. */
  readonly number: number | null;
  /** How many further threats of the same kind the row stands for. */
  readonly more: number;
}

/** Open threats first, then what someone decided, then what became better. */
export function threatRows(report: ThreatReport, numbers: ReadonlyMap<string, number>): ThreatRow[] {
  const row = (dot: (threat: Threat) => string, label: (threat: Threat) => string) => (threat: Threat) => ({
    threat,
    dot: dot(threat),
    label: label(threat),
    number: numbers.get(threat.id) ?? null,
    more: 0,
  });
  const open = row(
    ({ risk }) => SEVERITY_DOT[risk.severity],
    ({ risk }) => risk.severity,
  );
  return [
    ...shownGroups(report).flatMap(([first, ...others]) => (first ? [{ ...open(first), more: others.length }] : [])),
    ...decidedThreats(report)
      .slice(0, OTHER_ROWS)
      .map(
        row(
          () => "⚪",
          (threat) => (threat.disposition?.verb === "accept" ? "accepted" : "dismissed"),
        ),
      ),
    ...betterThreats(report)
      .slice(0, OTHER_ROWS)
      .map(
        row(
          () => "🟢",
          ({ effect }) => (effect === "resolved" ? "resolved" : "reduced"),
        ),
      ),
  ];
}

function shownGroups(report: ThreatReport): Threat[][] {
  return openGroups(report).slice(0, TABLE_ROWS);
}

/** How many threats the table says nothing about. */
export function threatsLeftOut(report: ThreatReport): number {
  const open = openThreats(report).length - shownGroups(report).flat().length;
  const others = [decidedThreats(report), betterThreats(report)];
  return others.reduce((total, threats) => total + Math.max(0, threats.length - OTHER_ROWS), open);
}

/** True when some threat has no row of its own. */
export function hasHiddenRows(report: ThreatReport): boolean {
  return threatsLeftOut(report) > 0 || shownGroups(report).some((group) => group.length > 1);
}

/** `and 60 more places` for a row that stands for others too, else nothing. */
export function morePlaces({ more }: ThreatRow): string {
  return more === 0 ? "" : ` and ${count(more, "more place")}`;
}

/** The overview as a Markdown table, or `null` without threats. */
export function threatTable(report: ThreatReport, numbers: ReadonlyMap<string, number>): string | null {
  const rows = threatRows(report, numbers);
  if (rows.length === 0) return null;
  return table(
    ["", "threat", "where", "id"],
    rows.map((row) => [
      labelCell(row),
      titleCell(row),
      placeLink(primaryEvidence(row.threat), report) + morePlaces(row),
      row.threat.id,
    ]),
  );
}

/** The overview without places and quotes, for repositories that disclose only a summary. */
export function titleTable(report: ThreatReport): string | null {
  const rows = threatRows(report, new Map());
  if (rows.length === 0) return null;
  return table(
    ["", "threat", "id"],
    rows.map((row) => [labelCell(row), titleCell(row) + morePlaces(row), row.threat.id]),
  );
}

function labelCell({ dot, label }: ThreatRow): string {
  return `${dot} ${label === "critical" ? "**critical**" : label}`;
}

/** The sentence of a threat that is gone says so, lest somebody reads it as one that stands. */
function titleCell({ threat, number }: ThreatRow): string {
  const decision = threat.disposition;
  const by = decision === null ? "" : ` (by ${plain(decision.by, 60)}: ${plain(decision.reason, 120)})`;
  const said = voiceOf(threat)(threat.title);
  const title = (threat.effect === "resolved" ? `No longer: ${said}` : said) + by;
  return number === null ? title : `${circled(number)} ${title}`;
}

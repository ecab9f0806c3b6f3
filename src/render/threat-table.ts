import type { ThreatReport } from "../domain/report.ts";
import { type Threat, primaryEvidence } from "../domain/threat.ts";
import { plain } from "./escape.ts";
import { placeLink } from "./links.ts";
import { table } from "./markdown-parts.ts";
import { betterThreats, decidedThreats, openThreats } from "./selection.ts";
import { voiceOf } from "./voice.ts";
import { SEVERITY_DOT, circled } from "./words.ts";

/** Most open threats in the table; the rest is one fold away. */
const TABLE_ROWS = 5;
const OTHER_ROWS = 3;

/** One row of the overview, for every output format. */
export interface ThreatRow {
  readonly threat: Threat;
  readonly dot: string;
  readonly label: string;
  /** The number that the diagram shows for it, or `null`. */
  readonly number: number | null;
}

/** Open threats first, then what someone decided, then what became better. */
export function threatRows(report: ThreatReport, numbers: ReadonlyMap<string, number>): ThreatRow[] {
  const row = (dot: (threat: Threat) => string, label: (threat: Threat) => string) => (threat: Threat) => ({
    threat,
    dot: dot(threat),
    label: label(threat),
    number: numbers.get(threat.id) ?? null,
  });
  return [
    ...openThreats(report)
      .slice(0, TABLE_ROWS)
      .map(
        row(
          ({ risk }) => SEVERITY_DOT[risk.severity],
          ({ risk }) => risk.severity,
        ),
      ),
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

/** How many threats the table leaves out. */
export function rowsLeftOut(report: ThreatReport): number {
  const groups: [Threat[], number][] = [
    [openThreats(report), TABLE_ROWS],
    [decidedThreats(report), OTHER_ROWS],
    [betterThreats(report), OTHER_ROWS],
  ];
  return groups.reduce((total, [threats, shown]) => total + Math.max(0, threats.length - shown), 0);
}

/** The overview as a Markdown table, or `null` without threats. */
export function threatTable(report: ThreatReport, numbers: ReadonlyMap<string, number>): string | null {
  const rows = threatRows(report, numbers);
  if (rows.length === 0) return null;
  return table(
    ["", "threat", "where", "id"],
    rows.map((row) => [labelCell(row), titleCell(row), placeLink(primaryEvidence(row.threat), report), row.threat.id]),
  );
}

/** The overview without places and quotes, for repositories that disclose only a summary. */
export function titleTable(report: ThreatReport): string | null {
  const rows = threatRows(report, new Map());
  if (rows.length === 0) return null;
  return table(
    ["", "threat", "id"],
    rows.map((row) => [labelCell(row), titleCell(row), row.threat.id]),
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

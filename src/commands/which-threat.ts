import type { ThreatReport } from "../domain/report.ts";
import type { Threat } from "../domain/threat.ts";
import { codeSpan } from "../render/escape.ts";
import { listOf } from "../render/words.ts";

const MOST_IDS = 20;

/** The threat that an argument names, in either case. */
export function threatNamed(id: string | undefined, report: ThreatReport): Threat | undefined {
  return report.threats.find((candidate) => candidate.id === id?.toUpperCase());
}

/** What to say when an argument names no threat: the ids that there are. */
export function whichThreat(id: string | undefined, report: ThreatReport): string {
  const ids = report.threats.map((threat) => `\`${threat.id}\``);
  if (ids.length === 0) return "The newest report has no threats.";
  const named = [...ids.slice(0, MOST_IDS), ...(ids.length > MOST_IDS ? [`${ids.length - MOST_IDS} more`] : [])];
  if (id === undefined) return `Which threat? The newest report has ${listOf(named)}.`;
  return `There is no ${codeSpan(id, 40)} in the newest report. It has ${listOf(named)}.`;
}

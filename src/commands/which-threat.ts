import type { ThreatReport } from "../domain/report.ts";
import type { Threat } from "../domain/threat.ts";
import { codeSpan } from "../render/escape.ts";
import { listOf } from "../render/words.ts";
import { type Answer, type CommandContext, NO_REPORT, NOT_SHOWN, puzzled, told } from "./command.ts";

const MOST_IDS = 20;
/** Threats in one reply; more would not be read. */
const MOST_TOLD = 5;

/** The threat that an argument names, in either case. */
export function threatNamed(id: string | undefined, report: ThreatReport): Threat | undefined {
  return report.threats.find((candidate) => candidate.id === id?.toUpperCase());
}

/** The threats that an argument means: the one that it names, or for `all` those that block. */
export function threatsMeant(id: string | undefined, report: ThreatReport): Threat[] {
  const ids = meansAll(id) ? report.gate.failing : [id];
  return ids.flatMap((one) => threatNamed(one, report) ?? []);
}

export function meansAll(id: string | undefined): boolean {
  return id?.toLowerCase() === "all";
}

/** Tells something about the threats that an argument means, where the repository shows details. */
export function aboutThreats(
  id: string | undefined,
  { report, disclosure }: Pick<CommandContext, "report" | "disclosure">,
  tell: (threat: Threat, report: ThreatReport) => string,
): Answer {
  if (report === null) return told(NO_REPORT);
  if (disclosure !== "full") return told(NOT_SHOWN);
  const threats = threatsMeant(id, report).slice(0, MOST_TOLD);
  if (threats.length > 0) return told(threats.map((threat) => tell(threat, report)).join("\n\n---\n\n"));
  return meansAll(id) ? told("Nothing blocks.") : puzzled(whichThreat(id, report));
}

/** What to say when an argument names no threat: the ids that there are. */
export function whichThreat(id: string | undefined, report: ThreatReport): string {
  const ids = report.threats.map((threat) => `\`${threat.id}\``);
  if (ids.length === 0) return "The newest report has no threats.";
  const named = [...ids.slice(0, MOST_IDS), ...(ids.length > MOST_IDS ? [`${ids.length - MOST_IDS} more`] : [])];
  if (id === undefined) return `Which threat? The newest report has ${listOf(named)}.`;
  return `There is no ${codeSpan(id, 40)} in the newest report. It has ${listOf(named)}.`;
}

import { type FileCoverage, isComplete } from "../domain/coverage.ts";
import type { ThreatReport } from "../domain/report.ts";
import { type Threat, primaryEvidence } from "../domain/threat.ts";
import { decisionLine } from "./details.ts";
import { codeSpan } from "./escape.ts";
import { openThreats } from "./selection.ts";
import { voiceOf } from "./voice.ts";
import { sentence } from "./words.ts";

/** New text, by threat id, for the comments of an earlier head whose threat is no longer open at this one. */
export function goneComments(report: ThreatReport, previous: ThreatReport | null): Map<string, string> {
  return new Map(goneThreats(report, previous).map((threat) => [threat.id, goneText(threat, report)]));
}

/** One line for the summary that names what was open at an earlier head and is not any more; `null` without such. */
export function goneLine(report: ThreatReport, previous: ThreatReport | null): string | null {
  const gone = goneThreats(report, previous);
  if (previous === null || gone.length === 0) return null;
  const named = gone.slice(0, MOST_NAMED).map((threat) => `${threat.id} ${fateIn(threat, report)}`);
  const rest = gone.length - named.length;
  const said = rest > 0 ? [...named, `${rest} more`] : named;
  return sentence(`**Gone since ${codeSpan(previous.headSha.slice(0, 7))}:** ${said.join(" · ")}`);
}

const MOST_NAMED = 5;

function goneThreats(report: ThreatReport, previous: ThreatReport | null): Threat[] {
  if (previous === null) return [];
  const open = new Set(openThreats(report).map((threat) => threat.id));
  return openThreats(previous).filter((threat) => !open.has(threat.id));
}

function goneText(threat: Threat, report: ThreatReport): string {
  const said = whatHappened(threat, report);
  return `~~${voiceOf(threat)(threat.title)}~~ · ${threat.id}\n\n${said}`;
}

function whatHappened(threat: Threat, report: ThreatReport): string {
  const head = codeSpan(report.headSha.slice(0, 7));
  const fate = fateIn(threat, report);
  const decided = report.threats.find((candidate) => candidate.id === threat.id);
  if (fate === "decided" && decided) return decisionLine(decided);
  if (fate === "in the base by now") return `Part of the base branch by now, so no longer about this change (${head}).`;
  if (fate === "fixed") return `Fixed in ${head}.`;
  return `No longer found at ${head}, but that run did not look at everything.`;
}

/** Says "fixed" only when the file was looked at again with the same means. */
function fateIn(threat: Threat, report: ThreatReport): "decided" | "in the base by now" | "fixed" | "not found again" {
  const now = report.threats.find((candidate) => candidate.id === threat.id);
  if (now?.disposition) return "decided";
  if (now?.effect === "pre_existing") return "in the base by now";
  return now || wasLookedAtAgain(threat, report) ? "fixed" : "not found again";
}

function wasLookedAtAgain(threat: Threat, { coverage }: ThreatReport): boolean {
  const { path } = primaryEvidence(threat);
  const file = coverage.files.find((candidate) => candidate.path === path);
  if (threat.origin === "model") return isComplete(coverage);
  return file === undefined ? isComplete(coverage) : wasRead(file);
}

/** The rules read this file to the end, whether or not a model did. */
function wasRead(file: FileCoverage): boolean {
  return file.state === "analysed" || file.state === "rules_only" || !file.matters;
}

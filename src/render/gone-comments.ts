import { type FileCoverage, isComplete } from "../domain/coverage.ts";
import type { ThreatReport } from "../domain/report.ts";
import { type Threat, primaryEvidence } from "../domain/threat.ts";
import { decisionLine } from "./details.ts";
import { codeSpan } from "./escape.ts";
import { openThreats } from "./selection.ts";
import { voiceOf } from "./voice.ts";

/** New text, by threat id, for the comments of an earlier head whose threat is no longer open at this one. */
export function goneComments(report: ThreatReport, previous: ThreatReport | null): Map<string, string> {
  if (previous === null) return new Map();
  const open = new Set(openThreats(report).map((threat) => threat.id));
  const gone = openThreats(previous).filter((threat) => !open.has(threat.id));
  return new Map(gone.map((threat) => [threat.id, goneText(threat, report)]));
}

function goneText(threat: Threat, report: ThreatReport): string {
  const said = whatHappened(threat, report);
  return `~~${voiceOf(threat)(threat.title)}~~ · ${threat.id}\n\n${said}`;
}

/** Says "fixed" only when the file was looked at again with the same means. */
function whatHappened(threat: Threat, report: ThreatReport): string {
  const head = codeSpan(report.headSha.slice(0, 7));
  const now = report.threats.find((candidate) => candidate.id === threat.id);
  if (now?.disposition) return decisionLine(now);
  if (now?.effect === "pre_existing")
    return `Part of the base branch by now, so no longer about this change (${head}).`;
  if (now || wasLookedAtAgain(threat, report)) return `Fixed in ${head}.`;
  return `No longer found at ${head}, but that run did not look at everything.`;
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

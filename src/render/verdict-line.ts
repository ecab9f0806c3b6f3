import { countCoverage } from "../domain/coverage.ts";
import { modelFailure } from "./coverage-line.ts";
import type { ThreatReport } from "../domain/report.ts";
import { betterThreats, decidedThreats, hasSecurityMeaning, openThreats } from "./selection.ts";
import { capitalised, count } from "./words.ts";

/** The verdict in one line of plain words with counts: the check's title and the review's heading. */
export function verdictLine(report: ThreatReport): string {
  if (!hasSecurityMeaning(report)) return "No change to the attack surface";
  const { reason, complete } = report.gate;
  const parts = [...openParts(report), ...decidedParts(report), ...betterParts(report)];
  if (reason === "incomplete") return [capitalised(incompleteWords(report)), ...parts].join(" · ");
  const said = parts.length > 0 ? parts : ["No new threats"];
  return complete ? said.join(" · ") : [...said, incompleteWords(report)].join(" · ");
}

function openParts(report: ThreatReport): string[] {
  const over = report.gate.failing.length;
  const rest = openThreats(report).length - over;
  if (report.gate.reason === "off") return rest > 0 ? [`${count(rest, "threat")}, gate off`] : [];
  if (over === 0) return rest > 0 ? [`${count(rest, "threat")} below the gate`] : [];
  const gate = `${count(over, "threat")} over the gate`;
  return rest > 0 ? [gate, `${rest} below it`] : [gate];
}

function decidedParts(report: ThreatReport): string[] {
  const decided = decidedThreats(report);
  const accepted = decided.filter((threat) => threat.disposition?.verb === "accept").length;
  const dismissed = decided.length - accepted;
  return [...(accepted > 0 ? [`${accepted} accepted`] : []), ...(dismissed > 0 ? [`${dismissed} dismissed`] : [])];
}

function betterParts(report: ThreatReport): string[] {
  const better = betterThreats(report);
  const resolved = better.filter((threat) => threat.effect === "resolved").length;
  const improved = better.length - resolved;
  return [...(resolved > 0 ? [`${resolved} resolved`] : []), ...(improved > 0 ? [`${improved} reduced`] : [])];
}

/** What was not looked at, in a few words; the details say why. */
function incompleteWords({ coverage }: ThreatReport): string {
  const counts = countCoverage(coverage);
  const files = count(counts.files, "file");
  if (counts.filesMissed > 0) return `incomplete: ${counts.filesMissed} of ${files} not fully looked at`;
  const failure = modelFailure(coverage);
  if (failure !== null) return `incomplete: ${failure}`;
  if (counts.filesWithoutModel > 0) {
    return `incomplete: ${counts.filesWithoutModel} of ${files} not fully shown to the model`;
  }
  const cells = counts.cells - counts.cellsConsidered;
  if (cells > 0) return `incomplete: ${cells} of ${count(counts.cells, "question")} not considered`;
  return `incomplete: ${count(coverage.gaps.length, "point")} left open`;
}

import { isComplete } from "../domain/coverage.ts";
import type { ThreatReport } from "../domain/report.ts";
import { byCause } from "../domain/causes.ts";
import { atLeast } from "../domain/risk.ts";
import { isOfLoss } from "../domain/threat-kind.ts";
import { type Threat, isNew } from "../domain/threat.ts";

/** Threats that the change brings and that nobody has decided about. */
export function openThreats(report: Pick<ThreatReport, "threats">): Threat[] {
  return report.threats.filter((threat) => isNew(threat.effect) && threat.disposition === null);
}

/** Most causes that the overview shows one by one; with more, those of one kind become one row. */
const MOST_SINGLE = 5;

/** The open threats as the overview shows them: one group per row, its first threat standing for the rest. */
export function openGroups(report: Pick<ThreatReport, "threats">): Threat[][] {
  const causes = byCause(openThreats(report));
  if (causes.length <= MOST_SINGLE) return causes;
  return [...Map.groupBy(causes, ([first]) => first && likeness(first)).values()].map((alike) => alike.flat());
}

/** A model's titles are its own words, so only equal ones are alike. */
function likeness({ kind, risk, origin, title }: Threat): string {
  return JSON.stringify([risk.severity, kind, origin === "rule" ? "" : title]);
}

/** Threats that the change brings and that someone accepted or dismissed. */
export function decidedThreats(report: Pick<ThreatReport, "threats">): Threat[] {
  return report.threats.filter((threat) => isNew(threat.effect) && threat.disposition !== null);
}

/**
 * Threats that the change removes or makes smaller, as far as it is worth a sentence: that a check was added says the
 * summary, as nobody knows that it was missed; what was never sure is no reassurance; and what went with all that was around
 * it is worth a word only where it was grave.
 */
export function betterThreats({ threats, elements }: Pick<ThreatReport, "threats" | "elements">): Threat[] {
  const removed = new Set(elements.flatMap(({ element, change }) => (change === "removed" ? [element.name] : [])));
  return threats.filter(
    ({ effect, kind, confidence, element, risk }) =>
      (effect === "resolved" || effect === "improved") &&
      !isOfLoss(kind) &&
      confidence !== "low" &&
      (!removed.has(element) || atLeast(risk.severity, "high")),
  );
}

export function olderThreats(report: Pick<ThreatReport, "threats">): Threat[] {
  return report.threats.filter((threat) => threat.effect === "pre_existing");
}

/** True when the change does something to the attack surface, or when that could not be found out. */
export function hasSecurityMeaning(report: ThreatReport): boolean {
  const moved = [...report.elements, ...report.flows].some(({ change }) => change === "added" || change === "removed");
  const threats = report.threats.some((threat) => threat.effect !== "pre_existing");
  return moved || threats || report.summary.length > 0 || !isComplete(report.coverage);
}

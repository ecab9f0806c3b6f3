import { isComplete } from "../domain/coverage.ts";
import type { ThreatReport } from "../domain/report.ts";
import { type Threat, isNew } from "../domain/threat.ts";

/** Threats that the change brings and that nobody has decided about. */
export function openThreats(report: Pick<ThreatReport, "threats">): Threat[] {
  return report.threats.filter((threat) => isNew(threat.effect) && threat.disposition === null);
}

/** Threats that the change brings and that someone accepted or dismissed. */
export function decidedThreats(report: Pick<ThreatReport, "threats">): Threat[] {
  return report.threats.filter((threat) => isNew(threat.effect) && threat.disposition !== null);
}

/** Threats that the change removes or makes smaller. */
export function betterThreats(report: Pick<ThreatReport, "threats">): Threat[] {
  return report.threats.filter((threat) => threat.effect === "resolved" || threat.effect === "improved");
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

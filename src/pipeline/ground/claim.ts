import type { Scope } from "../../domain/fact.ts";
import type { Claim } from "../../domain/threat.ts";
import type { Condition, ThreatKind } from "../../domain/threat-kind.ts";

/** What the facts settle about an open threat; what was not in view stays unknown. */
export function claimOf(kind: ThreatKind, scope: Scope): Omit<Claim, "quoteFound"> {
  const settled = scope.blindSpot === null || !dependsOnAbsence(kind);
  return { reachable: isReachable(scope) ? "yes" : "unknown", controlAbsent: settled ? "yes" : "unknown" };
}

/** Workflows, images and configuration take effect as they are; code takes effect when an entry point leads to it. */
function isReachable(scope: Scope): boolean {
  return scope.element !== "process" || scope.entryPoint !== null;
}

/** True when the kind would not be open if some fact that was not seen were there. */
function dependsOnAbsence(kind: ThreatKind): boolean {
  return kind.mitigatedIf !== undefined || hasNegation(kind.appliesIf);
}

function hasNegation(condition: Condition): boolean {
  if ("not" in condition) return true;
  if ("all" in condition) return condition.all.some(hasNegation);
  return "any" in condition && condition.any.some(hasNegation);
}

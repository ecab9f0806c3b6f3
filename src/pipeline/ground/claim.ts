import type { Scope } from "../../domain/fact.ts";
import type { Claim } from "../../domain/threat.ts";
import type { Condition, ThreatKind } from "../../domain/threat-kind.ts";
import { wordsIn } from "./scope-text.ts";

/**
 * What the facts settle about a threat that is open on `scope`; what was not in view stays unknown. `other` is the same
 * place on the other side of the change.
 */
export function claimOf(kind: ThreatKind, scope: Scope, other: Scope | null): Omit<Claim, "quoteFound"> {
  const seen = scope.blindSpot === null && (kind.lostControl === undefined || !namesMore(scope, other));
  const settled = seen || !dependsOnAbsence(kind);
  return { reachable: isReachable(scope) ? "yes" : "unknown", controlAbsent: settled ? "yes" : "unknown" };
}

/** True when the line of the entry point names something that it did not: it may be what replaces a lost control. */
function namesMore({ entryPoint }: Scope, other: Scope | null): boolean {
  const known = wordsIn(other?.entryPoint?.quote ?? "");
  return [...wordsIn(entryPoint?.quote ?? "")].some((word) => !known.has(word));
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

import type { Scope } from "../../domain/fact.ts";
import type { ThreatKind } from "../../domain/threat-kind.ts";
import { withoutCovered } from "./covered-values.ts";
import { holdsButForControls, type MatchedFact, matchCondition } from "./conditions.ts";

/** What one threat kind says about one scope. */
export type Verdict =
  | {
      readonly state: "not_applicable";
      /** True when only controls that the kind asks for are not there: a worse threat has taken this one's place. */
      readonly superseded: boolean;
    }
  | { readonly state: "mitigated"; readonly applies: readonly MatchedFact[]; readonly by: readonly MatchedFact[] }
  | { readonly state: "open"; readonly applies: readonly MatchedFact[] };

/** The verdict on a scope that the kind has nothing to do with, or that does not exist. */
export const NOT_APPLICABLE: Verdict = { state: "not_applicable", superseded: false };

/** True when the kind is meant for scopes such as this one. */
export function concerns(kind: ThreatKind, scope: Scope): boolean {
  return kind.elements.includes(scope.element);
}

/** Judges one kind on one scope. Only lines that show a control mitigate: the mere absence of a fact does not. */
export function judge(kind: ThreatKind, scope: Scope): Verdict {
  if (!concerns(kind, scope)) return NOT_APPLICABLE;
  if (kind.entryPointRequired && scope.entryPoint === null) return NOT_APPLICABLE;
  const applies = matchCondition(kind.appliesIf, scope);
  if (applies === null) return { state: "not_applicable", superseded: holdsButForControls(kind.appliesIf, scope) };
  const by = kind.mitigatedIf ? matchCondition(kind.mitigatedIf, scope) : null;
  if (by === null || by.length === 0) return { state: "open", applies };
  const left = withoutCovered(applies, by);
  return left === null ? { state: "mitigated", applies, by } : { state: "open", applies: left };
}

import { positiveMatches } from "../../catalogue/placeholders.ts";
import type { Fact, Scope } from "../../domain/fact.ts";
import type { ThreatKind } from "../../domain/threat-kind.ts";
import { factsOf, type MatchedFact } from "./conditions.ts";
import type { Judgement, OpenThreat } from "./judgements.ts";
import { factSignature } from "./same-scope.ts";

/** The facts that protected the scope before the change and are not there any more. */
export function lostProtection(judgement: Judgement): readonly Fact[] {
  const { base, head, pair } = judgement;
  if (base.state !== "mitigated" || head.state !== "open" || pair.head === null) return [];
  const left = new Set(factsOf(pair.head).map(factSignature));
  const lost = base.by.map(({ fact }) => fact).filter((fact) => !left.has(factSignature(fact)));
  return lost.length > 0 ? lost : base.by.map(({ fact }) => fact);
}

/** Controls on the scope that would mitigate the kind if they worked. */
export function brokenControls(kind: ThreatKind, scope: Scope): readonly MatchedFact[] {
  const names = mitigatingControls(kind);
  return scope.facts
    .filter((fact) => fact.kind === "control" && names.has(fact.name) && fact.attributes["effective"] === false)
    .map((fact) => ({ fact, role: "missing_control" }));
}

/** Names of the controls that a kind accepts as mitigation. */
export function mitigatingControls(kind: ThreatKind): ReadonlySet<string> {
  const matches = kind.mitigatedIf ? positiveMatches(kind.mitigatedIf) : [];
  return new Set(matches.filter(({ fact }) => fact === "control").flatMap(({ name }) => name ?? []));
}

/** Safeguards as they stood on the other side, for those that a threat shows to be gone. */
export function lostSafeguards({ pair }: Judgement, { applies, scope }: OpenThreat): readonly MatchedFact[] {
  const gone = applies.filter(({ fact }) => isSafeguard(fact, false)).map(({ fact }) => fact.attributes["callee"]);
  const other = scope.side === "head" ? pair.base : pair.head;
  return (other?.facts ?? [])
    .filter((fact) => isSafeguard(fact, true) && gone.includes(fact.attributes["callee"]))
    .map((fact) => ({ fact, role: "missing_control" }));
}

function isSafeguard({ kind, name, attributes }: Fact, isEffective: boolean): boolean {
  return kind === "control" && name === "safeguard" && attributes["effective"] === isEffective;
}

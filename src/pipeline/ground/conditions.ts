import type { EvidenceRole } from "../../domain/evidence.ts";
import type { Fact, FactKind, Scope } from "../../domain/fact.ts";
import type { Condition, FactMatch } from "../../domain/threat-kind.ts";

/** A fact that makes a condition true, with its role as evidence. */
export interface MatchedFact {
  readonly fact: Fact;
  readonly role: EvidenceRole;
}

const ROLES: Readonly<Record<FactKind, EvidenceRole>> = {
  entry_point: "source",
  sink: "sink",
  control: "control",
  data_store: "sink",
  external_service: "sink",
  data_class: "source",
  secret_use: "config",
  privilege: "config",
  dependency: "config",
  listener: "config",
};

/** The facts that make the condition true on this scope, without repeats, or `null` when it is false. */
export function matchCondition(condition: Condition, scope: Scope): readonly MatchedFact[] | null {
  const matched = matchIn(condition, factsOf(scope));
  return matched && withoutRepeats(matched);
}

/** True when the condition holds, or would hold if the scope had the working controls that the condition asks for. */
export function holdsButForControls(condition: Condition, scope: Scope): boolean {
  return holds(condition, factsOf(scope));
}

function holds(condition: Condition, facts: readonly Fact[]): boolean {
  if ("not" in condition) return isControl(condition.not, false) || matchIn(condition.not, facts) === null;
  if ("all" in condition) return condition.all.every((part) => holds(part, facts));
  if ("any" in condition) return condition.any.some((part) => holds(part, facts));
  return isControl(condition, true) || facts.some((fact) => matches(condition, fact));
}

function isControl(condition: Condition, effective: boolean): boolean {
  return "fact" in condition && condition.fact === "control" && condition.attributes?.["effective"] === effective;
}

/** All facts of a scope, its entry point once among them. */
export function factsOf({ entryPoint, facts }: Scope): readonly Fact[] {
  if (entryPoint === null || facts.includes(entryPoint)) return facts;
  return [entryPoint, ...facts.filter((fact) => !isSame(fact, entryPoint))];
}

function isSame(one: Fact, other: Fact): boolean {
  return one.kind === other.kind && one.name === other.name && one.startLine === other.startLine;
}

/** True when this one fact is what the match asks for. */
export function matches(match: FactMatch, fact: Fact): boolean {
  if (fact.kind !== match.fact) return false;
  if (match.name !== undefined && ![match.name].flat().includes(fact.name)) return false;
  return Object.entries(match.attributes ?? {}).every(([attribute, wanted]) =>
    [wanted].flat().some((value) => value === fact.attributes[attribute]),
  );
}

function matchIn(condition: Condition, facts: readonly Fact[]): MatchedFact[] | null {
  if ("not" in condition) return matchIn(condition.not, facts) === null ? [] : null;
  if ("all" in condition) {
    const parts = condition.all.map((part) => matchIn(part, facts));
    return parts.includes(null) ? null : parts.flatMap((part) => part ?? []);
  }
  if ("any" in condition) {
    const parts = condition.any.map((part) => matchIn(part, facts)).filter((part) => part !== null);
    return parts.length === 0 ? null : parts.flat();
  }
  const found = facts.filter((fact) => matches(condition, fact));
  return found.length === 0 ? null : found.map((fact) => ({ fact, role: condition.role ?? roleOf(fact) }));
}

/** A control that does not work is evidence of one that is missing. */
function roleOf(fact: Fact): EvidenceRole {
  return fact.kind === "control" && fact.attributes["effective"] === false ? "missing_control" : ROLES[fact.kind];
}

function withoutRepeats(matched: readonly MatchedFact[]): MatchedFact[] {
  return [...new Map(matched.map((one) => [one.fact, one])).values()];
}

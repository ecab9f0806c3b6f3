import type { Fact, Scope } from "../../domain/fact.ts";
import { factsOf } from "./conditions.ts";
import type { ScopePair } from "./pair-scopes.ts";
import type { ScopeText } from "./scope-text.ts";

/** True when a scope came, went, was renamed, or differs in its facts or in lines that are not comments or layout. */
export function isChanged({ base, head }: ScopePair, text: ScopeText): boolean {
  if (base === null || head === null) return true;
  if (base.name !== head.name && isAddress(head)) return true;
  return hasOtherFacts(base, head) || text(base).join("\n") !== text(head).join("\n");
}

/** True when the name is how others reach the scope; a function's name is one of its lines, a file's is only its place. */
function isAddress({ element, entryPoint }: Scope): boolean {
  return element !== "process" || entryPoint !== null;
}

/** True when the two sides say different things, wherever and in whatever layout they say it. */
export function hasOtherFacts(base: Scope, head: Scope): boolean {
  return signatureOf(base) !== signatureOf(head);
}

function signatureOf(scope: Scope): string {
  return factsOf(scope).map(factSignature).toSorted().join("\n");
}

/** What a fact says, without where it stands. */
export function factSignature(fact: Fact): string {
  const attributes = Object.entries(fact.attributes).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify([fact.kind, fact.name, attributes]);
}

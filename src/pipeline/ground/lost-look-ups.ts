import type { AttributeValue, Fact, Scope } from "../../domain/fact.ts";
import type { ScopePair } from "./pair-scopes.ts";

/**
 * The pair with no other records than those whose look-ups are held to what they are part of on one side and not on the
 * other: what holds one look-up says nothing of the next.
 */
export function withLostLookUps(pair: ScopePair): ScopePair {
  const { base, head } = pair;
  if (base === null || head === null) return pair;
  const lost = new Set([...heldOnlyOn(base, head), ...heldOnlyOn(head, base)]);
  return { ...pair, base: onlyOf(base, lost), head: onlyOf(head, lost) };
}

/** The collections whose look-ups one side holds and the other makes without that. */
function heldOnlyOn(holding: Scope, other: Scope): AttributeValue[] {
  const held = new Set(other.facts.filter(holdsLookUp).map(collectionOf));
  const looked = new Set(other.facts.filter(({ kind }) => kind === "data_store").map(collectionOf));
  return holding.facts
    .filter(holdsLookUp)
    .map(collectionOf)
    .filter((collection) => looked.has(collection) && !held.has(collection));
}

function onlyOf(scope: Scope, collections: ReadonlySet<AttributeValue>): Scope {
  const isOther = (fact: Fact) =>
    (fact.kind === "data_store" || holdsLookUp(fact)) && !collections.has(collectionOf(fact));
  return { ...scope, facts: scope.facts.filter((fact) => !isOther(fact)) };
}

function holdsLookUp({ kind, name }: Fact): boolean {
  return kind === "control" && name === "query_scope";
}

/** What is looked up; look-ups of what is not known are alike. */
function collectionOf({ kind, attributes }: Fact): AttributeValue {
  return attributes[kind === "control" ? "protects" : "collection"] ?? "record";
}

import type { Fact } from "../../domain/fact.ts";
import type { MatchedFact } from "./conditions.ts";

/**
 * The matched facts without those that the controls say something about, or `null` when that leaves none that shows the
 * threat: a check of one part of a request says nothing about a record or a sink that another part chooses.
 */
export function withoutCovered(
  applies: readonly MatchedFact[],
  by: readonly MatchedFact[],
): readonly MatchedFact[] | null {
  const checked = by.map(({ fact }) => textAt(fact, "about"));
  if (checked.some((about) => about === null)) return null;
  const isOpen = ({ fact }: MatchedFact) => {
    const chosenBy = textAt(fact, "key") ?? (fact.kind === "sink" ? textAt(fact, "source") : null);
    return chosenBy !== null && !checked.some((about) => about !== null && isRelated(about, chosenBy));
  };
  if (!applies.some(isOpen)) return null;
  return applies.filter((matched) => isOpen(matched) || !choosesValue(matched));
}

/** Facts that a part of a request chooses; the others, such as the entry point, belong to every threat. */
function choosesValue({ fact }: MatchedFact): boolean {
  return fact.kind === "sink" || fact.kind === "data_store";
}

function textAt(fact: Fact, attribute: string): string | null {
  const value = fact.attributes[attribute];
  return typeof value === "string" ? value : null;
}

/** `req.body` and `req.body.url` are about the same value, and so are two names for one. */
function isRelated(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

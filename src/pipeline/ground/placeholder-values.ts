import type { Fact, Scope } from "../../domain/fact.ts";
import { isAddressChosen } from "./chosen-address.ts";
import type { MatchedFact } from "./conditions.ts";
import { textOf } from "./words.ts";

/** What a kind's placeholders stand for on this scope; of several matched facts the first that says it. */
export function placeholderValues(scope: Scope, applies: readonly MatchedFact[]): Map<string, string> {
  const values = new Map([
    ["element", scope.name],
    ["entryPoint", scope.entryPoint?.name ?? scope.name],
  ]);
  for (const { fact } of applies) {
    const said = Object.keys(fact.attributes).map((attribute) => [attribute, wordsOf(fact, attribute)] as const);
    for (const [name, value] of [[fact.kind, fact.name] as const, ...said]) {
      if (value !== null && !values.has(name)) values.set(name, value);
    }
    if (!values.has("host") && isAddressChosen(fact, scope)) values.set("host", "a host the caller chooses");
  }
  return values;
}

/** What a token may do, completing "The token …". */
const LEVELS: Readonly<Record<string, string>> = {
  write_all: "can write to everything",
  default: "has whatever rights the repository gives by default",
};

function wordsOf(fact: Fact, attribute: string): string | null {
  const text = textOf(fact, attribute);
  return attribute === "level" && text !== null ? (LEVELS[text] ?? text) : text;
}

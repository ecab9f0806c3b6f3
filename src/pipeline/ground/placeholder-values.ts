import type { Scope } from "../../domain/fact.ts";
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
    const said = Object.keys(fact.attributes).map((attribute) => [attribute, textOf(fact, attribute)] as const);
    for (const [name, value] of [[fact.kind, fact.name] as const, ...said]) {
      if (value !== null && !values.has(name)) values.set(name, value);
    }
    if (!values.has("host") && isAddressChosen(fact, scope)) values.set("host", "a host the caller chooses");
  }
  return values;
}

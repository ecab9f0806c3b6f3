import type { Condition, FactMatch, ThreatKind } from "../domain/threat-kind.ts";
import { VOCABULARY } from "../domain/vocabulary.ts";

const PLACEHOLDER = /\{(\w+)\}/gu;

/** Placeholders that every scope fills: its name, and the entry point's name or else its own. */
const ALWAYS = ["element", "entryPoint"];

/** What stands in the text when the matched facts do not say the value. */
const UNSAID: Readonly<Record<string, string>> = {
  source: "request input",
  collection: "the stored data",
  host: "another host",
  callee: "the call",
  field: "a personal field",
  variable: "a secret",
  reference: "an outside reference",
  trigger: "an outside event",
  level: "can do more than it needs",
};

/** The names between braces, such as `source` in `through {source}`. */
export function placeholdersIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? "");
}

/** Replaces each `{name}`; a value that nothing says becomes words that are true without it. */
export function fillPlaceholders(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(PLACEHOLDER, (_, name: string) => values.get(name) ?? UNSAID[name] ?? name.replaceAll("_", " "));
}

/**
 * What a kind's texts may use: `{element}`, `{entryPoint}`, `{<fact kind>}` for the matched fact's name and
 * `{<attribute>}` for any attribute of the fact kinds that its `appliesIf` asks for.
 */
export function allowedPlaceholders(kind: ThreatKind): Set<string> {
  const facts = positiveMatches(kind.appliesIf).map((match) => match.fact);
  const attributes = facts.flatMap((fact) => Object.keys(VOCABULARY[fact].attributes));
  return new Set([...ALWAYS, ...facts, ...attributes]);
}

/** The fact matches that make a condition true by being there, in the order written. */
export function positiveMatches(condition: Condition): FactMatch[] {
  if ("fact" in condition) return [condition];
  if ("all" in condition) return condition.all.flatMap(positiveMatches);
  return "any" in condition ? condition.any.flatMap(positiveMatches) : [];
}

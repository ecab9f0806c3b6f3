import { expect } from "vitest";
import type { Fact, Scope } from "../../../src/domain/fact.ts";
import { termsProblem } from "../../../src/domain/vocabulary.ts";
import { readFacts } from "../../../src/facts/read-facts.ts";
import { buildChange } from "../../builders/change-set.ts";

/** The scopes of the head of these files by name; every fact is checked to be in the vocabulary. */
export async function readConfig(files: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, Scope>> {
  const change = Object.fromEntries(Object.entries(files).map(([path, head]) => [path, { head }]));
  const scopes = (await readFacts(buildChange({ files: change }))).flatMap((file) => file.scopes);
  for (const fact of scopes.flatMap(({ facts }) => facts)) {
    expect(termsProblem(fact.kind, [fact.name], fact.attributes)).toBeNull();
  }
  return new Map(scopes.map((scope) => [scope.name, scope]));
}

/** One word for each fact of a kind in a scope: its name and what tells it apart. */
export function wordsOf(scope: Scope | undefined, kind: Fact["kind"], ...attributes: readonly string[]): string[] {
  const facts = scope?.facts.filter((fact) => fact.kind === kind) ?? [];
  return facts.map((fact) => [fact.name, ...attributes.map((name) => String(fact.attributes[name]))].join(" "));
}

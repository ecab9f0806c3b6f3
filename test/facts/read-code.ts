import type { AttributeValue, Fact, Scope } from "../../src/domain/fact.ts";
import type { ModuleAlias } from "../../src/domain/imports/module-aliases.ts";
import { codeReader } from "../../src/facts/code-reader.ts";
import { readFacts } from "../../src/facts/read-facts.ts";
import { buildChange } from "../builders/change-set.ts";

/** Scopes of one file, read alone. */
export function scopesOf(text: string, path = "src/app.ts"): readonly Scope[] {
  const facts = codeReader.read({ path, side: "head", text });
  if (facts instanceof Promise) throw new Error("The code reader answers at once.");
  return facts.scopes;
}

/** Facts of the scope with a name, or of the only scope. */
export function factsOf(text: string, path = "src/app.ts", name?: string): readonly Fact[] {
  const scopes = scopesOf(text, path);
  const scope = name === undefined ? scopes[0] : scopes.find((one) => one.name === name);
  if (!scope) throw new Error(`No scope ${name} among ${scopes.map((one) => one.name).join(", ")}`);
  return scope.facts;
}

/** Facts of one kind and name, as `kind/name` and the attributes asked for. */
export function select(facts: readonly Fact[], wanted: string): readonly Fact[] {
  const [kind, name] = wanted.split("/");
  return facts.filter((fact) => fact.kind === kind && (name === undefined || fact.name === name));
}

/** Attributes of the first such fact, or `null`. */
export function attributesOf(facts: readonly Fact[], wanted: string): Readonly<Record<string, AttributeValue>> | null {
  return select(facts, wanted)[0]?.attributes ?? null;
}

/** `name` of every control of a scope that works, sorted. */
export function effectiveControls(facts: readonly Fact[]): string[] {
  const controls = facts.filter((fact) => fact.kind === "control" && fact.attributes.effective === true);
  return [...new Set(controls.map((fact) => fact.name))].toSorted();
}

/** Head scopes of several files, linked; the first file is the changed one, the others are context. */
export async function linkedScopes(
  files: Readonly<Record<string, string>>,
  aliases: readonly ModuleAlias[] = [],
): Promise<Scope[]> {
  const [changed, ...context] = Object.entries(files);
  const [path = "", text = ""] = changed ?? [];
  const change = buildChange({ files: { [path]: { head: text } }, context: Object.fromEntries(context) });
  const facts = await readFacts({ ...change, map: { ...change.map, aliases } });
  return facts.filter((file) => file.side === "head").flatMap((file) => file.scopes);
}

import type { Fact, Scope } from "../domain/fact.ts";
import { placeOf, type Resolve } from "./called-facts.ts";
import type { CallSite, CodeFacts } from "./code/code-facts.ts";
import { definitionKey } from "./definitions.ts";

/**
 * Functions whose parameters turn out to be harmless or are told of where an entry point reaches them: what others may
 * pass to them is no longer news.
 */
export function withoutSettledParameters(
  scopes: readonly Scope[],
  files: readonly CodeFacts[],
  resolve: Resolve,
): ReadonlyMap<Fact, Fact> {
  const own = scopes.flatMap(({ facts }) => facts.filter(isOwn));
  if (own.length === 0) return new Map();
  const reached = new Set(scopes.filter(({ entryPoint }) => entryPoint !== null).flatMap(reachedPlaces));
  const names = new Set(own.map(({ symbol }) => lastName(symbol ?? "")));
  const callSites = callSitesOf(names, files, resolve);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const settled = own.filter(
    (fact) => reached.has(placeOf(fact)) || isAlwaysFixed(fact, byPath.get(fact.path), callSites),
  );
  return new Map(settled.map((fact) => [fact, withoutParameter(fact)]));
}

function isOwn({ attributes }: Fact): boolean {
  return attributes["from_parameter"] === true;
}

function reachedPlaces({ facts }: Scope): string[] {
  return facts.filter(({ attributes }) => attributes["tainted"] === true).map(placeOf);
}

function withoutParameter(fact: Fact): Fact {
  const { from_parameter: _own, source: _source, ...attributes } = fact.attributes;
  return { ...fact, attributes };
}

/** The places that call a function, by its definition. */
type CallSites = ReadonlyMap<string, readonly CallSite[]>;

/** True when somebody in view calls the function, and all who do write out what they pass. */
function isAlwaysFixed(fact: Fact, file: CodeFacts | undefined, callSites: CallSites): boolean {
  const symbol = fact.symbol ?? "";
  const [parameter = ""] = String(fact.attributes["source"]).split(".");
  const position = file?.links.functions.get(symbol)?.parameters.findIndex((names) => names.includes(parameter)) ?? -1;
  if (!file || position < 0) return false;
  const sites = callSites.get(definitionKey({ file, symbol })) ?? [];
  return sites.length > 0 && sites.every((site) => isFixedAt(site, position, parameter));
}

/** Every call in view of functions that have one of these names. */
function callSitesOf(names: ReadonlySet<string>, files: readonly CodeFacts[], resolve: Resolve): CallSites {
  const sites = files.flatMap((file) =>
    file.links.callSites.flatMap((site) => {
      const key = calledKey(site, file, { names, resolve });
      return key === null ? [] : [{ key, site }];
    }),
  );
  const groups = Map.groupBy(sites, ({ key }) => key);
  return new Map([...groups].map(([key, group]) => [key, group.map(({ site }) => site)]));
}

/** The definition that a call means; `null` when nobody asks for functions of that name. */
function calledKey(
  { target }: CallSite,
  file: CodeFacts,
  { names, resolve }: { names: ReadonlySet<string>; resolve: Resolve },
): string | null {
  if (typeof target === "string") return names.has(lastName(target)) ? definitionKey({ file, symbol: target }) : null;
  const used = [target.name, target.property ?? "", "default"];
  if (target.name !== "default" && !used.some((name) => names.has(name))) return null;
  const definition = resolve(file, target);
  if (definition === null) return null;
  const isNamed = target.name === "default" || used.includes(lastName(definition.symbol));
  return isNamed ? definitionKey(definition) : null;
}

function lastName(symbol: string): string {
  return symbol.slice(symbol.lastIndexOf(".") + 1);
}

function isFixedAt({ fixed }: CallSite, position: number, parameter: string): boolean {
  const given = fixed.find(({ name }) => name === parameter) ?? fixed.filter(({ name }) => name === null)[position];
  return given?.fixed ?? true;
}

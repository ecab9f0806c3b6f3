import type { Fact, Scope } from "../domain/fact.ts";
import type { CallSite, CodeFacts, OutsideCall, Reference } from "./code/code-facts.ts";
import type { Definition } from "./definitions.ts";

/** Finds what a file's reference means among the files in view. */
export type Resolve = (importer: CodeFacts, reference: Reference) => Definition | null;

/** More would bury what the handler itself does. */
const MAX_JOINED = 40;

/**
 * What functions of other files do with what a request hands them, one file further: what an attacker reaches, the
 * records that the request chooses, and the checks that are carried out.
 */
export function calledFacts(file: CodeFacts, calls: readonly OutsideCall[], resolve: Resolve): Fact[] {
  const facts = calls.flatMap(({ target, given }) => {
    const definition = resolve(file, target);
    return definition === null || definition.file === file
      ? []
      : definition.file.links.follow(definition.symbol, given);
  });
  const telling = facts.filter(isTelling).map((fact) => ({ ...fact, side: file.side }));
  return [...new Map(telling.map((fact) => [placeOf(fact), fact])).values()].slice(0, MAX_JOINED);
}

function isTelling({ kind, attributes }: Fact): boolean {
  if (kind === "sink") return attributes["tainted"] === true;
  if (kind === "data_store") return attributes["keyed_by"] === "request";
  return kind === "control" && attributes["effective"] === true && attributes["via"] === "inline";
}

function placeOf({ kind, name, path, startLine, endLine }: Fact): string {
  return [kind, name, path, startLine, endLine].join(" ");
}

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
  const settled = own.filter((fact) => reached.has(placeOf(fact)) || isAlwaysFixed(fact, files, resolve));
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

/** True when somebody in view calls the function, and all who do write out what they pass. */
function isAlwaysFixed(fact: Fact, files: readonly CodeFacts[], resolve: Resolve): boolean {
  const file = files.find(({ path, side }) => path === fact.path && side === fact.side);
  const symbol = fact.symbol ?? "";
  const [parameter = ""] = String(fact.attributes["source"]).split(".");
  const position = file?.links.functions.get(symbol)?.parameters.findIndex((names) => names.includes(parameter)) ?? -1;
  if (!file || position < 0) return false;
  const sites = files.flatMap((caller) => sitesIn(caller, { file, symbol }, resolve));
  return sites.length > 0 && sites.every((site) => isFixedAt(site, position, parameter));
}

function sitesIn(caller: CodeFacts, { file, symbol }: Definition, resolve: Resolve): CallSite[] {
  const name = symbol.slice(symbol.lastIndexOf(".") + 1);
  return caller.links.callSites.filter(({ target }) => {
    if (typeof target === "string") return caller === file && target === symbol;
    if (![target.name, target.property, "default"].includes(name) && target.name !== "default") return false;
    const definition = resolve(caller, target);
    return definition?.file === file && definition.symbol === symbol;
  });
}

function isFixedAt({ fixed }: CallSite, position: number, parameter: string): boolean {
  const given = fixed.find(({ name }) => name === parameter) ?? fixed.filter(({ name }) => name === null)[position];
  return given?.fixed ?? true;
}

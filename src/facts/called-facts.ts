import type { Fact, Scope } from "../domain/fact.ts";
import type { CallSite, CodeFacts, Given, OutsideCall, Reference } from "./code/code-facts.ts";
import type { Definition } from "./definitions.ts";

/** Finds what a file's reference means among the files in view. */
export type Resolve = (importer: CodeFacts, reference: Reference) => Definition | null;

/** More would bury what the handler itself does. */
const MAX_JOINED = 40;

/** How many files a value is followed through: from a controller to a service, a repository and a helper. */
const MAX_FILES = 3;

const CHANGES = /^(?:write|delete)$/u;

/** More calls than this are followed for nobody. */
const MAX_FOLLOWED = 60;

/**
 * What functions of other files do with what a request hands them, and those that they hand it to: what an attacker
 * reaches, the records that the request chooses, and the checks that are carried out.
 */
export function calledFacts(file: CodeFacts, calls: readonly OutsideCall[], resolve: Resolve): Fact[] {
  const facts = followed({ file, calls }, { resolve, seen: new Set() }, MAX_FILES);
  const telling = facts.filter(isTelling).map((fact) => ({ ...fact, side: file.side }));
  return [...new Map(telling.map((fact) => [placeOf(fact), fact])).values()].slice(0, MAX_JOINED);
}

interface Caller {
  readonly file: CodeFacts;
  readonly calls: readonly OutsideCall[];
}

interface Following {
  readonly resolve: Resolve;
  readonly seen: Set<string>;
}

function followed({ file, calls }: Caller, following: Following, files: number): Fact[] {
  if (files === 0) return [];
  return calls.flatMap(({ target, given }) => {
    const definition = following.resolve(file, target);
    if (definition === null || definition.file === file || !isNew(definition, given, following.seen)) return [];
    const found = definition.file.links.follow(definition.symbol, given);
    return [...found.facts, ...followed({ file: definition.file, calls: found.calls }, following, files - 1)];
  });
}

/** The same function with the same input does the same again. */
function isNew({ file, symbol }: Definition, given: readonly Given[], seen: Set<string>): boolean {
  const sources = given.map(({ value }) => [value.source, value.request, value.session].join(":"));
  const key = [file.path, symbol, ...sources].join(" ");
  if (seen.has(key) || seen.size >= MAX_FOLLOWED) return false;
  seen.add(key);
  return true;
}

function isTelling({ kind, attributes }: Fact): boolean {
  if (kind === "sink") return attributes["tainted"] === true;
  if (kind === "data_store")
    return attributes["keyed_by"] === "request" || CHANGES.test(String(attributes["operation"]));
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

import type { Fact } from "../domain/fact.ts";
import type { CodeFacts, Given, OutsideCall, Reference } from "./code/code-facts.ts";
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
  const ways = [...new Map(telling.map((fact) => [wayTo(fact), fact])).values()];
  // Every place comes once before any comes again.
  const firsts = [...Map.groupBy(ways, placeOf).values()].flatMap(([first]) => first ?? []);
  return [...new Set([...firsts, ...ways])].slice(0, MAX_JOINED);
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
  return calls.flatMap(({ target, given, at }) => {
    const definition = following.resolve(file, target);
    if (definition === null || definition.file === file || !isNew(definition, given, following.seen)) return [];
    const found = definition.file.links.follow(definition.symbol, given);
    const facts = [...found.facts, ...followed({ file: definition.file, calls: found.calls }, following, files - 1)];
    // The first call of a chain is the one that the entry point makes.
    return at === null ? facts : facts.map((fact) => ({ ...fact, handedAt: at }));
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

/** Two values that reach the same line are two things to repair, where they are handed on. */
function wayTo(fact: Fact): string {
  return [placeOf(fact), fact.kind === "sink" ? fact.attributes["source"] : ""].join(" ");
}

/** A key that facts share when they say the same of the same lines. */
export function placeOf({ kind, name, path, startLine, endLine }: Fact): string {
  return [kind, name, path, startLine, endLine].join(" ");
}

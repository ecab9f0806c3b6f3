import { posix } from "node:path";
import type { Fact, Scope } from "../domain/fact.ts";
import { controlsNamed } from "./controls/control-names.ts";
import { type Action, type ClassSummary, type CodeFacts, type DeclaredGuard, INHERITED } from "./code/code-facts.ts";
import { guardsAction } from "./code/class-guards.ts";
import { settingsKeep } from "./code/guard-controls.ts";

/** A class with the file that it stands in. */
interface FoundClass {
  readonly file: CodeFacts;
  readonly name: string;
  readonly summary: ClassSummary;
}

/** The files in view that have a class of a name. */
export type HoldersOfClass = (name: string) => readonly CodeFacts[];

const MAX_CLASSES = 20;

/** What stands before the name of a class whose other parts are in other files. */
const PART = "partial";

/** An action with the guards of its class and of everything that its class inherits from, outermost first. */
export function linkAction(scope: Scope, action: Action, file: CodeFacts, holdersOf: HoldersOfClass): Scope {
  const chain: FoundClass[] = [];
  const isWhole = collect({ file, name: action.className }, holdersOf, chain);
  const guards = standing(chain.toReversed(), action.name);
  const facts = guards.flatMap(({ guard, from }) => factsOfGuard(guard, from, chain, file));
  const blindSpot = isWhole ? scope.blindSpot : INHERITED;
  return withoutSkipped({ ...scope, facts: [...scope.facts, ...facts], blindSpot });
}

/** Adds a class and its ancestors, nearest first; false when one of them is out of view. */
function collect(at: { file: CodeFacts; name: string }, holdersOf: HoldersOfClass, chain: FoundClass[]): boolean {
  const summary = at.file.links.classes.get(at.name);
  if (!summary || chain.length >= MAX_CLASSES) return false;
  if (chain.some((one) => one.file === at.file && one.name === at.name)) return true;
  chain.push({ ...at, summary });
  const results = summary.bases.map((base) => {
    const found = base === `${PART}.${at.name}` ? partsOf(at, holdersOf) : findClass(base, at, holdersOf);
    if (found.length === 0) return isHarmless(base, at.file);
    return found.map((one) => collect(one, holdersOf, chain)).every(Boolean);
  });
  return results.every(Boolean);
}

/** Mixed-in modules of libraries guard nothing unless their name says so; base classes of the project may. */
function isHarmless(base: string, { links }: CodeFacts): boolean {
  if (links.rootBases?.test(base)) return true;
  return (
    !base.endsWith("Controller") &&
    controlsNamed(base).length === 0 &&
    !/Authenticat|Authori[sz]|Session|Access/u.test(base)
  );
}

/** The class that a name means: nearest in the folders, as a language that loads classes by their name finds them. */
function findClass(base: string, from: { file: CodeFacts; name: string }, holdersOf: HoldersOfClass) {
  const name = base.slice(base.lastIndexOf(".") + 1);
  const isItself = (file: CodeFacts) => file === from.file && name === from.name;
  const path = `${base.split(".").map(fileName).join("/")}.`;
  const holders = holdersOf(name).filter((file) => !isItself(file) && mayBeNamed(file.path, from, path));
  const [best] = holders.toSorted((one, other) => distance(one.path, from, path) - distance(other.path, from, path));
  return best ? [{ file: best, name }] : [];
}

/** The other files that a class is spread over. */
function partsOf({ file, name }: { file: CodeFacts; name: string }, holdersOf: HoldersOfClass) {
  return holdersOf(name)
    .filter((one) => one !== file)
    .map((one) => ({ file: one, name }));
}

function fileName(name: string): string {
  return name.replaceAll(/([a-z\d])([A-Z])/gu, "$1_$2").toLowerCase();
}

/** More folders than anyone goes up. */
const ELSEWHERE = 100;

/** Folders to go up until the file of a class is found; files that are named otherwise come last. */
function distance(path: string, from: { file: CodeFacts }, wanted: string): number {
  if (path === from.file.path) return 0;
  for (let folder = posix.dirname(from.file.path), steps = 1; ; folder = posix.dirname(folder), steps += 1) {
    if (path.startsWith(posix.join(folder, wanted))) return steps;
    if (folder === "." || folder === "/") return path.includes(`/${wanted}`) ? ELSEWHERE : ELSEWHERE * 10;
  }
}

/** Folders that Ruby looks for classes in; those below them are namespaces. */
const ROOTS = /(?:^|\/)(?:lib|concerns|app\/\w+|test\/\w+)\/$/u;

/** Ruby loads a class from the file that its whole name gives: the same last name in another namespace is another class. */
function mayBeNamed(path: string, from: { file: CodeFacts }, wanted: string): boolean {
  const isRuby = path.endsWith(".rb") && from.file.path.endsWith(".rb");
  const far = isRuby && distance(path, from, wanted) >= ELSEWHERE;
  return !far || ROOTS.test(path.slice(0, path.lastIndexOf(wanted)));
}

interface Standing {
  readonly guard: DeclaredGuard;
  readonly from: FoundClass;
}

/** What stands in front of an action in the end, with each guard that was taken away again left out. */
function standing(chain: readonly FoundClass[], action: string): Standing[] {
  let guards: Standing[] = [];
  for (const from of chain) {
    for (const guard of from.summary.guards.filter((one) => guardsAction(one, action))) {
      if (guard.effect === "skips") guards = guards.filter((one) => one.guard.name !== guard.name);
      guards = [...guards, { guard, from }];
    }
  }
  return guards;
}

/** The controls that a guard promises, and what its method does where that stands in another file. */
function factsOfGuard(
  { name, controls, effect }: DeclaredGuard,
  from: FoundClass,
  chain: readonly FoundClass[],
  file: CodeFacts,
): Fact[] {
  const holder =
    effect === "adds" ? chain.find((one) => one.file.links.functions.has(`${one.name}.${name}`)) : undefined;
  const own = controls.map((fact) => ({ ...fact, side: file.side }));
  if (!holder || (holder.file === file && from.file === file)) return own;
  const symbol = `${holder.name}.${name}`;
  const summary = holder.file.links.functions.get(symbol);
  const kept = summary?.asksOnlySettings ? settingsKeep(own.map((fact) => fact.name)) : null;
  const promised = kept === null ? own : own.filter((fact) => kept.includes(fact.name));
  const inside = holder.file.links.follow(symbol, []).facts.filter((fact) => fact.kind === "control" || isLookUp(fact));
  return [...promised, ...inside.map((fact) => ({ ...fact, side: file.side }))];
}

/** Where forgery protection is taken away, what gave it no longer counts; and where no cookie counts, nothing is lost. */
function withoutSkipped(scope: Scope): Scope {
  const isOff = scope.facts.some((fact) => isForgery(fact) && fact.attributes["effective"] === false);
  if (!isOff) return scope;
  const isOpen = takesCookies(scope);
  return {
    ...scope,
    facts: scope.facts.filter((fact) => !isForgery(fact) || (isOpen && fact.attributes["effective"] === false)),
  };
}

function isForgery({ kind, name }: Fact): boolean {
  return kind === "control" && name === "csrf";
}

const OWN_CREDENTIALS = /token|key|basic|doorkeeper|oauth|jwt|bearer|signature|hmac|secret/iu;
const CALLED_BY_MACHINES =
  /(?:^|[/_#])(?:api|v\d+|web_?hooks?|hooks?|callbacks?|inbound|ipn|notifications?|events?|mail|oauth|saml|auth|scim|graphql|rpc)(?:$|[/_#])/iu;

/** True when the browser signs people in to an action that changes something, as far as its guards tell. */
function takesCookies({ entryPoint, facts, blindSpot }: Scope): boolean {
  if (entryPoint === null || entryPoint.attributes["changes_state"] === false) return false;
  const guards = facts.filter(
    ({ kind, name, attributes }) => kind === "control" && name.startsWith("auth") && attributes["effective"] === true,
  );
  if (guards.length > 0)
    return guards.every(({ attributes, quote }) => !OWN_CREDENTIALS.test(`${String(attributes["callee"])} ${quote}`));
  return blindSpot !== null && !CALLED_BY_MACHINES.test(String(entryPoint.attributes["route"]));
}

/** What a guard writes for itself, such as a visit, is nothing that the action behind it does. */
function isLookUp({ kind, attributes }: Fact): boolean {
  const writes = /^(?:write|delete)$/u.test(String(attributes["operation"]));
  return kind === "data_store" && (!writes || attributes["keyed_by"] === "request");
}

import type { Fact, FactKind, FileFacts, Scope } from "../../domain/fact.ts";

/** What a resource says about others, for the pass that links the files of one side. */
export interface ResourceLinks {
  /** Namespace or folder that names are looked up in; `null` when the place where it is used decides. */
  readonly space: string | null;
  /** What others can address it by: its own name, or its labels. */
  readonly answersTo: readonly string[];
  /** What it is about: a resource that answers to all names of one of these lists. */
  readonly concerns: readonly (readonly string[])[];
  /** The kinds of its facts that hold for what it is about. */
  readonly gives: readonly FactKind[];
}

/** What a reader of configuration yields: facts, and what links each scope, by position. */
export interface ConfigFacts extends FileFacts {
  readonly resources: readonly (ResourceLinks | null)[];
}

function isConfig(facts: FileFacts): facts is ConfigFacts {
  return "resources" in facts;
}

/** A way in stands in front of a service, which stands in front of a workload. */
const HOPS = 2;

interface Linked {
  readonly scope: Scope;
  readonly links: ResourceLinks;
}

/** Hands facts of resources on to those that they are about, such as a network policy's to the workloads it selects. */
export function linkResources(files: readonly FileFacts[]): FileFacts[] {
  let linked = files.filter(isConfig).flatMap(linkedScopes);
  if (!linked.some(({ links }) => links.concerns.length > 0)) return [...files];
  const latest = new Map<Scope, Scope>(linked.map(({ scope }) => [scope, scope]));
  for (let hop = 0; hop < HOPS; hop += 1) {
    const before = linked;
    linked = before.map((target) => ({ ...target, scope: withGiven(target, before) }));
    for (const [index, original] of [...latest.keys()].entries())
      latest.set(original, linked[index]?.scope ?? original);
  }
  return files.map((file) => ({ ...file, scopes: file.scopes.map((scope) => latest.get(scope) ?? scope) }));
}

function linkedScopes({ scopes, resources }: ConfigFacts): Linked[] {
  return scopes.flatMap((scope, position) => {
    const own = resources[position];
    return own ? [{ scope, links: own }] : [];
  });
}

function withGiven(target: Linked, all: readonly Linked[]): Scope {
  const { scope } = target;
  const given = all.filter((giver) => giver.scope.name !== scope.name && isAbout(giver, target)).flatMap(givenBy);
  const added = given.filter((fact) => !scope.facts.includes(fact));
  if (added.length === 0) return scope;
  const entryPoint = scope.entryPoint ?? added.find(({ kind }) => kind === "entry_point") ?? null;
  return { ...scope, entryPoint, facts: [...scope.facts, ...added] };
}

function givenBy({ scope, links }: Linked): Fact[] {
  return scope.facts.filter(({ kind }) => links.gives.includes(kind));
}

function isAbout(giver: Linked, target: Linked): boolean {
  if (giver.links.concerns.length === 0 || !isSameSpace(giver, target)) return false;
  const names = new Set(target.links.answersTo);
  return giver.links.concerns.some((wanted) => wanted.every((name) => names.has(name)) && names.size > 0);
}

/** Where one side does not say its namespace, files that lie together are used together. */
function isSameSpace(one: Linked, other: Linked): boolean {
  if (one.links.space !== null && other.links.space !== null) return one.links.space === other.links.space;
  const [left, right] = [folderOf(one.scope.path), folderOf(other.scope.path)];
  return left === right || left.startsWith(`${right}/`) || right.startsWith(`${left}/`);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

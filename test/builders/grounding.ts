import { DEFAULT_CONFIG, type RepositoryConfig } from "../../src/config/repository-config.ts";
import type { ChangeSet, Side } from "../../src/domain/change-set.ts";
import type { FileFacts, Scope } from "../../src/domain/fact.ts";
import type { ThreatKind } from "../../src/domain/threat-kind.ts";
import { groundFacts } from "../../src/pipeline/ground/ground-facts.ts";
import type { Grounded } from "../../src/pipeline/grounded.ts";
import { buildChange } from "./change-set.ts";
import { buildFileFacts } from "./fact.ts";
import { buildKind } from "./threat.ts";

interface Sides {
  readonly base?: readonly Scope[];
  readonly head?: readonly Scope[];
}

interface Grounding {
  readonly kinds?: readonly ThreatKind[];
  readonly config?: RepositoryConfig;
  readonly change?: ChangeSet;
  /** Reason why the files were not fully understood. */
  readonly limitation?: string;
}

/**
 * Grounds a change between these scopes. Without a change set of its own, every file of a scope is a changed file whose
 * lines say the same on both sides, so that only facts differ.
 */
export function groundScopes(sides: Sides, given: Grounding = {}): Grounded {
  const { kinds = [buildKind()], config = DEFAULT_CONFIG, limitation = null } = given;
  const base = (sides.base ?? []).map((scope) => onSide(scope, "base"));
  const head = (sides.head ?? []).map((scope) => onSide(scope, "head"));
  const change = given.change ?? changeOf([...base, ...head]);
  const facts = [...factsOf(base, "base"), ...factsOf(head, "head")].map((file) => ({ ...file, limitation }));
  return groundFacts(change, facts, config, { version: "test", kinds });
}

/** The same scope with its facts on one side. */
export function onSide(scope: Scope, side: Side): Scope {
  const entryPoint = scope.entryPoint && { ...scope.entryPoint, side };
  return { ...scope, side, entryPoint, facts: scope.facts.map((fact) => ({ ...fact, side })) };
}

/** `kind element: effect` of every candidate. */
export function effectsOf({ candidates }: Grounded): string[] {
  return candidates.map(({ kind, element, effect }) => `${kind} ${element}: ${effect}`);
}

function factsOf(scopes: readonly Scope[], side: Side): FileFacts[] {
  const files = Map.groupBy(scopes, ({ path }) => path);
  return [...files].map(([path, inFile]) => buildFileFacts({ path, side, scopes: inFile }));
}

function changeOf(scopes: readonly Scope[]): ChangeSet {
  const paths = [...new Set(scopes.map(({ path }) => path))];
  return buildChange({
    files: Object.fromEntries(paths.map((path) => [path, { base: "call();\n", head: "call();\n" }])),
  });
}

import type { Fact, Scope } from "../../domain/fact.ts";
import type { ThreatKind } from "../../domain/threat-kind.ts";
import { mitigatingControls } from "./protection.ts";

/** The controls of the other entry points in a file, to tell what one of them lacks. */
export interface Peers {
  readonly count: number;
  /** For each control name, one effective fact per entry point that has it. */
  readonly holders: ReadonlyMap<string, readonly Fact[]>;
}

const NOBODY: Peers = { count: 0, holders: new Map() };

/** Groups the entry points of one side by file. */
export function peersByFile(scopes: readonly Scope[]): Map<string, Peers> {
  const entries = scopes.filter(({ entryPoint, element }) => entryPoint !== null && element === "process");
  const files = Map.groupBy(entries, registeredIn);
  return new Map([...files].map(([path, inFile]) => [path, { count: inFile.length, holders: holdersIn(inFile) }]));
}

/** Neighbours stand side by side where they are registered, wherever their handlers are. */
export function registeredIn({ entryPoint, path }: Pick<Scope, "entryPoint" | "path">): string {
  return entryPoint?.path ?? path;
}

/** Of many entry points, the share that makes what they have a custom. */
const MOST = 0.75;

/** A control that the other entry points of the file have, both of two or nearly all of more, and this one has not; or `null`. */
export function controlOfAllPeers(kind: ThreatKind, scope: Scope, { count, holders }: Peers = NOBODY): Fact | null {
  const others = count - 1;
  if (others < 2 || scope.entryPoint === null) return null;
  const own = new Set(scope.facts.filter(isEffectiveControl).map(({ name }) => name));
  const lacking = [...mitigatingControls(kind)].filter((name) => !own.has(name));
  const common = lacking.map((name) => holders.get(name) ?? []).find((facts) => isCustom(facts.length, others));
  return common?.[0] ?? null;
}

function isCustom(holders: number, others: number): boolean {
  return holders === others || (holders >= 3 && holders / others >= MOST);
}

function holdersIn(scopes: readonly Scope[]): Map<string, Fact[]> {
  const firsts = scopes.flatMap((scope) => {
    const controls = scope.facts.filter(isEffectiveControl);
    return [...new Map(controls.map((fact) => [fact.name, fact])).values()];
  });
  return Map.groupBy(firsts, ({ name }) => name);
}

/** True for a control that works. */
export function isEffectiveControl(fact: Fact): boolean {
  return fact.kind === "control" && fact.attributes["effective"] === true;
}

import { otherSide } from "../../domain/change-set.ts";
import type { Fact, Scope } from "../../domain/fact.ts";
import type { Judgement } from "./judgements.ts";
import type { ScopePair } from "./pair-scopes.ts";

/** The scopes of both sides, and where a file of the base stands at the head. */
export interface BothSides {
  readonly pairs: readonly ScopePair[];
  readonly headPath: (basePath: string) => string;
}

/**
 * True for a flaw of which the change moved only what leads there, so that it neither went nor came: the code that does harm
 * stands as before, and either its path has another name that nobody can follow, or it was told at a path on one side.
 */
export function stillStanding({ pairs, headPath }: BothSides): (judgement: Judgement) => boolean {
  const keyOf = (fact: Fact) =>
    [fact.kind, fact.name, fact.side === "base" ? headPath(fact.path) : fact.path, fact.symbol, fact.quote].join("\n");
  const holders = {
    base: holdersBy(
      keyOf,
      pairs.flatMap(({ base }) => base ?? []),
    ),
    head: holdersBy(
      keyOf,
      pairs.flatMap(({ head }) => head ?? []),
    ),
  };
  const unfollowed = pairs.flatMap(({ base, head }) => (base === null && head && leadsNowhere(head) ? [head] : []));
  return (judgement) => {
    const open = openScope(judgement);
    if (open === null) return false;
    const { scope, sinks } = open;
    const others = sinks.map((fact) => holders[otherSide(scope.side)].get(keyOf(fact)) ?? []);
    if (scope.entryPoint === null) return others.every((scopes) => scopes.some(isReached));
    const isGone = judgement.effect === "resolved" && judgement.pair.head === null;
    const isElsewhere = sinks.every(({ path }) => path !== scope.path) && others.every((scopes) => scopes.length > 0);
    return isGone && isElsewhere && unfollowed.some((other) => isAlike(other, scope));
  };
}

function holdersBy(keyOf: (fact: Fact) => string, scopes: readonly Scope[]): Map<string, Scope[]> {
  const holders = new Map<string, Scope[]>();
  for (const scope of scopes) {
    for (const fact of scope.facts) holders.set(keyOf(fact), [...(holders.get(keyOf(fact)) ?? []), scope]);
  }
  return holders;
}

/** Where a threat that comes or goes is open, and the lines that do harm there; `null` for all others. */
function openScope({ effect, pair, base, head }: Judgement): { scope: Scope; sinks: readonly Fact[] } | null {
  const side = effect === "resolved" ? "base" : "head";
  const [scope, verdict] = side === "base" ? [pair.base, base] : [pair.head, head];
  if (scope === null || verdict.state !== "open" || (effect !== "resolved" && effect !== "introduced")) return null;
  const sinks = verdict.applies.map(({ fact }) => fact).filter(({ kind }) => kind === "sink");
  return sinks.length === 0 ? null : { scope, sinks };
}

function isReached({ entryPoint }: Scope): boolean {
  return entryPoint !== null;
}

/** An entry point behind which nothing was seen: what it runs may stand anywhere. */
function leadsNowhere({ entryPoint, facts }: Scope): boolean {
  return entryPoint !== null && facts.every(({ kind }) => kind === "entry_point" || kind === "control");
}

function isAlike(one: Scope, other: Scope): boolean {
  return one.entryPoint?.attributes["protocol"] === other.entryPoint?.attributes["protocol"];
}

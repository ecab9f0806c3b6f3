import type { Fact, Scope } from "../../domain/fact.ts";
import { HANDLER_ELSEWHERE } from "../../facts/code/code-facts.ts";
import type { ScopePair } from "./pair-scopes.ts";
import { isEffectiveControl, registeredIn } from "./peers.ts";
import type { ScopeText } from "./scope-text.ts";

/** What neighbours have in common, the most telling first. */
const CONTROLS = ["authn", "authz", "ownership", "signature", "csrf", "rate_limit", "validation"] as const;

/** Fewer neighbours, or a smaller share of them, are no custom. */
const FEWEST = 3;
const MOST = 0.75;

/** Adds to what came or changed a fact about the control that nearly all its neighbours have and it lacks. */
export type WithPeerControls = (pair: ScopePair) => ScopePair;

/** Compares the entry points that a file registers with each other, on each side of the change. */
export function withPeerControls(base: readonly Scope[], head: readonly Scope[], text: ScopeText): WithPeerControls {
  const files = { base: entriesByFile(base), head: entriesByFile(head) };
  const completed = (scope: Scope | null) => {
    const peers = scope === null ? [] : (files[scope.side].get(registeredIn(scope)) ?? []);
    const missing = scope === null || scope.blindSpot === HANDLER_ELSEWHERE ? null : controlOfMostPeers(scope, peers);
    return scope === null || missing === null ? scope : { ...scope, facts: [...scope.facts, missing] };
  };
  return (pair) => {
    const whole = { base: completed(pair.base), head: completed(pair.head) };
    const isSame = whole.base === pair.base && whole.head === pair.head;
    return isSame || !isOwnChange(pair, text) ? pair : whole;
  };
}

/** A neighbour that gets a control says nothing new of an entry point that stays as it was. */
function isOwnChange({ base, head }: ScopePair, text: ScopeText): boolean {
  if (base === null || head === null) return true;
  return text(base).join("\n") !== text(head).join("\n");
}

function entriesByFile(scopes: readonly Scope[]): Map<string, Scope[]> {
  return Map.groupBy(
    scopes.filter(({ element, entryPoint }) => element === "process" && entryPoint !== null),
    registeredIn,
  );
}

function controlOfMostPeers(scope: Scope, peers: readonly Scope[]): Fact | null {
  const changes = scope.entryPoint?.attributes["changes_state"];
  const alike = peers.filter((peer) => peer !== scope && peer.entryPoint?.attributes["changes_state"] === changes);
  if (alike.length < FEWEST) return null;
  for (const name of CONTROLS) {
    if (!needs(scope, name)) continue;
    const holders = alike.flatMap(
      (peer) => peer.facts.find((fact) => fact.name === name && isEffectiveControl(fact)) ?? [],
    );
    const [first] = holders;
    if (first && holders.length >= FEWEST && holders.length / alike.length >= MOST) {
      return missingFact(first, { count: holders.length, of: alike.length, side: scope.side });
    }
  }
  return null;
}

/** A control that is there, working or not, is told of elsewhere; some controls make sense only where there is something to check. */
function needs({ facts, entryPoint }: Scope, name: string): boolean {
  if (facts.some((fact) => fact.kind === "control" && fact.name === name)) return false;
  // Who may do this to everyone's records need not own them.
  if (name === "ownership")
    return facts.some(({ attributes }) => attributes["keyed_by"] === "request") && !facts.some(isRight);
  return !/^(?:csrf|validation)$/u.test(name) || entryPoint?.attributes["changes_state"] === true;
}

function isRight(fact: Fact): boolean {
  return fact.name === "authz" && isEffectiveControl(fact);
}

function missingFact(peer: Fact, { count, of, side }: { count: number; of: number; side: Scope["side"] }): Fact {
  const reason = `${count} of ${of} neighbouring entry points have it, and this one does not`;
  const attributes = { effective: false, via: "inline", protects: peer.name, reason };
  return { ...peer, side, name: "peer_control", attributes };
}

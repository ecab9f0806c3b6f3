import { normaliseElement } from "../../domain/fingerprint.ts";
import { compareFactors } from "../../domain/risk.ts";
import type { Effect, ThreatCandidate } from "../../domain/threat.ts";

/** Most places that a merged candidate quotes and steps that it tells; those of the part that weighs most come first. */
const MAX_PLACES = 12;

/**
 * Joins candidates that are one threat, such as one function name in two files: identity knows no path. What the change
 * does to the whole follows from its parts, so that a threat that left one file and came to another is pre-existing.
 */
export function mergeCandidates(candidates: readonly ThreatCandidate[]): ThreatCandidate[] {
  const groups = Map.groupBy(candidates, ({ kind, element, zoneCrossing }) =>
    [kind, normaliseElement(element), zoneCrossing].join("|"),
  );
  return [...groups.values()].map(merge);
}

function merge(group: readonly ThreatCandidate[]): ThreatCandidate {
  const [first, ...others] = group.toSorted(byWeight);
  if (!first) throw new Error("A group of candidates is never empty.");
  if (others.length === 0) return first;
  const all = [first, ...others];
  const effect = jointEffect(all.map((candidate) => candidate.effect));
  return {
    ...first,
    effect,
    anchors: all.flatMap(({ anchors }) => anchors).slice(0, MAX_PLACES),
    steps: all.flatMap(({ steps }) => steps).slice(0, MAX_PLACES),
  };
}

/** Of several effects of one threat, the one that says what happened to it as a whole. */
export function jointEffect(effects: readonly Effect[]): Effect {
  const has = (...wanted: Effect[]) => effects.some((effect) => wanted.includes(effect));
  const wasOpen = has("pre_existing", "worsened", "improved", "resolved");
  const isOpen = effects.some((effect) => effect !== "resolved");
  if (!isOpen) return "resolved";
  if (!wasOpen) return has("mitigation_weakened") ? "mitigation_weakened" : "introduced";
  const balance = effects.reduce((sum, effect) => sum + DIRECTION[effect], 0);
  if (balance === 0) return "pre_existing";
  return balance > 0 ? "worsened" : "improved";
}

const DIRECTION: Readonly<Record<Effect, number>> = {
  introduced: 1,
  worsened: 1,
  mitigation_weakened: 1,
  pre_existing: 0,
  improved: -1,
  resolved: -1,
};

/** Parts that got worse come first, then the riskier ones; what stands first is what the threat is shown at. */
function byWeight(one: ThreatCandidate, other: ThreatCandidate): number {
  return DIRECTION[other.effect] - DIRECTION[one.effect] || compareFactors(other.factors, one.factors);
}

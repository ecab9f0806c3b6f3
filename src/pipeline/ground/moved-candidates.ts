import { compareFactors } from "../../domain/risk.ts";
import type { ThreatCandidate } from "../../domain/threat.ts";

/**
 * Makes one old threat of two where a flaw went with its lines to another function or file: nothing was repaired there and
 * nothing new was written here. What is easier to reach or does more at its new place stays new.
 */
export function withoutMoved(candidates: readonly ThreatCandidate[]): ThreatCandidate[] {
  const left = Map.groupBy(
    candidates.filter(({ effect }) => effect === "resolved"),
    flawOf,
  );
  const moved = new Map<ThreatCandidate, ThreatCandidate>();
  for (const candidate of candidates.filter(({ effect }) => effect === "introduced")) {
    const alike = left.get(flawOf(candidate)) ?? [];
    const at = alike.findIndex(({ factors }) => compareFactors(candidate.factors, factors) <= 0);
    const [old] = at < 0 ? [] : alike.splice(at, 1);
    if (old) moved.set(candidate, old);
  }
  const gone = new Set(moved.values());
  return candidates
    .filter((candidate) => !gone.has(candidate))
    .map((candidate) => (moved.has(candidate) ? { ...candidate, effect: "pre_existing" } : candidate));
}

/** What does harm, as it is written; where a threat is only about what is missing, nothing tells it from others. */
function flawOf(candidate: ThreatCandidate): string | ThreatCandidate {
  const harmful = candidate.anchors.filter(({ role }) => role === "sink" || role === "config");
  const lines = harmful.map(({ quote }) => quote.replaceAll(/\s+/gu, " ").trim()).toSorted();
  return lines.length === 0 ? candidate : [candidate.kind, ...lines].join("\n");
}

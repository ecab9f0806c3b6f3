import { SEVERITIES } from "../../domain/risk.ts";
import { type Confidence, type Threat, isNew, primaryEvidence } from "../../domain/threat.ts";

const CONFIDENCES: readonly Confidence[] = ["low", "medium", "high"];

/**
 * New ones first, then by severity, whether there is proof, score, confidence, how many found it, and place: the same
 * order for the same threats.
 */
export function orderThreats(threats: readonly Threat[]): Threat[] {
  return threats.toSorted((a, b) => compareKeys(keysOf(b), keysOf(a)) || comparePlaces(a, b));
}

function comparePlaces(a: Threat, b: Threat): number {
  const [one, other] = [primaryEvidence(a), primaryEvidence(b)];
  return compareTexts(one.path, other.path) || one.startLine - other.startLine || compareTexts(a.id, b.id);
}

/** By code point, so that no machine's language changes the order. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function keysOf({ effect, risk, confidence, corroboration }: Threat): number[] {
  return [
    isNew(effect) ? 1 : 0,
    SEVERITIES.indexOf(risk.severity),
    confidence === "low" ? 0 : 1,
    risk.score,
    CONFIDENCES.indexOf(confidence),
    corroboration.length,
  ];
}

function compareKeys(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((key, place) => key !== other[place]);
  return index === -1 ? 0 : (one[index] ?? 0) - (other[index] ?? 0);
}

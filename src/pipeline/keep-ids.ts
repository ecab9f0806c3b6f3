import { evidenceHash, normaliseElement } from "../domain/fingerprint.ts";
import type { Threat } from "../domain/threat.ts";

/** Ways in which a threat is recognised whose id no longer says so, from the surest on. */
const LIKENESSES: readonly ((threat: Threat) => string)[] = [
  ({ kind, evidence }) => `${kind}|${evidenceHash(evidence.map(({ quote }) => quote))}`,
  ({ kind, element }) => `${kind}|${normaliseElement(element)}`,
];

/**
 * Gives threats that an earlier head knew under another name the id that they had there: their file or function was
 * renamed, or their code moved. Only where exactly one fits on either side; otherwise the new id stands.
 */
export function keepIds(threats: readonly Threat[], earlier: readonly Threat[]): Threat[] {
  const here = new Set(threats.map(({ id }) => id));
  const kept = new Map<Threat, string>();
  let lost = earlier.filter(({ id }) => !here.has(id));
  const known = new Set(earlier.map(({ id }) => id));
  for (const likeness of LIKENESSES) {
    const fresh = threats.filter((threat) => !known.has(threat.id) && !kept.has(threat));
    const before = Map.groupBy(lost, likeness);
    for (const [key, [only, ...others]] of Map.groupBy(fresh, likeness)) {
      const [old, ...more] = before.get(key) ?? [];
      if (!only || !old || others.length + more.length > 0) continue;
      kept.set(only, old.id);
      lost = lost.filter((threat) => threat !== old);
    }
  }
  return threats.map((threat) => ({ ...threat, id: kept.get(threat) ?? threat.id }));
}

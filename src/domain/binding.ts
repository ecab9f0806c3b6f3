import type { Binding } from "./disposition.ts";
import { evidenceHash, factorsHash } from "./fingerprint.ts";
import type { Threat } from "./threat.ts";

type Bound = Pick<Threat, "evidence" | "risk" | "assumed">;

/** The binding of a decision about this threat as it is scored now. */
export function bindingOf({ evidence, risk }: Bound): Binding {
  return { evidenceHash: evidenceHash(evidence.map(({ quote }) => quote)), factorsHash: factorsHash(risk.factors) };
}

/** The binding of an answer: to the threat as it was scored before anyone answered. */
export function rawBindingOf(threat: Bound): Binding {
  return { ...bindingOf(threat), factorsHash: factorsHash(threat.assumed?.before ?? threat.risk.factors) };
}

/** What changed of a threat since a decision was made on it; `null` when nothing did. */
export function whatChanged(boundTo: Binding, now: Binding): "evidence_changed" | "risk_changed" | null {
  if (boundTo.evidenceHash !== now.evidenceHash) return "evidence_changed";
  return boundTo.factorsHash === now.factorsHash ? null : "risk_changed";
}

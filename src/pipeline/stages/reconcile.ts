import type { Disposition } from "../../domain/disposition.ts";
import { evidenceHash, factorsHash } from "../../domain/fingerprint.ts";
import type { ThreatReport } from "../../domain/report.ts";
import type { Threat } from "../../domain/threat.ts";
import { keepIds } from "../keep-ids.ts";

/** What is remembered from earlier heads of the same pull request. */
export interface Memory {
  readonly previous: ThreatReport | null;
  readonly dispositions: readonly Disposition[];
}

/**
 * Joins this head's threats with what people decided and with what earlier heads said. A decision holds only while
 * the evidence and the risk factors that it was made on are unchanged and it has not expired; a later decision replaces an earlier one.
 */
export function reconcile(threats: readonly Threat[], memory: Memory, now: Date): Threat[] {
  const decisions = new Map<string, Disposition>();
  for (const disposition of memory.dispositions.toSorted((a, b) => a.at.localeCompare(b.at))) {
    decisions.set(disposition.threatId, disposition);
  }
  const known = keepIds(threats, memory.previous?.threats ?? []);
  return known.map((threat) => ({ ...threat, disposition: standing(decisions.get(threat.id), threat, now) }));
}

function standing(disposition: Disposition | undefined, threat: Threat, now: Date): Disposition | null {
  if (!disposition || disposition.verb === "reopen" || isExpired(disposition, now)) return null;
  const { boundTo } = disposition;
  const unchanged =
    boundTo.evidenceHash === evidenceHash(threat.evidence.map((evidence) => evidence.quote)) &&
    boundTo.factorsHash === factorsHash(threat.risk.factors);
  return unchanged ? disposition : null;
}

function isExpired(disposition: Disposition, now: Date): boolean {
  return disposition.expires !== null && Date.parse(disposition.expires) <= now.getTime();
}

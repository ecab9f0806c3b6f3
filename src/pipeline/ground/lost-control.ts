import type { ThreatKind } from "../../domain/threat-kind.ts";
import { NOT_APPLICABLE, type Verdict } from "./kinds-on-scope.ts";

interface Verdicts {
  readonly base: Verdict;
  readonly head: Verdict;
}

/**
 * Of a kind about a lost control, what is open counts only where the other side of the same path has that control.
 * A path that never had it, that is new or that is gone has lost nothing.
 */
export function asLoss({ lostControl }: ThreatKind, base: Verdict, head: Verdict): Verdicts {
  const isLoss = lostControl === undefined || hasLost(lostControl, base, head) || hasLost(lostControl, head, base);
  return isLoss ? { base, head } : { base: unlessOpen(base), head: unlessOpen(head) };
}

function hasLost(control: string, having: Verdict, lacking: Verdict): boolean {
  if (having.state !== "mitigated" || lacking.state !== "open") return false;
  return having.by.some(({ fact }) => fact.kind === "control" && fact.name === control);
}

function unlessOpen(verdict: Verdict): Verdict {
  return verdict.state === "open" ? NOT_APPLICABLE : verdict;
}

import type { ThreatKind } from "../../domain/threat-kind.ts";
import { NOT_APPLICABLE, type Verdict } from "./kinds-on-scope.ts";

interface Verdicts {
  readonly base: Verdict;
  readonly head: Verdict;
}

/**
 * Of a kind about a lost control, what is open counts only where the other side of the same path has that control, or
 * where the kind asks for lines that switch it off. A path that never had it, that is new or that is gone has lost nothing.
 */
export function asLoss({ lostControl }: ThreatKind, base: Verdict, head: Verdict): Verdicts {
  const isLoss = lostControl === undefined || hasLost(lostControl, base, head) || hasLost(lostControl, head, base);
  if (lostControl === undefined || isLoss) return { base, head };
  return { base: ifSwitchedOff(lostControl, base), head: ifSwitchedOff(lostControl, head) };
}

function hasLost(control: string, having: Verdict, lacking: Verdict): boolean {
  if (having.state !== "mitigated" || lacking.state !== "open") return false;
  return having.by.some(({ fact }) => fact.kind === "control" && fact.name === control);
}

/** Lines that switch a control off say as much as lines that are gone. */
function ifSwitchedOff(control: string, verdict: Verdict): Verdict {
  if (verdict.state !== "open") return verdict;
  const isOff = verdict.applies.some(
    ({ fact }) => fact.kind === "control" && fact.name === control && fact.attributes["effective"] === false,
  );
  return isOff ? verdict : NOT_APPLICABLE;
}

import type { ThreatReport } from "../domain/report.ts";
import { listOf } from "./words.ts";

/** One sentence when the change is not what its author calls it; `null` otherwise. None of the author's words are in it. */
export function claimLine({ claim }: Pick<ThreatReport, "claim">): string | null {
  if (claim === null) return null;
  const { says, threatIds } = claim;
  return `The description speaks of ${says}, but the change brings ${listOf(threatIds)}: is that meant?`;
}

import type { Decision } from "../domain/disposition.ts";
import { isExpired } from "../pipeline/stages/reconcile.ts";
import type { SavedRun } from "../ports/store.ts";

/** False when somebody decided something since this run, or a decision that it rests on has expired. */
export function isUpToDate({ report, decided }: SavedRun, decisions: readonly Decision[], now: Date): boolean {
  const isOver = report.threats.some(({ disposition }) => disposition !== null && isExpired(disposition, now));
  return decided === decisions.length && !isOver;
}

import type { CoverageCell, FileCoverage } from "../domain/coverage.ts";
import type { SystemDelta } from "../domain/system-model.ts";
import type { ThreatCandidate } from "../domain/threat.ts";

/** What code alone finds out about a change, before any model is asked. */
export interface Grounded {
  /** What the change does to the system. */
  readonly delta: SystemDelta;
  /** One per threat kind and scope, of every effect; their quotes are not yet looked up. */
  readonly candidates: readonly ThreatCandidate[];
  /** One per changed scope and STRIDE category. */
  readonly cells: readonly CoverageCell[];
  /** One per changed file, in the change set's order. */
  readonly files: readonly FileCoverage[];
  /** What of the code around the change was not looked at although the change concerns it, one sentence each. */
  readonly gaps: readonly string[];
}

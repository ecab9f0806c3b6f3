import type { ChangeSet } from "../domain/change-set.ts";
import type { FileFacts } from "../domain/fact.ts";

/** Reads what both sides of a change say about the system. */
export interface FactSource {
  /**
   * One entry per file and side, changed files and context. A file that could not be read has a limitation instead of
   * scopes. Throws the signal's reason when aborted, and `ThreatModelError` when reading cannot go on.
   */
  read(change: ChangeSet, signal: AbortSignal): Promise<readonly FileFacts[]>;
}

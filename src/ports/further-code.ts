import type { ContextFile } from "../domain/change-set.ts";

/** Code of the reviewed repository that was not read with the change. */
export interface FurtherCode {
  /**
   * Files that define one of the names or end in one of the paths, as they are at the reviewed commits: one for each at
   * most, none for what is not there. Throws what reading throws.
   */
  find(needs: readonly string[], signal: AbortSignal): Promise<readonly ContextFile[]>;
  /** The file whose path `score` rates highest, `null` when it rates none above 0. Throws what reading throws. */
  findClosest(score: (path: string) => number, signal: AbortSignal): Promise<ContextFile | null>;
}

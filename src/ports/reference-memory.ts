import type { PullRequestRef } from "../domain/job.ts";
import type { KnownReferences } from "../domain/imports/known-references.ts";

/** What the files of repositories name of others, kept between reviews so that a push reads only what is new. */
export interface ReferenceMemory {
  /** What was kept of the pull request's repository; empty when that is nothing. */
  recall(ref: PullRequestRef): Promise<KnownReferences>;
  /** Replaces what was kept. */
  keep(ref: PullRequestRef, references: KnownReferences): Promise<void>;
}

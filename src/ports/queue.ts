import type { CommandJob, MergeJob, PullRequestRef, ReviewJob } from "../domain/job.ts";

/** Does the work of one job. The signal aborts with `JobAborted` when it is no longer wanted; a throw means: try again later. */
export interface JobHandlers {
  review(job: ReviewJob, signal: AbortSignal): Promise<void>;
  command(job: CommandJob, signal: AbortSignal): Promise<void>;
  merge(job: MergeJob, signal: AbortSignal): Promise<void>;
  /** Tells the person who gave a command that it failed for good, after its last try. */
  failedCommand(job: CommandJob, signal: AbortSignal): Promise<void>;
  /** Tells people that a review failed for good, after its last try. */
  abandoned(job: ReviewJob, signal: AbortSignal): Promise<void>;
}

/** Jobs by queue. */
export type QueueDepth = Readonly<Record<string, { readonly waiting: number; readonly running: number }>>;

/** Durable work. A promise that resolves means: stored, and will be done. */
export interface Queue {
  /** One running and one pending job per pull request: a newer one replaces the pending and aborts the running one. */
  enqueueReview(job: ReviewJob): Promise<void>;
  enqueueCommand(job: CommandJob): Promise<void>;
  enqueueMerge(job: MergeJob): Promise<void>;
  /** Drops the pending and aborts the running review of a pull request. */
  cancelReviews(ref: Pick<PullRequestRef, "repositoryId" | "number">): Promise<void>;
  depth(): Promise<QueueDepth>;
  /** Starts taking work. */
  work(handlers: JobHandlers): Promise<void>;
  /** Stops taking work, waits up to `graceMs` for running jobs, and returns the rest to the queue. */
  stop(graceMs: number): Promise<void>;
}

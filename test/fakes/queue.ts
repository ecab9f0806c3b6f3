import type { CommandJob, MergeJob, PullRequestRef, ReviewJob } from "../../src/domain/job.ts";
import type { JobHandlers, Queue } from "../../src/ports/queue.ts";

export interface FakeQueue extends Queue {
  readonly reviews: ReviewJob[];
  readonly commands: CommandJob[];
  readonly merges: MergeJob[];
  readonly cancelled: Pick<PullRequestRef, "repositoryId" | "number">[];
  /** Thrown by everything that stores work, when set. */
  error: Error | null;
  handlers: JobHandlers | null;
  stoppedAfter: number | null;
}

/** A queue that notes what it is given and does nothing with it. */
export function fakeQueue(): FakeQueue {
  const queue: FakeQueue = {
    reviews: [],
    commands: [],
    merges: [],
    cancelled: [],
    error: null,
    handlers: null,
    stoppedAfter: null,
    async enqueueReview(job) {
      if (queue.error) throw queue.error;
      queue.reviews.push(job);
    },
    async enqueueCommand(job) {
      if (queue.error) throw queue.error;
      queue.commands.push(job);
    },
    async enqueueMerge(job) {
      if (queue.error) throw queue.error;
      queue.merges.push(job);
    },
    async cancelReviews(ref) {
      if (queue.error) throw queue.error;
      queue.cancelled.push(ref);
    },
    depth: async () => ({}),
    async work(handlers) {
      queue.handlers = handlers;
    },
    async stop(graceMs) {
      queue.stoppedAfter = graceMs;
    },
  };
  return queue;
}

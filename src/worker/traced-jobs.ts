import type { CommandJob, MergeJob, PullRequestRef, ReviewJob } from "../domain/job.ts";
import type { JobHandlers } from "../ports/queue.ts";
import type { Traces } from "../ports/traces.ts";
import { fieldsOf } from "./review-tools.ts";

/** Follows every job from its start to its end. */
export function traceJobs(handlers: JobHandlers, traces: Traces): JobHandlers {
  const follow =
    <Job extends PullRequestRef>(name: string, work: (job: Job, signal: AbortSignal) => Promise<void>) =>
    async (job: Job, signal: AbortSignal) =>
      traces.run(name, fieldsOf(job), async () => work(job, signal));
  return {
    review: follow("review", async (job: ReviewJob, signal) => handlers.review(job, signal)),
    command: follow("command", async (job: CommandJob, signal) => handlers.command(job, signal)),
    merge: follow("merge", async (job: MergeJob, signal) => handlers.merge(job, signal)),
    failedCommand: follow("failed command", async (job: CommandJob, signal) => handlers.failedCommand(job, signal)),
    abandoned: follow("abandoned review", async (job: ReviewJob, signal) => handlers.abandoned(job, signal)),
  };
}

import type { ReviewJob } from "../domain/job.ts";
import { runFailed } from "./check-outputs.ts";
import { failedConclusion, isWorthRetrying } from "./failure.ts";
import { type ReviewTools, fieldsOf } from "./review-tools.ts";
import { openTracked } from "./tracked-host.ts";

type AbandonedTools = Pick<ReviewTools, "host" | "store" | "log" | "newReference">;

/** Closes the check of a review that failed at every try, so that nobody waits for it; a sweep tries once more. Rejects to be tried again. */
export function createAbandonedWorker(tools: AbandonedTools): (job: ReviewJob) => Promise<void> {
  return async (job) => {
    const reference = tools.newReference();
    tools.log.error({ ...fieldsOf(job), headSha: job.headSha, reference }, "A review failed at every try");
    try {
      const host = await openTracked(job, tools);
      const state = await host.readState(job);
      const standing = await tools.store.latestPublishedRun(job);
      if (state.state === "closed" || standing?.headSha === state.headSha) return;
      const check = await host.startCheck(job, state.headSha);
      await host.completeCheck(job, check, runFailed(failedConclusion(null), reference));
      // Whatever kept it from being done may be over by then; the sweeper's own try is the last.
      if (job.trigger !== "sweep") await tools.store.noteCheck(job, check.headSha, "abandoned");
    } catch (error) {
      if (isWorthRetrying(error)) throw error;
      tools.log.error({ ...fieldsOf(job), reference, error }, "The check of a failed review could not be closed");
    }
  };
}

import { incompleteConclusion } from "../domain/gate.ts";
import type { MergeJob } from "../domain/job.ts";
import type { CheckOutput } from "../domain/publication.ts";
import type { PullRequestState } from "../ports/code-host.ts";
import type { Queue } from "../ports/queue.ts";
import type { SavedRun } from "../ports/store.ts";
import { codeSpan } from "../render/escape.ts";
import { verdictLine } from "../render/verdict-line.ts";
import { isUpToDate } from "./up-to-date.ts";
import { failedConclusion, isWorthRetrying } from "./failure.ts";
import { type ReviewTools, fieldsOf } from "./review-tools.ts";
import { openTracked } from "./tracked-host.ts";

type MergeTools = Pick<ReviewTools, "host" | "store" | "log" | "clock"> & {
  readonly queue: Pick<Queue, "enqueueReview">;
};

/**
 * Answers a merge queue at once with what the review of the pull request's own head said. Without a current review it
 * says so and asks for one: what nobody looked at does not merge as if somebody had.
 */
export function createMergeWorker(tools: MergeTools): (job: MergeJob) => Promise<void> {
  return async (job) => {
    try {
      await answer(job, tools);
    } catch (error) {
      if (isWorthRetrying(error)) throw error;
      tools.log.error({ ...fieldsOf(job), error }, "A merge queue could not be answered");
    }
  };
}

async function answer({ mergeSha, ...ref }: MergeJob, tools: MergeTools): Promise<void> {
  const { store, clock, queue, log } = tools;
  const host = await openTracked(ref, tools);
  const check = await host.startCheck(ref, mergeSha);
  const [state, run] = [await host.readState(ref), await store.latestPublishedRun(ref)];
  const isCurrent = run?.headSha === state.headSha && isUpToDate(run, await store.decisions(ref), clock.now());
  const output = isCurrent ? asReviewed(run) : notCurrent(state, run);
  await host.completeCheck(ref, check, output);
  log.info({ ...fieldsOf(ref), headSha: mergeSha, conclusion: output.conclusion }, "A merge queue was answered");
  if (!isCurrent) await queue.enqueueReview({ ...ref, headSha: state.headSha, trigger: "sweep", force: false });
}

function asReviewed({ report, headSha }: SavedRun): CheckOutput {
  const summary = `As reviewed at ${codeSpan(headSha.slice(0, 7))} of #${report.number}.`;
  return plain(report.gate.conclusion, verdictLine(report), summary);
}

function notCurrent({ headSha }: PullRequestState, run: SavedRun | null): CheckOutput {
  const conclusion = run === null ? failedConclusion(null) : incompleteConclusion(run.report.gate.policy);
  const summary = `There is no current review of ${codeSpan(headSha.slice(0, 7))}. It was asked for; queue the pull request again when it is there.`;
  return plain(conclusion, "Incomplete: the pull request has no current review", summary);
}

function plain(conclusion: CheckOutput["conclusion"], title: string, summary: string): CheckOutput {
  return { conclusion, title, summary, text: null, annotations: [], buttons: [] };
}

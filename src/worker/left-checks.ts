import { CodeHostError } from "../domain/errors.ts";
import type { OpenCheck } from "../ports/store.ts";
import { runInterrupted } from "./check-outputs.ts";
import { failedConclusion } from "./failure.ts";
import { whyOutdated } from "./outdated.ts";
import { fieldsOf } from "./review-tools.ts";
import { type SweepTools, sweepJob } from "./sweeper.ts";

/** Seconds between two looks. Together with the margin less than a minute, the longest that a check may be over time. */
export const LOOK_SECONDS = 20;
const MARGIN_SECONDS = 30;

/** How long an installation is left alone after GitHub did not answer, or answered that something is not there. */
const REST_SECONDS = { retryable: 30, final: 3_600 };

/**
 * Looks for checks that run longer than a review may: whoever worked on them died, or waits for a try that is far away.
 * What it returns looks once, and rejects only when the store cannot be read.
 */
export function createLeftCheckCloser(tools: SweepTools): () => Promise<void> {
  const restingUntil = new Map<number, number>();
  return async () => {
    for (const open of await tools.store.checksOpenFor(tools.deadlineSeconds + MARGIN_SECONDS)) {
      const { installationId } = open.ref;
      const now = tools.clock.now().getTime();
      if (now < (restingUntil.get(installationId) ?? 0)) continue;
      try {
        await close(open, tools);
      } catch (error) {
        const seconds = restAfter(error);
        restingUntil.set(installationId, now + seconds * 1_000);
        tools.log.warn({ installationId, seconds, error }, "A check that was left behind could not be closed yet");
      }
    }
  };
}

function restAfter(error: unknown): number {
  if (!(error instanceof CodeHostError)) return REST_SECONDS.retryable;
  return error.retryAfter ?? (error.retryable ? REST_SECONDS.retryable : REST_SECONDS.final);
}

/** Ends the check, and has its head reviewed again, under a new check, while that head is wanted. */
async function close({ ref, headSha, state }: OpenCheck, tools: SweepTools): Promise<void> {
  const { store, log, queue } = tools;
  // Not the host that keeps track: the note stays until the review is asked for.
  const host = await tools.host.open(ref);
  const now = await host.readState(ref);
  const check = await host.findCheck(ref, headSha);
  const outdated = whyOutdated(now, headSha);
  if (outdated !== null) {
    if (check !== null) await host.closeCheck(ref, check, "cancelled", outdated);
    return store.dropCheck(ref, headSha);
  }
  if (check === null && state === "started") return store.dropCheck(ref, headSha);
  log.warn({ ...fieldsOf(ref), headSha }, "A check was left behind");
  if (check !== null) {
    await store.noteCheck(ref, headSha, "abandoned");
    await host.completeCheck(ref, check, runInterrupted(failedConclusion(null)));
  }
  const run = await store.latestPublishedRun(ref);
  // A check that was opened again after its review was published is not finished by being published already.
  await queue.enqueueReview({ ...sweepJob(ref, headSha), force: run?.headSha === headSha });
  await store.dropCheck(ref, headSha, "abandoned");
}

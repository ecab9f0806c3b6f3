import type { PullRequestRef, ReviewJob } from "../domain/job.ts";
import type { CodeHost } from "../ports/code-host.ts";
import type { Queue } from "../ports/queue.ts";
import type { OpenCheck } from "../ports/store.ts";
import { whyOutdated } from "./outdated.ts";
import { fieldsOf, type ReviewTools } from "./review-tools.ts";
import { openTracked } from "./tracked-host.ts";

/** What sweeping works with. */
export interface SweepTools extends Pick<ReviewTools, "store" | "log" | "clock" | "deadlineSeconds"> {
  readonly host: CodeHost;
  readonly queue: Pick<Queue, "enqueueReview">;
  /** Days after which what nobody touched is deleted. */
  readonly keepDays: number;
}

/** A check that runs longer than a review may, and this, was left behind. */
const MARGIN_SECONDS = 60;

/**
 * Finds what was lost on the way: deliveries that nobody took since `since`, checks that nobody finished, acceptances
 * whose time is over; and deletes what is too old. A part that fails is logged and tried again with the next sweep.
 */
export async function sweep(tools: SweepTools, since: Date): Promise<void> {
  const { host, store, log } = tools;
  await part(tools, async () => {
    const count = await host.redeliverMissed(since);
    if (count > 0) log.warn({ count }, "Deliveries were missed; they are asked for again");
  });
  await part(tools, async () => {
    for (const open of await store.checksOpenFor(tools.deadlineSeconds + MARGIN_SECONDS)) {
      await part(tools, async () => finish(open, tools));
    }
  });
  await part(tools, async () => store.forgetOlderThan(tools.keepDays));
  await part(tools, async () => {
    for (const ref of await store.pullRequestsWithExpired()) await tools.queue.enqueueReview(sweepJob(ref, null));
  });
}

async function part({ log }: SweepTools, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.warn({ error }, "A part of a sweep failed; the next one tries again");
  }
}

/** A head that is still wanted is reviewed again; the check of any other is closed. */
async function finish({ ref, headSha, state }: OpenCheck, tools: SweepTools): Promise<void> {
  const { store, log, queue } = tools;
  const host = await openTracked(ref, tools);
  const now = await host.readState(ref);
  const check = await host.findCheck(ref, headSha);
  if (check === null && state === "started") return store.dropCheck(ref, headSha);
  log.warn({ ...fieldsOf(ref), headSha }, "A check was left behind");
  const outdated = whyOutdated(now, headSha);
  if (outdated !== null) {
    return check === null ? store.dropCheck(ref, headSha) : host.closeCheck(ref, check, "cancelled", outdated);
  }
  const run = await store.latestPublishedRun(ref);
  // A check that was opened again after its review was published is not finished by being published already.
  const force = check !== null && run?.headSha === headSha;
  await queue.enqueueReview({ ...sweepJob(ref, headSha), force });
  // One that is still open is kept in mind: a newer head may take the place of this review before it closes the check.
  if (state === "abandoned") await store.dropCheck(ref, headSha, "abandoned");
}

function sweepJob(
  { installationId, repositoryId, owner, repo, number }: PullRequestRef,
  headSha: string | null,
): ReviewJob {
  return { installationId, repositoryId, owner, repo, number, headSha, trigger: "sweep", force: false };
}

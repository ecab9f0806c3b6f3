import type { PullRequestRef, ReviewJob } from "../domain/job.ts";
import type { CodeHost } from "../ports/code-host.ts";
import type { Queue } from "../ports/queue.ts";
import type { ReviewTools } from "./review-tools.ts";

/** What sweeping works with. */
export interface SweepTools extends Pick<ReviewTools, "store" | "log" | "clock" | "deadlineSeconds"> {
  readonly host: CodeHost;
  readonly queue: Pick<Queue, "enqueueReview">;
  /** Days after which what nobody touched is deleted. */
  readonly keepDays: number;
}

/**
 * Finds what was lost on the way: deliveries that nobody took since `since`, acceptances whose time is over; and deletes
 * what is too old. A part that fails is logged and tried again with the next sweep.
 */
export async function sweep(tools: SweepTools, since: Date): Promise<void> {
  const { host, store, log } = tools;
  await part(tools, async () => {
    const count = await host.redeliverMissed(since);
    if (count > 0) log.warn({ count }, "Deliveries were missed; they are asked for again");
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

/** A review that nobody but us asks for. */
export function sweepJob(
  { installationId, repositoryId, owner, repo, number }: PullRequestRef,
  headSha: string | null,
): ReviewJob {
  return { installationId, repositoryId, owner, repo, number, headSha, trigger: "sweep", force: false };
}

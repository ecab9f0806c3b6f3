import { setTimeout as sleep } from "node:timers/promises";
import type { Octokit } from "@octokit/rest";
import type { RepositoryName } from "./emulator/developer.ts";
import type { Posted } from "./posted.ts";

const POLL_MS = 250;

/** A pull request as the demo addresses it. */
export interface OpenedPull extends RepositoryName {
  readonly number: number;
  readonly headSha: string;
  readonly title: string;
}

/** Waits until the check run of the head is completed, then reads everything that stands on the pull request. */
export async function readPosted(client: Octokit, pull: OpenedPull, deadlineMs: number): Promise<Posted> {
  const where = { owner: pull.owner, repo: pull.repo };
  const check = await completedCheck(client, pull, Date.now() + deadlineMs);
  const reviews = await client.rest.pulls.listReviews({ ...where, pull_number: pull.number });
  const comments = await client.rest.pulls.listReviewComments({ ...where, pull_number: pull.number, per_page: 100 });
  return {
    title: pull.title,
    check: {
      name: check.name,
      conclusion: check.conclusion ?? "unknown",
      title: check.output.title ?? "",
    },
    reviews: reviews.data.map((review) => review.body ?? "").filter((body) => body !== ""),
    comments: comments.data.map(({ path, line, body }) => ({ path, line: line ?? null, body: body ?? "" })),
  };
}

async function completedCheck(client: Octokit, pull: OpenedPull, deadline: number) {
  const where = { owner: pull.owner, repo: pull.repo, ref: pull.headSha };
  while (Date.now() < deadline) {
    const { data } = await client.rest.checks.listForRef(where);
    const done = data.check_runs.find((run) => run.status === "completed");
    if (done) return done;
    await sleep(POLL_MS);
  }
  throw new Error("No check run was completed in time.");
}

import { setTimeout as sleep } from "node:timers/promises";
import type { Octokit, RestEndpointMethodTypes } from "@octokit/rest";
import type { RepositoryName } from "./emulator/developer.ts";
import type { CodeLine, Posted, PostedComment } from "./posted.ts";

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
    comments: await Promise.all(comments.data.map((comment) => withCode(client, pull, comment))),
  };
}

type Comment = RestEndpointMethodTypes["pulls"]["listReviewComments"]["response"]["data"][number];

async function withCode(client: Octokit, pull: OpenedPull, comment: Comment): Promise<PostedComment> {
  const { path, body } = comment;
  const line = comment.line ?? null;
  const first = comment.start_line ?? line;
  if (line === null || first === null || comment.side === "LEFT") return { path, line, body, code: [] };
  const lines = await linesAtHead(client, pull, path);
  return { path, line, body, code: lines.filter(({ number }) => number >= first && number <= line) };
}

async function linesAtHead(client: Octokit, pull: OpenedPull, path: string): Promise<CodeLine[]> {
  const { owner, repo, headSha: ref } = pull;
  const response = await client.rest.repos.getContent({ owner, repo, path, ref, mediaType: { format: "raw" } });
  const text: unknown = response.data;
  if (typeof text !== "string") return [];
  return text.split("\n").map((one, index) => ({ number: index + 1, text: one }));
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

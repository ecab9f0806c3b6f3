import type { CommandJob, PullRequestRef, ReviewJob } from "../../src/domain/job.ts";

export function buildRef(given: Partial<PullRequestRef> = {}): PullRequestRef {
  return { installationId: 11, repositoryId: 22, owner: "acme", repo: "shop", number: 7, ...given };
}

export function buildReviewJob(given: Partial<ReviewJob> = {}): ReviewJob {
  return { ...buildRef(), headSha: "a".repeat(40), trigger: "pushed", force: false, ...given };
}

export function buildCommandJob(given: Partial<CommandJob> = {}): CommandJob {
  return { ...buildRef(), place: { in: "comment", id: 501 }, actor: "alice", text: "explain T-4KX2M7QD", ...given };
}

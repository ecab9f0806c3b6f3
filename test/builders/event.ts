/** What every event of a repository carries, as GitHub writes it. */
const REPOSITORY_EVENT = {
  installation: { id: 11, node_id: "x" },
  repository: { id: 22, name: "shop", full_name: "acme/shop", owner: { login: "acme", id: 1 } },
  sender: { login: "alice", type: "User" },
};

const HEAD_SHA = "a".repeat(40);

export function pullRequestEvent(action: string, given: Record<string, unknown> = {}) {
  return { action, pull_request: { number: 7, head: { sha: HEAD_SHA }, draft: false }, ...REPOSITORY_EVENT, ...given };
}

export function issueCommentEvent(body: string, given: Record<string, unknown> = {}) {
  return {
    action: "created",
    issue: { number: 7, pull_request: { url: "https://api.github.com/repos/acme/shop/pulls/7" } },
    comment: { id: 501, body },
    ...REPOSITORY_EVENT,
    ...given,
  };
}

export function reviewCommentEvent(body: string, given: Record<string, unknown> = {}) {
  return {
    action: "created",
    pull_request: { number: 7, head: { sha: HEAD_SHA } },
    comment: { id: 502, body, in_reply_to_id: 400 },
    ...REPOSITORY_EVENT,
    ...given,
  };
}

export function checkRunEvent(action: string, check: Record<string, unknown> = {}) {
  const standard = {
    id: 1,
    head_sha: HEAD_SHA,
    external_id: `acme/shop#7@${HEAD_SHA}`,
    app: { id: 5 },
    pull_requests: [],
  };
  return { action, check_run: { ...standard, ...check }, ...REPOSITORY_EVENT };
}

export function checkSuiteEvent(action: string, suite: Record<string, unknown> = {}) {
  const standard = { id: 1, head_sha: HEAD_SHA, head_branch: null, app: { id: 5 }, pull_requests: [] };
  return { action, check_suite: { ...standard, ...suite }, ...REPOSITORY_EVENT };
}

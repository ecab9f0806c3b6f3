import type { Framework } from "./framework.ts";

/** What people write in a repository of others: titles, bodies, messages and names of branches. */
const WRITTEN = [
  "comment.body",
  "issue.title",
  "issue.body",
  "pull_request.title",
  "pull_request.body",
  "pull_request.head.ref",
  "pull_request.head.label",
  "review.body",
  "discussion.title",
  "discussion.body",
  "head_commit.message",
  "commits",
  "ref",
  "milestone.title",
  "changes",
  "workflow_run.head_branch",
  "workflow_run.display_title",
];

/** Probot: handlers of GitHub's webhooks, whose signatures it checks itself. */
export const PROBOT: Framework = {
  id: "probot",
  language: "javascript",
  modules: ["probot"],
  byConvention: false,
  usualParameters: ["context"],
  protocol: "webhook",
  routers: [{ constructor: "probot.Probot", root: true }],
  usualNames: ["app", "robot", "probot", "bot"],
  routes: [{ form: "named", methods: ["on"], decorator: false, label: "webhook" }],
  guards: [],
  mounts: [],
  guardOptions: [],
  request: {
    sources: ["payload", "data"].flatMap((holder) => WRITTEN.map((field) => `${holder}.${field}`)),
    bodies: [],
    session: [],
  },
  globalRequests: [],
  globalSessions: [],
  parameters: ["request"],
  others: "other",
  checksTypes: false,
  brings: ["signature"],
};

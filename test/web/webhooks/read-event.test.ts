import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EVENT_READERS, readEvent } from "../../../src/web/webhooks/index.ts";
import {
  checkRunEvent,
  checkSuiteEvent,
  issueCommentEvent,
  pullRequestEvent,
  reviewCommentEvent,
} from "../../builders/event.ts";
import { buildCommandJob, buildRef, buildReviewJob } from "../../builders/job.ts";

const APP_ID = 5;
const HEAD = "a".repeat(40);
const read = (name: string, payload: unknown) => readEvent(name, payload, APP_ID);
const kindsOf = (name: string, payload: unknown) => read(name, payload).map((intent) => intent.kind);

describe("pull_request", () => {
  it.each([
    ["opened", "opened"],
    ["reopened", "opened"],
    ["synchronize", "pushed"],
    ["labeled", "labeled"],
    ["ready_for_review", "ready"],
  ] as const)("%s asks for a review", (action, trigger) => {
    expect(read("pull_request", pullRequestEvent(action))).toEqual([
      { kind: "review", job: buildReviewJob({ trigger }) },
    ]);
  });

  it("asks for the review of a draft too, so that its check is posted", () => {
    const draft = { pull_request: { number: 7, head: { sha: HEAD }, draft: true } };
    expect(kindsOf("pull_request", pullRequestEvent("opened", draft))).toEqual(["review"]);
  });

  it("asks for a review when the base changed, and for none when only the words did", () => {
    const base = pullRequestEvent("edited", { changes: { base: { ref: { from: "main" } } } });
    expect(read("pull_request", base)).toEqual([{ kind: "review", job: buildReviewJob({ trigger: "base_changed" }) }]);
    expect(kindsOf("pull_request", pullRequestEvent("edited", { changes: { title: {} } }))).toEqual(["ignore"]);
    expect(kindsOf("pull_request", pullRequestEvent("edited"))).toEqual(["ignore"]);
  });

  it.each(["closed", "converted_to_draft"])("%s cancels what is queued or running", (action) => {
    expect(read("pull_request", pullRequestEvent(action))).toEqual([{ kind: "cancel", ref: buildRef() }]);
  });

  it.each(["unlabeled", "assigned", "review_requested", "locked", "toString"])("%s asks for nothing", (action) => {
    expect(kindsOf("pull_request", pullRequestEvent(action))).toEqual(["ignore"]);
  });

  it("ignores the event of a webhook that belongs to no installation", () => {
    expect(kindsOf("pull_request", pullRequestEvent("opened", { installation: undefined }))).toEqual(["ignore"]);
  });

  it("ignores a head that is no commit id", () => {
    const odd = { pull_request: { number: 7, head: { sha: "refs/heads/main; rm -rf" } } };
    expect(kindsOf("pull_request", pullRequestEvent("opened", odd))).toEqual(["ignore"]);
  });
});

describe("issue_comment", () => {
  it("reads the command of a person", () => {
    expect(read("issue_comment", issueCommentEvent("Hm.\n/threatmodel explain T-4KX2M7QD\nThanks"))).toEqual([
      { kind: "command", job: buildCommandJob() },
    ]);
  });

  it.each<[string, ReturnType<typeof issueCommentEvent>]>([
    ["without a command", issueCommentEvent("Looks good")],
    ["that quotes a command", issueCommentEvent("> /threatmodel run")],
    ["that shows a command in a fence", issueCommentEvent("```\n/threatmodel run\n```")],
    ["on an issue", issueCommentEvent("/threatmodel run", { issue: { number: 7 } })],
    ["that was edited", issueCommentEvent("/threatmodel run", { action: "edited" })],
    ["that was deleted", issueCommentEvent("/threatmodel run", { action: "deleted" })],
    ["of an app", issueCommentEvent("/threatmodel run", { sender: { login: "threatdiff[bot]", type: "Bot" } })],
    [
      "of an app without the usual name",
      issueCommentEvent("/threatmodel run", { sender: { login: "Copilot", type: "Bot" } }),
    ],
    [
      "of an app that says it is a person",
      issueCommentEvent("/threatmodel run", { sender: { login: "x[bot]", type: "User" } }),
    ],
  ])("ignores a comment %s", (_, event) => {
    expect(kindsOf("issue_comment", event)).toEqual(["ignore"]);
  });
});

describe("pull_request_review_comment", () => {
  it("reads a command in a thread", () => {
    expect(read("pull_request_review_comment", reviewCommentEvent("/threatmodel explain T-4KX2M7QD"))).toEqual([
      { kind: "command", job: buildCommandJob({ place: { in: "comment", id: 502 } }) },
    ]);
  });

  it("ignores edits, and comments of apps", () => {
    const edited = reviewCommentEvent("/threatmodel run", { action: "edited" });
    const bot = reviewCommentEvent("/threatmodel run", { sender: { login: "x[bot]", type: "Bot" } });
    for (const event of [edited, bot]) expect(kindsOf("pull_request_review_comment", event)).toEqual(["ignore"]);
  });
});

function press(identifier: string, given: object = {}) {
  return read("check_run", { ...checkRunEvent("requested_action"), requested_action: { identifier }, ...given });
}

describe("merge_group", () => {
  const sha = "e".repeat(40);
  const group = (action: string, head_ref: string) =>
    read("merge_group", { ...checkRunEvent(action), merge_group: { head_sha: sha, head_ref } });

  it("asks about the pull request that its branch names", () => {
    expect(group("checks_requested", `refs/heads/gh-readonly-queue/release/1.0/pr-7-${"f".repeat(40)}`)).toEqual([
      { kind: "merge_group", job: { ...buildRef(), mergeSha: sha } },
    ]);
  });

  it.each([
    ["destroyed", `refs/heads/gh-readonly-queue/main/pr-7-${"f".repeat(40)}`],
    ["checks_requested", "refs/heads/main"],
    ["checks_requested", `refs/heads/gh-readonly-queue/main/pr-0-${"f".repeat(40)}`],
  ])("asks nothing when it is %s of %s", (action, ref) => {
    expect(group(action, ref)).toMatchObject([{ kind: "ignore" }]);
  });
});

describe("a button of a check", () => {
  it.each([
    ["run", "run"],
    ["explain", "explain all"],
    ["accept", "accept all because accepted with the button of the check"],
  ] as const)("says %s as a command of the one who pressed it", (button, text) => {
    expect(press(button)).toEqual([
      { kind: "command", job: buildCommandJob({ place: { in: "check", id: 1, button }, actor: "alice", text }) },
    ]);
  });

  it("that is not ours is ignored", () => {
    for (const identifier of ["deploy", "accept all", ""]) {
      expect(press(identifier)).toMatchObject([{ kind: "ignore" }]);
    }
    expect(
      read("check_run", {
        ...checkRunEvent("requested_action", { app: { id: 6 } }),
        requested_action: { identifier: "accept" },
      }),
    ).toMatchObject([{ kind: "ignore" }]);
    expect(press("accept", { sender: { login: "robot[bot]", type: "Bot" } })).toMatchObject([{ kind: "ignore" }]);
    expect(read("check_run", checkRunEvent("requested_action"))).toMatchObject([{ kind: "ignore" }]);
  });
});

describe("check_run", () => {
  const again = buildReviewJob({ trigger: "rerequested", force: true });

  it("asks again for the pull request in our id, because forks have no list of pull requests", () => {
    expect(read("check_run", checkRunEvent("rerequested"))).toEqual([{ kind: "review", job: again }]);
  });

  it("takes the pull request from the list when the id is not ours", () => {
    const event = checkRunEvent("rerequested", { external_id: "", pull_requests: [{ number: 9 }] });
    expect(read("check_run", event)).toEqual([{ kind: "review", job: { ...again, number: 9 } }]);
  });

  it("looks the commit up when neither says which pull request it is", () => {
    const { number: _, ...repository } = buildRef();
    expect(read("check_run", checkRunEvent("rerequested", { external_id: null }))).toEqual([
      { kind: "review_head", repository, headSha: HEAD },
    ]);
  });

  it("ignores the checks of other apps, and everything but a wish to run again", () => {
    expect(kindsOf("check_run", checkRunEvent("rerequested", { app: { id: 6 } }))).toEqual(["ignore"]);
    for (const action of ["created", "completed", "requested_action"]) {
      expect(kindsOf("check_run", checkRunEvent(action))).toEqual(["ignore"]);
    }
  });
});

describe("check_suite", () => {
  it("asks again for every pull request of the suite, or looks the commit up", () => {
    const event = checkSuiteEvent("rerequested", { pull_requests: [{ number: 7 }, { number: 8 }] });
    expect(read("check_suite", event)).toMatchObject([{ job: { number: 7, force: true } }, { job: { number: 8 } }]);
    expect(kindsOf("check_suite", checkSuiteEvent("rerequested"))).toEqual(["review_head"]);
  });

  it("ignores the suites of other apps, and those that come with every push", () => {
    expect(kindsOf("check_suite", checkSuiteEvent("rerequested", { app: { id: 6 } }))).toEqual(["ignore"]);
    expect(kindsOf("check_suite", checkSuiteEvent("requested"))).toEqual(["ignore"]);
  });
});

describe("installation", () => {
  it("forgets an installation that ended, and repositories that were removed", () => {
    expect(read("installation", { action: "deleted", installation: { id: 11 } })).toEqual([
      { kind: "forget_installation", installationId: 11 },
    ]);
    const removed = { action: "removed", installation: { id: 11 }, repositories_removed: [{ id: 22 }, { id: 23 }] };
    expect(read("installation_repositories", removed)).toEqual([
      { kind: "forget_repository", repositoryId: 22 },
      { kind: "forget_repository", repositoryId: 23 },
    ]);
  });

  it.each(["created", "suspend", "unsuspend", "new_permissions_accepted"])("%s asks for nothing", (action) => {
    expect(kindsOf("installation", { action, installation: { id: 11 } })).toEqual(["ignore"]);
  });
});

describe("readEvent", () => {
  it.each([null, undefined, 0, "text", [], {}, { action: 1 }, { action: "opened", repository: null }])(
    "asks for nothing when the payload is %j",
    (payload) => {
      for (const name of [...EVENT_READERS.keys(), "push", "__proto__"])
        expect(kindsOf(name, payload)).toEqual(["ignore"]);
    },
  );

  it("knows every event that the app subscribes to", () => {
    const files = readdirSync(new URL("../../../src/web/webhooks/", import.meta.url));
    expect(files.length).toBeGreaterThan(8);
    const subscribed = [
      "pull_request",
      "issue_comment",
      "pull_request_review_comment",
      "check_run",
      "check_suite",
      "merge_group",
    ];
    for (const name of [...subscribed, "installation", "installation_repositories"])
      expect(EVENT_READERS.has(name)).toBe(true);
  });
});

import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGitHub } from "../../src/adapters/github/github-app.ts";
import { APP_NEEDS } from "../../src/adapters/github/needs.ts";
import { pushFiles } from "../../src/demo/emulator/developer.ts";
import { type GitHubEmulator, startEmulator } from "../../src/demo/emulator/emulator.ts";
import type { PullRequestRef } from "../../src/domain/job.ts";
import type { InlineComment, Publication, ReviewPlan } from "../../src/domain/publication.ts";
import type { CodeHostReader, CodeHostWriter } from "../../src/ports/code-host.ts";

const WHERE = { owner: "ann", repo: "shop" };
const BASE = {
  "src/app.ts": "import { owner } from './guards.ts';\nexport const app = owner;\n",
  "src/guards.ts": "export const owner = 1;\n",
  "logo.png": new Uint8Array([0x89, 0x50, 0, 1]),
  "old-name.ts": "export const same = 1;\n",
  ".github/threatdiff.yml": "version: 1\n",
};

let github: GitHubEmulator;
let host: CodeHostReader & CodeHostWriter;
let ref: PullRequestRef;

beforeAll(async () => {
  github = await startEmulator({ ...WHERE, users: ["bob"], files: BASE, app: APP_NEEDS });
  const files = {
    "src/app.ts": "import { owner } from './guards.ts';\nexport const app = owner + 1;\nexport const more = 2;\n",
    "logo.png": new Uint8Array([0x89, 0x50, 0, 2]),
    "old-name.ts": null,
    "new-name.ts": BASE["old-name.ts"],
    ".github/threatdiff.yml": "version: 2\n",
  };
  await pushFiles(github.as("ann"), { ...WHERE, branch: "change", files });
  const pull = { ...WHERE, title: "Add more", body: "Please look.", head: "change", base: "main" };
  const { data } = await github.as("ann").rest.pulls.create(pull);
  const app = createGitHub({
    appId: github.app.id,
    privateKey: github.app.privateKey,
    webhookSecret: github.app.webhookSecret,
    apiUrl: github.url,
    log: pino({ level: "silent" }),
    paced: false,
    settle: 5,
  });
  ref = { installationId: github.installationId, repositoryId: github.repositoryId, ...WHERE, number: data.number };
  host = await app.open(ref);
  expect(await app.selfCheck()).toEqual([]);
});
afterAll(async () => {
  await github?.close();
});

function comment(threatId: string, line: number, path = "src/app.ts"): InlineComment {
  return { threatId, path, side: "head", startLine: line, endLine: line, body: `About ${threatId}.` };
}

async function publish(plan: Partial<ReviewPlan>) {
  const { headSha } = await host.readState(ref);
  const check = {
    conclusion: "failure",
    title: "1 threat",
    summary: "s",
    text: null,
    annotations: [],
    buttons: [],
  } as const;
  const review = { body: "Summary.", comments: [], goneComments: new Map<string, string>(), ...plan };
  const publication: Publication = { headSha, check, review };
  return host.publishReview(ref, publication);
}

/** What people see, read with a person's token. */
async function standing() {
  const { rest } = github.as("bob");
  const at = { ...WHERE, pull_number: ref.number, per_page: 100 };
  const [reviews, comments] = await Promise.all([rest.pulls.listReviews(at), rest.pulls.listReviewComments(at)]);
  return {
    reviews: reviews.data.map(({ body, state }) => ({ body, state })),
    comments: comments.data.map(({ path, line, body }) => ({ path, line, body })),
  };
}

describe("a pull request from reading to publishing", () => {
  it("is read as it stands, with the configuration of its base", async () => {
    const change = await host.readChange(ref, await host.readState(ref), new AbortController().signal);
    expect(change).toMatchObject({
      subject: { repository: "ann/shop", number: 1 },
      title: "Add more",
      config: { text: "version: 1\n" },
      filesMissing: null,
      context: [{ path: "src/guards.ts", blob: { text: BASE["src/guards.ts"] } }],
    });
    const files = change.files.map(({ path, status, omitted, hunks }) => [path, status, omitted, hunks.length]);
    expect(files).toEqual([
      [".github/threatdiff.yml", "modified", null, 1],
      ["logo.png", "modified", "binary", 0],
      ["new-name.ts", "renamed", null, 0],
      ["src/app.ts", "modified", null, 1],
    ]);
  });

  it("gets one check, whatever is repeated", async () => {
    const { headSha } = await host.readState(ref);
    const check = await host.startCheck(ref, headSha);
    const again = await host.startCheck(ref, headSha);
    expect([check.isNew, again]).toEqual([true, { ...check, isNew: false }]);
    const annotation = {
      path: "src/app.ts",
      startLine: 3,
      endLine: 3,
      level: "failure",
      title: "t",
      message: "m",
    } as const;
    const annotations = Array.from({ length: 60 }, (_, index) => ({ ...annotation, title: `t${index}` }));
    const output = {
      conclusion: "failure",
      title: "1 threat",
      summary: "s",
      text: "x",
      annotations,
      buttons: ["run"],
    } as const;
    await host.completeCheck(ref, check, output);
    await host.completeCheck(ref, again, output);
    const { rest } = github.as("bob");
    const { data } = await rest.checks.listForRef({ ...WHERE, ref: headSha });
    expect(data.check_runs).toMatchObject([
      {
        name: "Threatdiff",
        status: "completed",
        conclusion: "failure",
        external_id: `ann/shop#1@${headSha}`,
        output: { title: "1 threat", annotations_count: 60 },
      },
    ]);
  });

  it("gets one review, changed only by what is new at a later head", async () => {
    expect(await publish({ comments: [comment("T-AAAAAAAA", 3)] })).toMatchObject({
      commentsCreated: 1,
      bodyOnly: false,
    });
    const first = await standing();
    expect(first).toEqual({
      reviews: [{ body: "Summary.\n\n<!-- threatdiff:review -->", state: "COMMENTED" }],
      comments: [{ path: "src/app.ts", line: 3, body: "About T-AAAAAAAA.\n\n<!-- threatdiff:threat T-AAAAAAAA -->" }],
    });
    await publish({ comments: [comment("T-AAAAAAAA", 3)] });
    expect(await standing()).toEqual(first);

    const { headSha } = await host.readState(ref);
    await pushFiles(github.as("ann"), {
      ...WHERE,
      branch: "change",
      files: { "src/next.ts": "export const next = 1;\n" },
    });
    expect((await host.readState(ref)).headSha).not.toBe(headSha);
    const outcome = await publish({
      body: "Later.",
      comments: [comment("T-BBBBBBBB", 1, "src/next.ts")],
      goneComments: new Map([["T-AAAAAAAA", "Gone."]]),
    });
    expect(outcome).toMatchObject({ commentsCreated: 1, turned: [{ gone: true }], bodyOnly: false });
    const later = await standing();
    expect(later.reviews[0]?.body).toBe("Later.\n\n<!-- threatdiff:review -->");
    expect(later.comments).toEqual([
      { path: "src/app.ts", line: 3, body: "Gone.\n\n<!-- threatdiff:threat T-AAAAAAAA gone -->" },
      { path: "src/next.ts", line: 1, body: "About T-BBBBBBBB.\n\n<!-- threatdiff:threat T-BBBBBBBB -->" },
    ]);
  });

  it("still shows a comment whose line is not in the diff", async () => {
    const comments = [comment("T-BBBBBBBB", 1, "src/next.ts"), comment("T-CCCCCCCC", 900)];
    expect(await publish({ body: "Again.", comments })).toMatchObject({ commentsCreated: 0, bodyOnly: true });
    const { reviews, comments: shown } = await standing();
    expect(shown).toHaveLength(2);
    expect(reviews[0]?.body).toContain("`src/app.ts:900`\n\nAbout T-CCCCCCCC.");
  });

  it("ignores marks that another person pasted", async () => {
    const fake = "About T-DDDDDDDD.\n\n<!-- threatdiff:threat T-DDDDDDDD -->";
    const { headSha } = await host.readState(ref);
    const place = { path: "src/next.ts", line: 1, side: "RIGHT", commit_id: headSha } as const;
    await github.as("bob").rest.pulls.createReviewComment({ ...WHERE, pull_number: ref.number, ...place, body: fake });
    const comments = [comment("T-BBBBBBBB", 1, "src/next.ts"), comment("T-DDDDDDDD", 1, "src/next.ts")];
    expect(await publish({ body: "Again.", comments })).toMatchObject({ commentsCreated: 1, bodyOnly: false });
  });

  it("answers and acknowledges a command once", async () => {
    const { rest } = github.as("ann");
    const issue = { ...WHERE, issue_number: ref.number };
    const { data } = await rest.issues.createComment({ ...issue, body: "/threatmodel explain T-AAAAAAAA" });
    for (const _ of [1, 2]) {
      await host.react(ref, { in: "comment", id: data.id }, "eyes");
      await host.reply(ref, { in: "comment", id: data.id }, "Because.");
    }
    const { data: comments } = await rest.issues.listComments(issue);
    expect(comments.map(({ user, body }) => [user?.login, body])).toEqual([
      ["ann", "/threatmodel explain T-AAAAAAAA"],
      ["threatdiff[bot]", `Because.\n\n<!-- threatdiff:reply ${data.id} -->`],
    ]);
    const { data: reactions } = await rest.reactions.listForIssueComment({ ...WHERE, comment_id: data.id });
    expect(reactions.map(({ content }) => content)).toEqual(["eyes"]);
  });

  it("knows who may do what", async () => {
    const permissions = ["ann", "bob", "nobody"].map(async (login) => host.readPermission(ref, login));
    expect(await Promise.all(permissions)).toEqual(["admin", "read", "none"]);
  });
});

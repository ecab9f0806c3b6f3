import type { Octokit } from "@octokit/rest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { APP_NEEDS } from "../../src/adapters/github/needs.ts";
import { pushFiles } from "../../src/demo/emulator/developer.ts";
import { type GitHubEmulator, startEmulator } from "../../src/demo/emulator/emulator.ts";

const WHERE = { owner: "ann", repo: "shop" };
const PULL = { ...WHERE, pull_number: 1 };
const LINES = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);

let github: GitHubEmulator;
let ann: Octokit;
let head: string;

/** What GitHub documents, asked of the double that stands in for it. */
beforeAll(async () => {
  const files = { "a.ts": `${LINES.join("\n")}\n`, "old.ts": "export const same = 1;\n" };
  github = await startEmulator({ ...WHERE, users: ["eve"], writers: ["wil"], files, app: APP_NEEDS });
  ann = github.as("ann");
  const changed = LINES.with(4, "changed 5").toSpliced(29, 1);
  const many = Object.fromEntries(
    Array.from({ length: 120 }, (_, index) => [`many/${index}.ts`, `export {}; // ${index}\n`]),
  );
  head = await pushFiles(ann, {
    ...WHERE,
    branch: "change",
    files: { ...many, "a.ts": `${changed.join("\n")}\n`, "old.ts": null, "new.ts": files["old.ts"] },
  });
  await ann.rest.pulls.create({ ...WHERE, title: "Change", head: "change", base: "main" });
});
afterAll(async () => {
  await github.close();
});

async function statusOf(call: Promise<{ status: number }>): Promise<number> {
  return call.then(
    ({ status }) => status,
    (error: unknown) => (error instanceof Error && "status" in error ? Number(error.status) : 0),
  );
}

describe("changed files", () => {
  it("come in pages with links, and are counted", async () => {
    const { data, headers } = await ann.rest.pulls.listFiles({ ...PULL, per_page: 100 });
    expect(data).toHaveLength(100);
    expect(headers.link).toContain('rel="next"');
    const all = await ann.paginate(ann.rest.pulls.listFiles, { ...PULL, per_page: 100 });
    expect(all).toHaveLength(122);
    expect((await ann.rest.pulls.get(PULL)).data.changed_files).toBe(122);
  });

  it("have a patch, or a former name", async () => {
    const all = await ann.paginate(ann.rest.pulls.listFiles, { ...PULL, per_page: 100 });
    const changed = all.find(({ filename }) => filename === "a.ts");
    expect(changed).toMatchObject({ status: "modified", additions: 1, deletions: 2, changes: 3 });
    expect(changed?.patch).toMatch(/^@@ -2,7 \+2,7 @@/u);
    const renamed = all.find(({ filename }) => filename === "new.ts");
    expect(renamed).toMatchObject({ status: "renamed", previous_filename: "old.ts", changes: 0 });
    expect(renamed).not.toHaveProperty("patch");
  });

  it("are one text in the diff media type", async () => {
    const { data } = await ann.rest.pulls.get({ ...PULL, mediaType: { format: "diff" } });
    expect(data).toEqual(expect.stringContaining("diff --git a/a.ts b/a.ts\n--- a/a.ts\n+++ b/a.ts\n@@ -2,7 +2,7 @@"));
  });
});

describe("reviews", () => {
  const review = { ...PULL, event: "COMMENT", body: "Look." } as const;

  it("take comments by line, on both sides and over several lines", async () => {
    const { status, data } = await ann.rest.pulls.createReview({
      ...review,
      commit_id: head,
      comments: [
        { path: "a.ts", line: 5, side: "RIGHT", body: "new line" },
        { path: "a.ts", line: 30, side: "LEFT", body: "old line" },
        { path: "a.ts", start_line: 3, start_side: "RIGHT", line: 6, side: "RIGHT", body: "range" },
      ],
    });
    expect(status).toBe(200);
    const { data: comments } = await ann.rest.pulls.listCommentsForReview({ ...PULL, review_id: data.id });
    expect(comments.map(({ body, position }) => [body, position])).toEqual([
      ["new line", 5],
      ["old line", 13],
      ["range", 6],
    ]);
    const { data: all } = await ann.rest.pulls.listReviewComments(PULL);
    expect(all.map(({ line, side, start_line }) => [line, side, start_line])).toEqual([
      [5, "RIGHT", null],
      [30, "LEFT", null],
      [6, "RIGHT", 3],
    ]);
  });

  it.each([
    ["a line outside the hunks", { path: "a.ts", line: 20, side: "RIGHT" }],
    ["a removed line on the right side", { path: "a.ts", line: 400, side: "RIGHT" }],
    ["a path outside the change", { path: "b.ts", line: 1, side: "RIGHT" }],
    ["a range over two hunks", { path: "a.ts", start_line: 5, start_side: "RIGHT", line: 29, side: "RIGHT" }],
    [
      "a range that ends before it starts",
      { path: "a.ts", start_line: 6, start_side: "RIGHT", line: 5, side: "RIGHT" },
    ],
  ])("refuse %s, and with it the whole review", async (_what, place) => {
    const before = (await ann.rest.pulls.listReviews(PULL)).data.length;
    const comments = [{ ...place, body: "x" }];
    expect(await statusOf(ann.rest.pulls.createReview({ ...review, comments }))).toBe(422);
    expect((await ann.rest.pulls.listReviews(PULL)).data).toHaveLength(before);
  });

  it("refuse an empty one and a body that is too long", async () => {
    expect(await statusOf(ann.rest.pulls.createReview({ ...review, body: "" }))).toBe(422);
    expect(await statusOf(ann.rest.pulls.createReview({ ...review, body: "x".repeat(65_537) }))).toBe(422);
  });

  it("can be edited after they were submitted", async () => {
    const { data } = await ann.rest.pulls.createReview(review);
    expect((await ann.rest.pulls.updateReview({ ...PULL, review_id: data.id, body: "Edited." })).data.body).toBe(
      "Edited.",
    );
    const { data: all } = await ann.rest.pulls.listReviews(PULL);
    expect(all.find(({ id }) => id === data.id)?.body).toBe("Edited.");
  });
});

describe("comments", () => {
  it("can be edited and answered in their thread", async () => {
    const place = { path: "a.ts", line: 5, side: "RIGHT", commit_id: head } as const;
    const { data } = await ann.rest.pulls.createReviewComment({ ...PULL, ...place, body: "first" });
    await ann.rest.pulls.updateReviewComment({ ...WHERE, comment_id: data.id, body: "edited" });
    const reply = await ann.rest.pulls.createReplyForReviewComment({ ...PULL, comment_id: data.id, body: "answer" });
    expect(reply.data).toMatchObject({ in_reply_to_id: data.id, path: "a.ts", line: 5, body: "answer" });
    expect((await ann.rest.pulls.getReviewComment({ ...WHERE, comment_id: data.id })).data.body).toBe("edited");
    const lost = ann.rest.pulls.createReplyForReviewComment({ ...PULL, comment_id: 999, body: "x" });
    expect(await statusOf(lost)).toBe(404);
  });

  it("take each reaction once", async () => {
    const { data } = await ann.rest.issues.createComment({ ...WHERE, issue_number: 1, body: "hello" });
    const react = async () =>
      ann.rest.reactions.createForIssueComment({ ...WHERE, comment_id: data.id, content: "eyes" });
    expect([(await react()).status, (await react()).status]).toEqual([201, 200]);
    const lost = ann.rest.reactions.createForIssueComment({ ...WHERE, comment_id: 999, content: "eyes" });
    expect(await statusOf(lost)).toBe(404);
  });
});

function output(count: number) {
  const annotation = { path: "a.ts", start_line: 5, end_line: 5, annotation_level: "warning", message: "m" } as const;
  const annotations = Array.from({ length: count }, (_, index) => ({ ...annotation, title: `t${index}` }));
  return { title: "t", summary: "s", annotations };
}

describe("check runs", () => {
  it("add annotations up, fifty at a time", async () => {
    const { data } = await ann.rest.checks.create({
      ...WHERE,
      name: "Threatdiff",
      head_sha: head,
      status: "in_progress",
    });
    const update = async (count: number) =>
      ann.rest.checks.update({ ...WHERE, check_run_id: data.id, output: output(count) });
    expect(await statusOf(update(51))).toBe(422);
    await update(50);
    expect((await update(10)).data.output.annotations_count).toBe(60);
    const all = await ann.paginate(ann.rest.checks.listAnnotations, { ...WHERE, check_run_id: data.id });
    expect(all).toHaveLength(60);
    expect(all[0]?.title).toBe("t0");
  });

  it("stay finished", async () => {
    const created = { ...WHERE, name: "Other", head_sha: head, status: "completed", conclusion: "success" } as const;
    const check_run_id = (await ann.rest.checks.create(created)).data.id;
    expect(await statusOf(ann.rest.checks.update({ ...WHERE, check_run_id, status: "in_progress" }))).toBe(422);
    expect(await statusOf(ann.rest.checks.update({ ...WHERE, check_run_id, conclusion: "failure" }))).toBe(200);
  });

  it("refuse a summary that is too long", async () => {
    const long = { title: "t", summary: "s".repeat(65_536) };
    expect(await statusOf(ann.rest.checks.create({ ...WHERE, name: "x", head_sha: head, output: long }))).toBe(422);
  });
});

describe("people and files", () => {
  it("have permissions in the documented words", async () => {
    const permission = async (username: string) =>
      (await ann.rest.repos.getCollaboratorPermissionLevel({ ...WHERE, username })).data.permission;
    expect([await permission("ann"), await permission("wil"), await permission("eve")]).toEqual([
      "admin",
      "write",
      "read",
    ]);
    expect(await statusOf(ann.rest.repos.getCollaboratorPermissionLevel({ ...WHERE, username: "nobody" }))).toBe(404);
  });

  it("come as text in the raw media type", async () => {
    const { data } = await ann.rest.repos.getContent({ ...WHERE, path: "a.ts", mediaType: { format: "raw" } });
    expect(data).toBe(`${LINES.join("\n")}\n`);
  });
});

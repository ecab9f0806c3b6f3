import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Annotation, CheckOutput } from "../../../src/domain/publication.ts";
import { githubApp, githubServer, REF, REPO } from "./github-server.ts";

const HEAD = "d".repeat(40);
const OURS = { id: 42, external_id: `acme/shop#3@${HEAD}`, status: "in_progress" };

let api: nock.Scope;
let sent: z.infer<typeof sentSchema>[];

const sentSchema = z.looseObject({
  output: z
    .looseObject({ title: z.string(), summary: z.string(), annotations: z.array(z.unknown()).optional() })
    .optional(),
});

beforeEach(() => {
  api = githubServer();
  sent = [];
});
afterEach(() => {
  nock.cleanAll();
});

function answer(status: number, data: object) {
  return (_uri: string, body: nock.Body): nock.ReplyFnResult => {
    sent.push(sentSchema.parse(body));
    return [status, data];
  };
}

function list(...runs: object[]): void {
  api
    .get(`${REPO}/commits/${HEAD}/check-runs`)
    .query({ check_name: "Threatdiff", app_id: 5, filter: "all", per_page: 100 })
    .reply(200, { total_count: runs.length, check_runs: runs });
}

async function start() {
  return (await githubApp().open(REF)).startCheck(REF, HEAD);
}

async function complete(output: Partial<CheckOutput>): Promise<void> {
  const whole = {
    conclusion: "failure",
    title: "2 threats",
    summary: "s",
    text: null,
    annotations: [],
    buttons: [],
  } as const;
  await (
    await githubApp().open(REF)
  ).completeCheck(REF, { id: 42, headSha: HEAD, isNew: false }, { ...whole, ...output });
}

function annotation(line: number): Annotation {
  return { path: "a.ts", startLine: line, endLine: line, level: "warning", title: `line ${line}`, message: "m" };
}

describe("startCheck", () => {
  it("creates the check at once as in progress", async () => {
    list({ ...OURS, id: 1, external_id: "acme/shop#4@other" });
    api.post(`${REPO}/check-runs`).reply(answer(201, OURS));
    expect(await start()).toEqual({ id: 42, headSha: HEAD, isNew: true });
    expect(sent).toMatchObject([
      { name: "Threatdiff", head_sha: HEAD, status: "in_progress", external_id: OURS.external_id },
    ]);
  });

  it("finds the check of this head instead of creating a second", async () => {
    list(OURS);
    expect(await start()).toEqual({ id: 42, headSha: HEAD, isNew: false });
  });

  it("takes the queued check that a re-run leaves behind", async () => {
    list({ ...OURS, status: "queued" });
    api.patch(`${REPO}/check-runs/42`).reply(answer(200, OURS));
    expect(await start()).toEqual({ id: 42, headSha: HEAD, isNew: false });
    expect(sent).toMatchObject([{ status: "in_progress" }]);
  });

  it("creates a new check when the one of this head is finished, which GitHub never opens again", async () => {
    list({ ...OURS, id: 41, status: "completed" });
    api.post(`${REPO}/check-runs`).reply(answer(201, OURS));
    expect(await start()).toEqual({ id: 42, headSha: HEAD, isNew: true });
  });

  it("takes the check that a seemingly failed creation left behind", async () => {
    list();
    api.post(`${REPO}/check-runs`).reply(502, "bad gateway");
    list(OURS);
    expect(await start()).toEqual({ id: 42, headSha: HEAD, isNew: true });
  });
});

describe("findCheck", () => {
  it("finds the unfinished check of a head, and no finished one", async () => {
    list(OURS);
    const host = await githubApp().open(REF);
    expect(await host.findCheck(REF, HEAD)).toEqual({ id: 42, headSha: HEAD, isNew: false });
    list({ ...OURS, status: "completed" });
    expect(await host.findCheck(REF, HEAD)).toBeNull();
  });
});

describe("completeCheck", () => {
  it("finishes with conclusion and output in one call", async () => {
    api.patch(`${REPO}/check-runs/42`).reply(answer(200, OURS));
    await complete({ text: "details" });
    const output = { title: "2 threats", summary: "s", text: "details" };
    expect(sent).toMatchObject([{ status: "completed", conclusion: "failure", output }]);
  });

  it("sends annotations fifty at a time", async () => {
    api.get(`${REPO}/check-runs/42/annotations`).query(true).reply(200, []);
    api.patch(`${REPO}/check-runs/42`).times(3).reply(answer(200, OURS));
    await complete({ annotations: Array.from({ length: 120 }, (_, index) => annotation(index + 1)) });
    expect(sent.map(({ output }) => output?.annotations?.length)).toEqual([50, 50, 20]);
  });

  it("does not add annotations that stand already", async () => {
    const standing = { path: "a.ts", start_line: 1, end_line: 1, title: "line 1" };
    api.get(`${REPO}/check-runs/42/annotations`).query(true).reply(200, [standing]);
    api.patch(`${REPO}/check-runs/42`).reply(answer(200, OURS));
    await complete({ annotations: [annotation(1), annotation(2)] });
    expect(sent).toMatchObject([{ output: { annotations: [{ start_line: 2 }] } }]);
  });

  it("cuts what GitHub would refuse", async () => {
    api.patch(`${REPO}/check-runs/42`).reply(answer(200, OURS));
    await complete({ title: "t".repeat(400), summary: `\`\`\`\n${"😀".repeat(30_000)}` });
    const { title = "", summary = "" } = sent[0]?.output ?? {};
    expect(title).toMatch(/^t{100}/u);
    expect(title.length).toBeLessThanOrEqual(255);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(65_535);
    expect(summary).toMatch(/😀\n```\n\n\*\(cut here/u);
  });

  it("leaves a check alone that was finished meanwhile", async () => {
    api.get(`${REPO}/check-runs/42`).reply(200, { status: "completed", conclusion: "failure" });
    const host = await githubApp().open(REF);
    await host.closeCheck(REF, { id: 42, headSha: HEAD, isNew: false }, "cancelled", "Superseded by a newer head");
    expect(sent).toEqual([]);
  });

  it("closes without a result", async () => {
    api.get(`${REPO}/check-runs/42`).reply(200, { status: "in_progress" });
    api.patch(`${REPO}/check-runs/42`).reply(answer(200, OURS));
    const host = await githubApp().open(REF);
    await host.closeCheck(REF, { id: 42, headSha: HEAD, isNew: false }, "cancelled", "Superseded by a newer head");
    const output = { title: "Superseded by a newer head", summary: "Superseded by a newer head" };
    expect(sent).toMatchObject([{ status: "completed", conclusion: "cancelled", output }]);
  });
});

import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGitHub } from "../../src/adapters/github/github-app.ts";
import { APP_NEEDS } from "../../src/adapters/github/needs.ts";
import { pushFiles } from "../../src/demo/emulator/developer.ts";
import { type GitHubEmulator, startEmulator } from "../../src/demo/emulator/emulator.ts";
import type { PullRequestRef } from "../../src/domain/job.ts";
import type { Annotation, InlineComment } from "../../src/domain/publication.ts";
import type { CodeHost } from "../../src/ports/code-host.ts";

const WHERE = { owner: "ann", repo: "shop" };
const THREATS = ["T-AAAAAAAA", "T-BBBBBBBB"];

let github: GitHubEmulator;
let host: CodeHost;
let ref: PullRequestRef;

beforeAll(async () => {
  const files = { "src/a.ts": 'import "./shared.ts";\n', "src/b.ts": "old\n", "src/shared.ts": "export {};\n" };
  github = await startEmulator({ ...WHERE, files, app: APP_NEEDS });
  await push({
    "src/a.ts": 'import "./shared.ts";\nexport const a = 1;\n',
    "src/b.ts": "new\n",
    "src/c.ts": "added\n",
  });
  const { data } = await github.as("ann").rest.pulls.create({ ...WHERE, title: "A", head: "change", base: "main" });
  const { id: appId, privateKey, webhookSecret } = github.app;
  const log = pino({ level: "silent" });
  host = createGitHub({ appId, privateKey, webhookSecret, apiUrl: github.url, log, paced: false });
  ref = { installationId: github.installationId, repositoryId: github.repositoryId, ...WHERE, number: data.number };
});
afterAll(async () => {
  await github.close();
});

async function push(files: Record<string, string>): Promise<void> {
  await pushFiles(github.as("ann"), { ...WHERE, branch: "change", files });
}

/** One job as the worker runs it; returns its requests, reads and writes apart. */
async function review(body: string, threats: readonly string[]): Promise<{ reads: number; writes: number }> {
  const before = github.requests.length;
  const repository = await host.open(ref);
  const state = await repository.readState(ref);
  const { headSha } = state;
  const check = await repository.startCheck(ref, headSha);
  await repository.readChange(ref, state, new AbortController().signal);
  await repository.readState(ref);
  const place = { path: "src/a.ts", startLine: 2, endLine: 2 };
  const comments = threats.map((threatId): InlineComment => ({ ...place, threatId, side: "head", body: threatId }));
  const annotations = threats.map((title): Annotation => ({ ...place, level: "failure", title, message: "m" }));
  const output = { conclusion: "failure", title: "t", summary: body, text: null, annotations, buttons: [] } as const;
  const goneComments = new Map(THREATS.filter((id) => !threats.includes(id)).map((id) => [id, "Gone."]));
  await repository.publishReview(ref, { headSha, check: output, review: { body, comments, goneComments } });
  await repository.completeCheck(ref, check, output);
  const requests = github.requests.slice(before);
  const reads = requests.filter((request) => request.startsWith("GET ")).length;
  return { reads, writes: requests.length - reads };
}

describe("a review of three small files", () => {
  it("costs 15 reads and 4 writes the first time", async () => {
    expect(await review("First.", THREATS)).toEqual({ reads: 15, writes: 4 });
  });

  it("writes nothing but the check when the same head is reviewed again", async () => {
    expect(await review("First.", THREATS)).toEqual({ reads: 15, writes: 3 });
  });

  it("writes only the differences of a later head", async () => {
    await push({ "src/b.ts": "newer\n" });
    expect(await review("Second.", THREATS.slice(0, 1))).toEqual({ reads: 15, writes: 5 });
  });
});

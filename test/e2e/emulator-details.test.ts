import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGitHub } from "../../src/adapters/github/github-app.ts";
import { APP_NEEDS } from "../../src/adapters/github/needs.ts";
import { type GitHubEmulator, startEmulator } from "../../src/demo/emulator/emulator.ts";
import type { PullRequestRef } from "../../src/domain/job.ts";
import type { CodeHost } from "../../src/ports/code-host.ts";

const WHERE = { owner: "ann", repo: "shop" };

let github: GitHubEmulator;
let host: CodeHost;
let ref: PullRequestRef;

beforeAll(async () => {
  github = await startEmulator({ ...WHERE, files: { "a.ts": "export {};\n" }, app: APP_NEEDS });
  const { rest } = github.as("ann");
  await rest.repos.createForAuthenticatedUser({ name: "findings", private: true, has_issues: true });
  await rest.repos.createForAuthenticatedUser({ name: "website", private: false, has_issues: true });
  const { id: appId, privateKey, webhookSecret } = github.app;
  const log = pino({ level: "silent" });
  host = createGitHub({ appId, privateKey, webhookSecret, apiUrl: github.url, log, paced: false, settle: 0 });
  ref = { installationId: github.installationId, repositoryId: github.repositoryId, ...WHERE, number: 12 };
});
afterAll(async () => {
  await github.close();
});

async function publish(repository: string, body: string, about: PullRequestRef = ref) {
  return (await host.open(about)).publishDetails(about, { repository, title: `About ${about.number}`, body });
}

async function issues(repo: string) {
  return (await github.as("ann").rest.issues.listForRepo({ owner: "ann", repo, state: "all" })).data;
}

describe("details in another repository", () => {
  it("are one issue for each pull request, kept up to date", async () => {
    expect(await publish("findings", "One threat.")).toBe("told");
    expect(await publish("findings", "One threat.")).toBe("told");
    expect(await publish("findings", "Two threats.")).toBe("told");
    expect(await publish("findings", "Other.", { ...ref, number: 13 })).toBe("told");
    const found = (await issues("findings")).map(({ title, body }) => `${title}: ${body?.split("\n")[0]}`);
    expect(found.toSorted()).toEqual(["About 12: Two threats.", "About 13: Other."]);
  });

  it("are not written where everybody can read, nor where there is nothing", async () => {
    expect(await publish("website", "One threat.")).toBe("public");
    expect(await publish("nowhere", "One threat.")).toBe("unreachable");
    expect(await issues("website")).toEqual([]);
  });
});

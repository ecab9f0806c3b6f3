import { createServer, type Server } from "node:http";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Delivery } from "../../src/adapters/github/deliveries.ts";
import { createGitHub } from "../../src/adapters/github/github-app.ts";
import { APP_NEEDS } from "../../src/adapters/github/needs.ts";
import { pushFiles } from "../../src/demo/emulator/developer.ts";
import { type GitHubEmulator, startEmulator } from "../../src/demo/emulator/emulator.ts";

const WHERE = { owner: "ann", repo: "shop" };

let github: GitHubEmulator;
let server: Server;
const taken: Delivery[] = [];

/** The App's own receiver listens to the emulator, so that signatures are checked for real. */
beforeAll(async () => {
  github = await startEmulator({ ...WHERE, files: { "a.ts": "export const a = 1;\n" }, app: APP_NEEDS });
  const app = createGitHub({
    appId: github.app.id,
    privateKey: github.app.privateKey,
    webhookSecret: github.app.webhookSecret,
    apiUrl: github.url,
    log: pino({ level: "silent" }),
    paced: false,
  });
  const receive = await app.middleware(async (delivery) => {
    taken.push(delivery);
  });
  server = createServer((request, response) => {
    void receive(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : null;
  github.deliveries.target(`http://127.0.0.1:${port}/api/github/webhooks`);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await github.close();
});

describe("webhooks of the emulator", () => {
  it("tell of an opened pull request, with its counts and the installation", async () => {
    await pushFiles(github.as("ann"), { ...WHERE, branch: "change", files: { "b.ts": "export const b = 1;\n" } });
    await github.as("ann").rest.pulls.create({ ...WHERE, title: "B", head: "change", base: "main" });
    const { id, payload, status } = await github.deliveries.next("pull_request", "opened");
    expect(status).toBe(200);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/u);
    expect(payload).toMatchObject({
      number: 1,
      pull_request: { changed_files: 1, additions: 1 },
      installation: { id: github.installationId },
    });
    expect(taken).toMatchObject([{ id, name: "pull_request", payload }]);
  });

  it("tell of a push to the head of a pull request, with the new head", async () => {
    const sha = await pushFiles(github.as("ann"), { ...WHERE, branch: "change", files: { "c.ts": "export {};\n" } });
    const { payload } = await github.deliveries.next("pull_request", "synchronize");
    expect(payload).toMatchObject({ number: 1, after: sha, pull_request: { head: { sha }, changed_files: 2 } });
    const { data } = await github.as("ann").rest.pulls.get({ ...WHERE, pull_number: 1 });
    expect(data.head.sha).toBe(sha);
  });

  it("mark comments on pull requests as such", async () => {
    await github.as("ann").rest.issues.createComment({ ...WHERE, issue_number: 1, body: "/threatmodel run" });
    const { payload } = await github.deliveries.next("issue_comment", "created");
    expect(payload).toMatchObject({
      issue: { number: 1, pull_request: { url: `${github.url}/repos/ann/shop/pulls/1` } },
      comment: { body: "/threatmodel run", user: { login: "ann" } },
    });
  });

  it("do not tell of what the App did not subscribe to", async () => {
    await pushFiles(github.as("ann"), { ...WHERE, branch: "main", files: { "d.ts": "export {};\n" } });
    await github.as("ann").rest.pulls.update({ ...WHERE, pull_number: 1, state: "closed" });
    await github.deliveries.next("pull_request", "closed");
    expect(github.deliveries.sent.map(({ event }) => event)).not.toContain("push");
  });
});

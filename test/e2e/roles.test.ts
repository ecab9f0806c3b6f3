import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { APP_NEEDS } from "../../src/adapters/github/needs.ts";
import { pushFiles } from "../../src/demo/emulator/developer.ts";
import { type GitHubEmulator, startEmulator } from "../../src/demo/emulator/emulator.ts";
import { freePort } from "../../src/demo/emulator/serve.ts";
import { readPosted } from "../../src/demo/read-posted.ts";
import { readSample } from "../../src/demo/sample.ts";
import { type ServiceProcess, startService } from "../../src/demo/service-process.ts";
import { ensureBuilt } from "../builders/built-service.ts";
import { postgresAvailable, startPostgres, type TestPostgres } from "../contract/postgres.ts";

const WHERE = { owner: "ann", repo: "shop" };
const sample = readSample();

describe.skipIf(!postgresAvailable)("one process for webhooks and two for the work", { timeout: 120_000 }, () => {
  let postgres: TestPostgres;
  let github: GitHubEmulator;
  const services: ServiceProcess[] = [];
  let metricsPort = 0;

  beforeAll(async () => {
    await ensureBuilt();
    postgres = await startPostgres();
    github = await startEmulator({ ...WHERE, files: sample.base, app: APP_NEEDS });
    metricsPort = await freePort();
    const shared = {
      APP_ID: String(github.app.id),
      PRIVATE_KEY: github.app.privateKey,
      WEBHOOK_SECRET: github.app.webhookSecret,
      GITHUB_API_URL: github.url,
      DATABASE_URL: await postgres.newDatabase(),
    };
    services.push(await startService({ ...shared, THREATDIFF_ROLE: "web" }));
    services.push(await startService({ ...shared, THREATDIFF_ROLE: "worker", METRICS_PORT: String(metricsPort) }));
    services.push(await startService({ ...shared, THREATDIFF_ROLE: "worker" }));
  });
  afterAll(async () => {
    for (const service of services) await service.stop();
    await github?.close();
    await postgres?.stop();
  });

  it("review what the first one took, each pull request once", async () => {
    github.deliveries.target(`${services[0]?.url}/api/github/webhooks`);
    const client = github.as("ann");
    const pulls = await Promise.all(
      ["one", "two", "three"].map(async (branch) => {
        const headSha = await pushFiles(client, { ...WHERE, branch, files: sample.head, message: branch });
        const { data } = await client.rest.pulls.create({ ...WHERE, title: branch, head: branch, base: "main" });
        return { ...WHERE, number: data.number, headSha, title: branch };
      }),
    );
    for (const pull of pulls) {
      const posted = await readPosted(client, pull, 60_000);
      expect(posted.check.conclusion).toBe("failure");
      expect(posted.reviews).toHaveLength(1);
    }
    await sleep(200);
    expect(services[0]?.log()).not.toContain("A review was published");
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(metrics).toMatch(/threatdiff_queue_jobs\{queue="review",state="waiting"\} 0/u);
    expect(metrics).toContain("threatdiff_github_requests_left");
  });

  it("take no webhook as workers", async () => {
    const answer = await fetch(`${services[1]?.url}/api/github/webhooks`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{}",
    });
    expect(answer.status).toBe(404);
    expect((await fetch(`${services[1]?.url}/readyz`)).status).toBe(200);
  });
});

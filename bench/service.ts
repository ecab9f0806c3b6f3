/**
 * The whole service under load, against the emulated GitHub and a model that answers at once:
 * acknowledgement of signed deliveries at a steady rate, reviews completed per minute on both stores with one and two
 * workers, and GitHub requests per pull request. `node bench/service.ts [--seconds 60] [--rate 100] [--pulls 40]`
 */
import { createHmac, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { APP_NEEDS } from "../src/adapters/github/needs.ts";
import { pushFiles } from "../src/demo/emulator/developer.ts";
import { type GitHubEmulator, startEmulator } from "../src/demo/emulator/emulator.ts";
import { readPosted } from "../src/demo/read-posted.ts";
import { readSample } from "../src/demo/sample.ts";
import { type ServiceProcess, startService } from "../src/demo/service-process.ts";
import { postgresAvailable, startPostgres } from "../test/contract/postgres.ts";
import { sendCompletion, startChatServer } from "../test/fakes/chat-server.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "60" },
    rate: { type: "string", default: "100" },
    pulls: { type: "string", default: "40" },
  },
});
const [SECONDS, RATE, PULLS] = [Number(values.seconds), Number(values.rate), Number(values.pulls)];
const WHERE = { owner: "ann", repo: "shop" };
const NOTHING = JSON.stringify({ suspicions: [], needs: null, threats: [], verdicts: [], fixes: [], items: [] });
const sample = readSample();

interface World {
  readonly github: GitHubEmulator;
  readonly services: readonly ServiceProcess[];
  /** Requests of the App so far. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

async function openWorld(roles: readonly ("all" | "web" | "worker")[], databaseUrl?: string): Promise<World> {
  const requests: string[] = [];
  const model = await startChatServer((response) => sendCompletion(response, NOTHING));
  const github = await startEmulator({
    ...WHERE,
    files: sample.base,
    app: APP_NEEDS,
    async intercept(request, answer) {
      const isPerson = request.headers.get("authorization")?.includes("token-of-") ?? false;
      if (!isPerson) requests.push(`${request.method} ${new URL(request.url).pathname}`);
      return answer();
    },
  });
  const data = mkdtempSync(join(tmpdir(), "threatdiff-bench-"));
  const services: ServiceProcess[] = [];
  for (const role of roles) {
    services.push(
      await startService({
        APP_ID: String(github.app.id),
        PRIVATE_KEY: github.app.privateKey,
        WEBHOOK_SECRET: github.app.webhookSecret,
        GITHUB_API_URL: github.url,
        OPENAI_API_KEY: "none",
        OPENAI_BASE_URL: model.url,
        THREATDIFF_MODEL: "at-once",
        THREATDIFF_DATA: data,
        THREATDIFF_ROLE: role,
        ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
      }),
    );
  }
  github.deliveries.target(`${services[0]?.url}/api/github/webhooks`);
  return {
    github,
    services,
    requests,
    async close() {
      for (const service of services) await service.stop();
      await github.close();
      await model[Symbol.asyncDispose]();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function openPull(github: GitHubEmulator, branch: string) {
  const client = github.as(WHERE.owner);
  const headSha = await pushFiles(client, { ...WHERE, branch, files: sample.head, message: branch });
  const { data } = await client.rest.pulls.create({ ...WHERE, title: branch, head: branch, base: "main" });
  return { ...WHERE, number: data.number, headSha, title: branch };
}

/** Signed deliveries at a steady rate, whatever the answers take. */
async function acknowledge({ github, services }: World) {
  await readPosted(github.as(WHERE.owner), await openPull(github, "first"), 60_000);
  const known = github.deliveries.sent.find(({ event }) => event === "pull_request");
  const body = JSON.stringify(known?.payload);
  const signature = `sha256=${createHmac("sha256", github.app.webhookSecret).update(body).digest("hex")}`;
  const times: number[] = [];
  let refused = 0;
  const deliver = async () => {
    const started = performance.now();
    const answer = await fetch(`${services[0]?.url}/api/github/webhooks`, {
      method: "POST",
      body,
      headers: {
        "content-type": "application/json",
        "x-github-event": "pull_request",
        "x-github-delivery": randomUUID(),
        "x-hub-signature-256": signature,
      },
    }).catch(() => null);
    if (!answer?.ok) refused += 1;
    times.push(performance.now() - started);
  };
  const running: Promise<void>[] = [];
  for (const start = performance.now(); running.length < SECONDS * RATE; await sleep(1)) {
    const due = ((performance.now() - start) / 1_000) * RATE;
    while (running.length < Math.min(due, SECONDS * RATE)) running.push(deliver());
  }
  await Promise.all(running);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
  return { deliveries: times.length, refused, p50: at(0.5), p99: at(0.99) };
}

/** Opens many pull requests at once and waits for all reviews. */
async function complete({ github, requests }: World) {
  const before = requests.length;
  const pulls = [];
  for (let index = 0; index < PULLS; index += 1) pulls.push(await openPull(github, `many-${index}`));
  const started = performance.now();
  for (const pull of pulls) await readPosted(github.as(WHERE.owner), pull, 300_000);
  const minutes = (performance.now() - started) / 60_000;
  const made = requests.slice(before);
  const blobs = made.filter((request) => /\/git\/blobs\//u.test(request)).length;
  return { perMinute: Math.round(PULLS / minutes), requestsPerPull: (made.length - blobs) / PULLS };
}

async function measure(name: string, roles: Parameters<typeof openWorld>[0], databaseUrl?: string): Promise<void> {
  const world = await openWorld(roles, databaseUrl);
  const { perMinute, requestsPerPull } = await complete(world);
  const ack = await acknowledge(world);
  await world.close();
  const cells = [name, perMinute, requestsPerPull.toFixed(1), ack.deliveries, ack.refused, ack.p50, ack.p99];
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
}

process.stdout.write(
  `| service | reviews/min | requests/pull request beyond blobs | deliveries at ${RATE}/s | not taken | p50 ms | p99 ms |\n`,
);
process.stdout.write("|---|---|---|---|---|---|---|\n");
await measure("PGlite, one process", ["all"]);
if (postgresAvailable) {
  const postgres = await startPostgres();
  await measure("PostgreSQL, one process", ["all"], await postgres.newDatabase());
  await measure(
    "PostgreSQL, one for webhooks and two workers",
    ["web", "worker", "worker"],
    await postgres.newDatabase(),
  );
  await postgres.stop();
}

/**
 * How fast a webhook is acknowledged: bare Probot with a handler that does nothing, beside Threatdiff, which verifies,
 * parses and stores the job before it answers. Same machine, same run, in turn: `node bench/webhook-ack.ts [DATABASE_URL]`.
 */
import { createHmac, generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { Probot } from "probot";
import { createGitHub } from "../src/adapters/github/github-app.ts";
import { createQueue } from "../src/adapters/queue/queue.ts";
import { openDatabase } from "../src/adapters/store/open-database.ts";
import { createStore } from "../src/adapters/store/store.ts";
import { createFrontDoor } from "../src/web/front-door.ts";
import { createReceive } from "../src/web/webhooks/receive.ts";

const DELIVERIES = 1_500;
const CONNECTIONS = 10;
const ROUNDS = 3;
const SECRET = randomUUID();
const log = pino({ level: "silent" });
const { privateKey: privateKeyObject } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const privateKey = privateKeyObject.export({ type: "pkcs1", format: "pem" }).toString();

interface Target {
  readonly name: string;
  readonly server: Server;
  close(): Promise<void>;
}

async function bareProbot(): Promise<Target> {
  const probot = new Probot({ appId: 1, privateKey, secret: SECRET, log });
  probot.on("pull_request", () => {});
  const middleware = await probot.getNodeMiddleware();
  return { name: "bare Probot, no work", server: createServer(middleware), close: async () => {} };
}

async function threatdiff(databaseUrl: string | undefined): Promise<Target> {
  const directory = mkdtempSync(join(tmpdir(), "threatdiff-bench-"));
  const database = await openDatabase(
    databaseUrl ? { url: databaseUrl } : { directory: join(directory, "database") },
    log,
  );
  const store = createStore(database.queries, log);
  const queue = await createQueue(
    database.connection,
    { concurrency: 1, concurrencyPerInstallation: 1, deadlineSeconds: 60, retries: 0, retryDelaySeconds: 1 },
    log,
  );
  const github = createGitHub({ appId: 1, privateKey, webhookSecret: SECRET, apiUrl: "http://127.0.0.1:9", log });
  const middleware = await github.middleware(createReceive({ queue, store, log, appId: 1 }));
  const { server } = createFrontDoor({ middleware, ping: () => store.ping(), log });
  return {
    name: `Threatdiff, stored in ${databaseUrl ? "PostgreSQL" : "PGlite"}`,
    server,
    async close() {
      await queue.stop(0);
      await database.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A push to one of fifty pull requests, padded to the size of a real delivery. */
function deliveryBody(index: number): string {
  const name = { login: "acme", id: 1, type: "User" };
  const repository = { id: 1, name: "shop", full_name: "acme/shop", owner: name, private: true };
  const head = { sha: index.toString(16).padStart(40, "0"), ref: "change", repo: repository };
  const base = { sha: "0".repeat(40), ref: "main", repo: repository };
  const pull = {
    id: 1,
    number: (index % 50) + 1,
    state: "open",
    draft: false,
    user: name,
    head,
    base,
    body: "x".repeat(12_000),
  };
  return JSON.stringify({
    action: "synchronize",
    number: pull.number,
    pull_request: pull,
    repository,
    sender: name,
    installation: { id: 1 },
  });
}

async function deliver(url: string, index: number): Promise<number> {
  const body = deliveryBody(index);
  const started = performance.now();
  const answer = await fetch(url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-event": "pull_request",
      "x-github-delivery": randomUUID(),
      "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
    },
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`A delivery was answered with ${answer.status}`);
  return performance.now() - started;
}

interface Round {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

async function load(url: string): Promise<Round> {
  const times: number[] = [];
  let next = 0;
  const started = performance.now();
  const worker = async () => {
    while (next < DELIVERIES) times.push(await deliver(url, next++));
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  const seconds = (performance.now() - started) / 1000;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { perSecond: DELIVERIES / seconds, p50: at(0.5), p99: at(0.99) };
}

async function measure(target: Target): Promise<Round> {
  await new Promise<void>((resolve) => target.server.listen(0, "127.0.0.1", resolve));
  const address = target.server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  const url = `http://127.0.0.1:${address.port}/api/github/webhooks`;
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await load(url));
  target.server.closeAllConnections();
  target.server.close();
  await target.close();
  return (
    rounds.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(ROUNDS / 2)] ?? { perSecond: 0, p50: 0, p99: 0 }
  );
}

const databaseUrl = process.argv[2];
const targets = [bareProbot, () => threatdiff(undefined), ...(databaseUrl ? [() => threatdiff(databaseUrl)] : [])];
process.stdout.write("| server | deliveries/s (median of 3) | p50 ms | p99 ms | ratio |\n|---|---|---|---|---|\n");
let first = 0;
for (const open of targets) {
  const target = await open();
  const { perSecond, p50, p99 } = await measure(target);
  first ||= perSecond;
  const row = [target.name, Math.round(perSecond), p50.toFixed(1), p99.toFixed(1), (perSecond / first).toFixed(2)];
  process.stdout.write(`| ${row.join(" | ")} |\n`);
}

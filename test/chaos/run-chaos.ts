import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { APP_NEEDS } from "../../src/adapters/github/needs.ts";
import { type GitHubEmulator, startEmulator } from "../../src/demo/emulator/emulator.ts";
import { type ServiceProcess, startService } from "../../src/demo/service-process.ts";
import { judgeRequests } from "../contract/judged-requests.ts";
import { startPostgres } from "../contract/postgres.ts";
import { createFaults } from "./faults.ts";
import { startHostileModel } from "./hostile-model.ts";
import { FILES, MAINTAINERS, type OpenedPull, WHERE, work } from "./people.ts";
import { createRandom, type Random } from "./random.ts";
import { judge, type Verdict } from "./verdict.ts";

export interface ChaosOptions {
  readonly kills: number;
  readonly pullRequests: number;
  readonly seed: number;
  readonly store: "pglite" | "postgres";
  readonly progress: (line: string) => void;
}

/** A port that nobody listens on: what is sent while the service is down is recorded as not taken. */
const NOBODY = "http://127.0.0.1:9/";

export interface ChaosResult extends Verdict {
  readonly kills: number;
  readonly pullRequests: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Requests that were held against GitHub's description; none where it was not fetched. */
  readonly requests: number;
  readonly violations: readonly string[];
  readonly seconds: number;
}

/** Longest time for everything to come to rest after the last kill: a deadline, its margin, and retries. */
const REST_MS = 480_000;
const LOOK_MS = 5_000;
const READERS = Array.from({ length: 50 }, (_, index) => `reader-${index}`);

/** Kills the service again and again while people work and the network breaks; then looks at what stands on GitHub. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const started = performance.now();
  const random = createRandom(options.seed);
  const faults = createFaults(createRandom(options.seed + 1));
  const judged = judgeRequests(faults.intercept);
  const services: ServiceProcess[] = [];
  const data = mkdtempSync(join(tmpdir(), "threatdiff-chaos-"));
  const postgres = options.store === "postgres" ? await startPostgres() : null;
  const database = await postgres?.newDatabase();
  const model = await startHostileModel(createRandom(options.seed + 2));
  const github = await startEmulator({
    ...WHERE,
    files: FILES,
    writers: MAINTAINERS,
    users: READERS,
    app: APP_NEEDS,
    intercept: judged.intercept,
  });
  const pulls: OpenedPull[] = [];
  const environment = { ...environmentOf(github, model.url, data), ...(database ? { DATABASE_URL: database } : {}) };
  try {
    github.deliveries.target(NOBODY);
    faults.start();
    const killed = { isOver: false };
    const people = { github, random: createRandom(options.seed + 3), count: options.pullRequests, pulls };
    const working = work({ ...people, isOver: () => killed.isOver });
    const service = await killRepeatedly({ github, environment, random, options, services });
    killed.isOver = true;
    await working;
    faults.end();
    const verdict = await settle(github, pulls, options.progress);
    await service.stop();
    if (verdict.details.length > 0) keepLog(services, options);
    const seconds = (performance.now() - started) / 1_000;
    return {
      kills: options.kills,
      pullRequests: pulls.length,
      ...verdict,
      faults: faults.counts,
      requests: judged.count(),
      violations: judged.violations,
      seconds,
    };
  } finally {
    for (const service of services) await service.kill();
    await github.close();
    await model[Symbol.asyncDispose]();
    await postgres?.stop();
    rmSync(data, { recursive: true, force: true });
  }
}

function environmentOf({ app, url }: GitHubEmulator, modelUrl: string, data: string): Record<string, string> {
  return {
    APP_ID: String(app.id),
    PRIVATE_KEY: app.privateKey,
    WEBHOOK_SECRET: app.webhookSecret,
    GITHUB_API_URL: url,
    OPENAI_API_KEY: "none",
    OPENAI_BASE_URL: modelUrl,
    THREATDIFF_MODEL: "chaos",
    THREATDIFF_MODEL_SECONDS: "10",
    THREATDIFF_DATA: data,
    THREATDIFF_RUN_DEADLINE_SECONDS: "30",
    THREATDIFF_RETRY_SECONDS: "1",
    THREATDIFF_SWEEP_SECONDS: "10",
    LOG_LEVEL: "info",
  };
}

function keepLog(services: readonly ServiceProcess[], { seed, progress }: ChaosOptions): void {
  const path = join(tmpdir(), `threatdiff-chaos-${seed}.log`);
  writeFileSync(path, services.map((service, index) => `--- process ${index + 1}\n${service.log()}`).join("\n"));
  progress(`What the service logged is in ${path}`);
}

interface Killing {
  readonly github: GitHubEmulator;
  readonly environment: Readonly<Record<string, string>>;
  readonly random: Random;
  readonly options: ChaosOptions;
  /** Filled with every process that was started. */
  readonly services: ServiceProcess[];
}

/** Starts the service, kills it after a while, and starts it anew; the last one lives. */
async function killRepeatedly({ github, environment, random, options, services }: Killing): Promise<ServiceProcess> {
  for (let kill = 0; ; kill += 1) {
    const service = await startService(environment);
    services.push(service);
    github.deliveries.target(`${service.url}/api/github/webhooks`);
    if (kill === options.kills) return service;
    await sleep(random.between(50, 2_500));
    await service.kill();
    if (kill % 20 === 19) options.progress(`${kill + 1} of ${options.kills} kills`);
  }
}

/** Waits until nothing is missing, or until waiting is over. Each look has a reader of its own, because readers are limited. */
async function settle(github: GitHubEmulator, pulls: readonly OpenedPull[], progress: ChaosOptions["progress"]) {
  const end = Date.now() + REST_MS;
  for (let look = 0; ; look += 1) {
    const verdict = await judge(github.as(READERS[look % READERS.length] ?? WHERE.owner), pulls);
    if (verdict.lost + verdict.unfinishedChecks === 0 || Date.now() > end) return verdict;
    progress(`${verdict.lost} to come, ${verdict.unfinishedChecks} checks under way`);
    await sleep(LOOK_MS);
  }
}

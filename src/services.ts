import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { join } from "node:path";
import type { Logger } from "pino";
import { type GitHubApp, createGitHub } from "./adapters/github/github-app.ts";
import { createOpenAiModel } from "./adapters/openai/openai-model.ts";
import { createMetrics } from "./adapters/prometheus/metrics.ts";
import { createQueue } from "./adapters/queue/queue.ts";
import { createFactSource } from "./adapters/reader-process/fact-source.ts";
import { createSecretScanner } from "./adapters/secretlint/secret-scanner.ts";
import { openDatabase } from "./adapters/store/open-database.ts";
import { createStore } from "./adapters/store/store.ts";
import { loadCatalogue } from "./catalogue/catalogue.ts";
import { ENGINE_VERSION } from "./config/version.ts";
import type { Environment } from "./config/environment.ts";
import type { Spending } from "./domain/spending.ts";
import { analyze } from "./pipeline/analyze.ts";
import { askAboutReport } from "./pipeline/ask.ts";
import { NO_TRACES, type Traces } from "./ports/traces.ts";
import { systemClock } from "./ports/clock.ts";
import { type Metrics, NO_METRICS } from "./ports/metrics.ts";
import type { Progress } from "./ports/progress.ts";
import type { JobHandlers, Queue } from "./ports/queue.ts";
import type { ReferenceMemory } from "./ports/reference-memory.ts";
import type { Store } from "./ports/store.ts";
import { READER_PROGRAM } from "./reader-program.ts";
import { renderPublication } from "./render/publication.ts";
import { renderSarif } from "./render/sarif.ts";
import { type FrontDoor, createFrontDoor } from "./web/front-door.ts";
import { createMetricsDoor } from "./web/metrics-door.ts";
import { createReceive } from "./web/webhooks/receive.ts";
import { createAbandonedWorker } from "./worker/abandoned-worker.ts";
import { createCommandWorker } from "./worker/command-worker.ts";
import { createFailedCommandWorker } from "./worker/failed-command.ts";
import { watchSteps } from "./worker/watch-steps.ts";
import type { Analyze, Ask, ReviewTools } from "./worker/review-tools.ts";
import { traceJobs } from "./worker/traced-jobs.ts";
import { traceModel } from "./worker/traced-model.ts";
import { createMergeWorker } from "./worker/merge-worker.ts";
import { startSweeping } from "./worker/sweep-schedule.ts";
import { createReviewWorker } from "./worker/review-worker.ts";

/** Tries after the first one, over about eight minutes; then the check says that the review failed. */
const RETRIES = 5;

/** The service with all its parts open, ready to listen. */
export interface Services {
  readonly server: FrontDoor["server"];
  /** Says what operators watch; `null` where nobody does. */
  readonly metricsServer: Server | null;
  /** What is wrong with the app's registration, one sentence each. */
  selfCheck(): Promise<string[]>;
  /** Starts taking jobs. */
  work(): Promise<void>;
  /** Says that it is not ready, lets running jobs finish, returns the others to the queue, and closes everything. */
  stop(): Promise<void>;
}

/** Builds every part of the service from its environment: the one place where adapters meet. Throws `StoreError`. */
export async function openServices(environment: Environment, log: Logger): Promise<Services> {
  const { databaseUrl, dataDirectory, stopSeconds } = environment;
  const location = databaseUrl === null ? { directory: join(dataDirectory, "database") } : { url: databaseUrl };
  const database = await openDatabase(location, log);
  const store = createStore(database.queries, log);
  const queue = await createQueue(database.connection, queueSettings(environment), log);
  const metrics = environment.metricsPort === null ? null : createMetrics(() => queue.depth());
  const traces = await openTraces(environment);
  const watching = { metrics: metrics ?? NO_METRICS, traces };
  const github = openGitHub(environment, log, { references: store, ...watching });
  const tools = reviewTools({ environment, log, github, store, ...watching });
  let endSweeping = notSweeping;
  const receive = createReceive({ queue, store, log, appId: environment.appId });
  // A worker's door says whether it lives, and takes nothing.
  const middleware = environment.role === "worker" ? takesNothing : await github.middleware(receive);
  const door = createFrontDoor({ middleware, ping: () => store.ping(), log });
  return {
    server: door.server,
    metricsServer: metrics && createMetricsDoor(metrics),
    selfCheck: () => github.selfCheck(),
    async work() {
      if (environment.role === "web") return;
      await queue.work(traceJobs(openWorkers(tools, queue), traces));
      endSweeping = startSweeping({ ...tools, queue, keepDays: environment.keepDays }, environment.sweepSeconds);
    },
    async stop() {
      door.drain();
      await endSweeping();
      await queue.stop(stopSeconds * 1_000);
      await closeServer(door.server);
      await traces.stop();
      await database.close();
    },
  };
}

/** Who watches the service at work. */
interface Watching {
  readonly metrics: Metrics;
  readonly traces: Traces;
}

/** Loaded only where somebody wants them. */
async function openTraces({ tracesEndpoint }: Environment): Promise<Traces> {
  if (tracesEndpoint === null) return NO_TRACES;
  const { createTraces } = await import("./adapters/opentelemetry/traces.ts");
  return createTraces({ endpoint: tracesEndpoint, version: ENGINE_VERSION });
}

function queueSettings({ concurrency, concurrencyPerInstallation, runDeadlineSeconds, retrySeconds }: Environment) {
  return {
    concurrency,
    concurrencyPerInstallation,
    deadlineSeconds: runDeadlineSeconds,
    retries: RETRIES,
    retryDelaySeconds: retrySeconds,
  };
}

async function takesNothing(): Promise<boolean> {
  return false;
}

function openGitHub(
  environment: Environment,
  log: Logger,
  { references, metrics, traces }: Watching & { readonly references: ReferenceMemory },
): GitHubApp {
  const { appId, privateKey, webhookSecret, githubApiUrl } = environment;
  // What answers on this machine is no GitHub: it has no limits to keep and shows what was written at once.
  const local = ["127.0.0.1", "localhost", "[::1]"].includes(new URL(githubApiUrl).hostname);
  return createGitHub({
    appId,
    privateKey,
    webhookSecret,
    apiUrl: githubApiUrl,
    log,
    references,
    traces,
    onQuota: (left) => metrics.quotaLeft(left),
    ...(local ? { paced: false, settle: 0 } : {}),
  });
}

/** What analyses and answers work with. */
function openParts({ model, tokensPerDay }: Environment, traces: Traces) {
  const prices = model?.prices ?? null;
  return {
    scanner: createSecretScanner(),
    factSource: createFactSource(READER_PROGRAM),
    catalogue: loadCatalogue(),
    model: model && traceModel(createOpenAiModel(model), traces),
    clock: systemClock,
    spendingOf: (spent: Spending) => ({ spent, tokensPerDay, prices }),
  };
}

type AnalysisParts = ReturnType<typeof openParts>;

function openAsking({ spendingOf, ...parts }: AnalysisParts): Ask {
  return async (question, report, config, { spent, answers, signal }) =>
    askAboutReport(question, report, config, { ...parts, answers, signal, spending: spendingOf(spent) });
}

function openAnalysis({ spendingOf, ...parts }: AnalysisParts, log: Logger, { metrics, traces }: Watching): Analyze {
  return async (change, config, memory, attention) => {
    const { number } = change.subject;
    const steps = watchSteps(metrics, traces);
    const progress: Progress = (step) => {
      steps.begin(step);
      attention.progress(step);
      log.debug({ number, step }, "A step of an analysis began");
    };
    const { answers, spent, further } = memory;
    const { report } = await analyze(change, config, memory, {
      ...parts,
      answers,
      spending: spendingOf(spent),
      further,
      progress,
      signal: attention.signal,
    });
    steps.end(report.run.calls);
    return report;
  };
}

interface WorkerParts extends Watching {
  readonly environment: Environment;
  readonly log: Logger;
  readonly github: GitHubApp;
  readonly store: Store;
}

function reviewTools({ environment, log, github, store, metrics, traces }: WorkerParts): ReviewTools {
  const parts = openParts(environment, traces);
  return {
    host: github,
    store,
    log,
    clock: systemClock,
    metrics,
    analyze: openAnalysis(parts, log, { metrics, traces }),
    ask: openAsking(parts),
    render: renderPublication,
    renderSarif,
    deadlineSeconds: environment.runDeadlineSeconds,
    newReference: randomUUID,
  };
}

function openWorkers(tools: ReviewTools, queue: Queue): JobHandlers {
  return {
    review: createReviewWorker(tools),
    command: createCommandWorker({ ...tools, queue }),
    merge: createMergeWorker({ ...tools, queue }),
    failedCommand: createFailedCommandWorker(tools),
    abandoned: createAbandonedWorker(tools),
  };
}

async function notSweeping(): Promise<void> {}

async function closeServer(server: FrontDoor["server"]): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), 2_000);
  await closed;
  clearTimeout(timer);
}

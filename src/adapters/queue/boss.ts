import { type ConstructorOptions, PgBoss, type PGliteLike, type QueueOptions, fromPglite } from "pg-boss";
import { StoreError } from "../../domain/errors.ts";
import type { Log } from "../../ports/log.ts";

/** The database that the queue lives in; it is not closed by the queue. */
export type QueueDatabase =
  | { readonly kind: "embedded"; readonly pglite: PGliteLike }
  | { readonly kind: "server"; readonly url: string };

export interface QueueSettings {
  /** Reviews, and commands, that run at the same time in this process. */
  readonly concurrency: number;
  /** Of these, reviews of one installation, so that the many of one do not hold up the few of another. */
  readonly concurrencyPerInstallation: number;
  /** Longest time that a handler takes by its own rule; the queue takes the job away a little later. */
  readonly deadlineSeconds: number;
  /** Seconds before the second try; each further one waits about twice as long. */
  readonly retryDelaySeconds: number;
  /** Tries after the first one. */
  readonly retries: number;
}

export const QUEUES = {
  review: "review",
  command: "command",
  merge: "merge",
  failed: "review-failed",
  failedCommand: "command-failed",
} as const;

/** How soon the death of another process is noticed; far above the longest pause of a busy one. */
const HEARTBEAT_SECONDS = 60;
export const HEARTBEAT_REFRESH_SECONDS = 5;
/** How many times more often than a review an answer is tried; a process that dies costs a try too. */
const PATIENCE = 4;
const EXPIRY_MARGIN_SECONDS = 120;
/** Nobody asks for them again, and every delivery looks through those of its pull request. */
const DONE_JOBS_KEPT_SECONDS = 600;

/** Starts the queue's engine and creates its queues. Throws `StoreError`. */
export async function startBoss(database: QueueDatabase, settings: QueueSettings, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({ ...connectionOf(database), ...ENGINE });
  boss.on("error", (error) => log.warn({ error }, "The queue's engine met an error"));
  try {
    await boss.start();
    await createQueues(boss, database.kind, settings);
    return boss;
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw new StoreError("The queue could not be set up; check that the database runs and its rights", error);
  }
}

const ENGINE: ConstructorOptions = {
  schedule: false,
  registerInstance: false,
  useListenNotify: true,
  monitorIntervalSeconds: 30,
  superviseIntervalSeconds: 30,
};

function connectionOf(database: QueueDatabase): ConstructorOptions {
  return database.kind === "embedded"
    ? { backend: "pglite", db: fromPglite(database.pglite) }
    : { connectionString: database.url, max: 4, application_name: "threatdiff-queue" };
}

async function createQueues(boss: PgBoss, kind: QueueDatabase["kind"], settings: QueueSettings): Promise<void> {
  const options: QueueOptions & { notify: boolean } = {
    notify: true,
    retryLimit: settings.retries,
    retryDelay: settings.retryDelaySeconds,
    retryBackoff: true,
    retryDelayMax: 900,
    expireInSeconds: settings.deadlineSeconds + EXPIRY_MARGIN_SECONDS,
    deleteAfterSeconds: DONE_JOBS_KEPT_SECONDS,
    // An embedded database has one process: its jobs are taken back when it starts again.
    ...(kind === "server" ? { heartbeatSeconds: HEARTBEAT_SECONDS } : {}),
  };
  await ensureQueue(boss, QUEUES.failed, "standard", options);
  await ensureQueue(boss, QUEUES.review, "stately", { ...options, deadLetter: QUEUES.failed });
  // Nobody comes back to these when they are given up, and they are answered once however often they are tried.
  const patient = { ...options, retryLimit: settings.retries * PATIENCE };
  await ensureQueue(boss, QUEUES.merge, "exclusive", patient);
  await ensureQueue(boss, QUEUES.failedCommand, "standard", options);
  await ensureQueue(boss, QUEUES.command, "exclusive", { ...patient, deadLetter: QUEUES.failedCommand });
}

async function ensureQueue(
  boss: PgBoss,
  name: string,
  policy: string,
  options: QueueOptions & { notify: boolean; deadLetter?: string },
): Promise<void> {
  await boss.createQueue(name, { policy, ...options });
  await boss.updateQueue(name, options);
}

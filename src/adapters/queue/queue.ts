import { isDeepStrictEqual } from "node:util";
import type { JobWithMetadata, PgBoss } from "pg-boss";
import { CodeHostError, StoreError } from "../../domain/errors.ts";
import {
  type CommandJob,
  type MergeJob,
  type ReviewJob,
  commandJobSchema,
  mergeJobSchema,
  pullRequestKey,
  reviewJobSchema,
} from "../../domain/job.ts";
import { placeKey } from "../../domain/command-place.ts";
import type { Log } from "../../ports/log.ts";
import type { JobHandlers, Queue, QueueDepth } from "../../ports/queue.ts";
import { HEARTBEAT_REFRESH_SECONDS, QUEUES, type QueueDatabase, type QueueSettings, startBoss } from "./boss.ts";
import { type RunningJob, RunningJobs } from "./running-jobs.ts";

/** Time that an aborted handler gets to tidy up when the process stops. */
const ABORT_GRACE_MS = 5_000;
const MOST_JOBS = 100_000;
/** How often a process looks whether a newer job, which another process took in, replaces a review that runs here. */
const WATCH_MS = 2_000;
/** New jobs are announced; the polls are for those whose time has come. */
const POLLING = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 };
/** A little in the past, so that a database whose clock is behind ours starts the job at once too. */
const atOnce = () => new Date(Date.now() - 2_000);

/** Opens the queue on an open database. Throws `StoreError`. */
export async function createQueue(database: QueueDatabase, settings: QueueSettings, log: Log): Promise<Queue> {
  return new BossQueue(await startBoss(database, settings, log), database.kind, settings, log);
}

class BossQueue implements Queue {
  readonly #boss: PgBoss;
  readonly #kind: QueueDatabase["kind"];
  readonly #settings: QueueSettings;
  readonly #log: Log;
  readonly #reviews = new RunningJobs<ReviewJob>();
  readonly #others = new RunningJobs<unknown>();
  #watch: NodeJS.Timeout | null = null;

  constructor(boss: PgBoss, kind: QueueDatabase["kind"], settings: QueueSettings, log: Log) {
    this.#boss = boss;
    this.#kind = kind;
    this.#settings = settings;
    this.#log = log;
  }

  async enqueueReview(job: ReviewJob): Promise<void> {
    await stored(async () => {
      const singletonKey = pullRequestKey(job);
      const pending = await this.#pending(singletonKey);
      // What is pending reads the labels itself, and has a better reason.
      if (job.trigger === "labeled" && pending.length > 0) return;
      const wanted = { ...job, force: job.force || pending.some(({ data }) => data.force) };
      if (!pending.some((one) => isDue(one) && isDeepStrictEqual(one.data, wanted))) {
        await this.#boss.upsert(QUEUES.review, wanted, { singletonKey, group: groupOf(job), startAfter: atOnce() });
      }
      this.#supersede(singletonKey, job);
    });
  }

  async enqueueCommand(job: CommandJob): Promise<void> {
    const options = { singletonKey: placeKey(job.place), group: { id: pullRequestKey(job) } };
    await stored(() => this.#boss.send(QUEUES.command, job, options));
  }

  async enqueueMerge(job: MergeJob): Promise<void> {
    await stored(() => this.#boss.send(QUEUES.merge, job, { singletonKey: `${pullRequestKey(job)}@${job.mergeSha}` }));
  }

  async cancelReviews(ref: Parameters<Queue["cancelReviews"]>[0]): Promise<void> {
    await stored(async () => {
      const key = pullRequestKey(ref);
      for (const pending of await this.#pending(key)) await this.#boss.cancel(QUEUES.review, pending.id);
      this.#reviews.abort("cancelled", (running) => running.key === key);
      if (this.#kind === "server") await this.#cancelElsewhere(key);
    });
  }

  async depth(): Promise<QueueDepth> {
    return stored(async () => {
      const queues = await this.#boss.getQueues(Object.values(QUEUES));
      const rows = await Promise.all(queues.map(async ({ name }) => this.#depthOf(name)));
      return Object.fromEntries(rows);
    });
  }

  async #depthOf(name: string): Promise<readonly [string, QueueDepth[string]]> {
    const jobs = await this.#boss.findJobs(name, { limit: MOST_JOBS });
    const running = jobs.filter(({ state }) => state === "active").length;
    const waiting = jobs.filter(({ state }) => state === "created" || state === "retry").length;
    return [name, { waiting, running }];
  }

  async work(handlers: JobHandlers): Promise<void> {
    if (this.#kind === "embedded") await stored(() => this.#takeBackOrphans());
    const { concurrency, concurrencyPerInstallation } = this.#settings;
    const common = {
      localConcurrency: concurrency,
      ...POLLING,
      ...(this.#kind === "server" ? { heartbeatRefreshSeconds: HEARTBEAT_REFRESH_SECONDS } : {}),
    };
    if (this.#kind === "server") this.#watchForNewer();
    await stored(async () => {
      const fair = { ...common, localGroupConcurrency: Math.min(concurrency, concurrencyPerInstallation) };
      await this.#boss.work<unknown>(QUEUES.review, fair, async ([job]) => {
        const data = job && this.#read(reviewJobSchema, job.data);
        if (!data) return;
        const review = { id: job.id, key: pullRequestKey(data), data };
        await this.#reviews.run(review, job.signal, (running) => this.#review(running, handlers));
      });
      await this.#boss.work<unknown>(QUEUES.command, { ...common, localGroupConcurrency: 1 }, async ([job]) => {
        const data = job && this.#read(commandJobSchema, job.data);
        if (!data) return;
        const command = { id: job.id, key: pullRequestKey(data), data };
        await this.#others.run(command, job.signal, ({ signal }) => handlers.command(data, signal));
      });
      await this.#workOn(QUEUES.merge, mergeJobSchema, (data, signal) => handlers.merge(data, signal));
      await this.#workOn(QUEUES.failedCommand, commandJobSchema, (data, signal) =>
        handlers.failedCommand(data, signal),
      );
      await this.#workOn(QUEUES.failed, reviewJobSchema, (data, signal) => handlers.abandoned(data, signal));
    });
  }

  /** Takes jobs that need nothing but to be done. */
  async #workOn<Data extends Parameters<typeof pullRequestKey>[0]>(
    queue: string,
    schema: { safeParse(value: unknown): { success: boolean; data?: Data | undefined } },
    work: (data: Data, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    await this.#boss.work<unknown>(queue, POLLING, async ([job]) => {
      const data = job && this.#read(schema, job.data);
      if (!data) return;
      const taken = { id: job.id, key: pullRequestKey(data), data };
      await this.#others.run(taken, job.signal, ({ signal }) => work(data, signal));
    });
  }

  async stop(graceMs: number): Promise<void> {
    if (this.#watch !== null) clearTimeout(this.#watch);
    this.#watch = null;
    await Promise.all(Object.values(QUEUES).map((name) => this.#boss.offWork(name, { wait: false })));
    await Promise.all([this.#reviews.settle(graceMs), this.#others.settle(graceMs)]);
    this.#reviews.abort("stopping", () => true);
    this.#others.abort("stopping", () => true);
    await Promise.all([this.#reviews.settle(ABORT_GRACE_MS), this.#others.settle(ABORT_GRACE_MS)]);
    // Handlers that ignore their signal: their jobs go back too, and are cut off from this process.
    for (const running of this.#reviews.all()) {
      await this.#giveBack(running);
      await this.#boss.cancel(QUEUES.review, running.id);
    }
    await this.#boss.stop({ graceful: true, timeout: 1_000 });
  }

  /** Runs the handler, and decides what a failure means for the job. */
  async #review(running: RunningJob<ReviewJob>, handlers: JobHandlers): Promise<void> {
    try {
      await handlers.review(running.data, running.signal);
    } catch (error) {
      if (running.abortCause === "stopping") return this.#giveBack(running);
      if (running.abortCause !== null) return;
      if ((await this.#pending(running.key)).length > 0) return;
      if (error instanceof CodeHostError && error.retryAfter !== null) {
        return this.#giveBack(running, error.retryAfter);
      }
      throw error;
    }
  }

  /** Makes the job pending again without counting a try, unless a newer one is pending. */
  async #giveBack(running: RunningJob<ReviewJob>, afterSeconds = 0): Promise<void> {
    const options = { singletonKey: running.key, group: groupOf(running.data), startAfter: afterSeconds };
    await this.#boss.send(QUEUES.review, running.data, options);
  }

  /** Aborts what runs here for an older state of the pull request. */
  #supersede(key: string, newer: ReviewJob): void {
    this.#reviews.abort("superseded", (running) => running.key === key && replaces(newer, running.data));
  }

  /** Asked where reviews run, since asking at every delivery would read the pull request's whole past. */
  #watchForNewer(): void {
    const look = async () => {
      try {
        for (const { key } of this.#reviews.all()) {
          for (const { data } of await this.#pending(key)) this.#supersede(key, data);
        }
      } catch (error) {
        this.#log.warn({ error }, "The queue could not be asked for newer jobs; it is asked again");
      }
      if (this.#watch !== null) this.#watch = setTimeout(look, WATCH_MS).unref();
    };
    this.#watch = setTimeout(look, WATCH_MS).unref();
  }

  /** What runs in another process loses its claim, which that process notices by its heartbeat. */
  async #cancelElsewhere(key: string): Promise<void> {
    const jobs = await this.#boss.findJobs<ReviewJob>(QUEUES.review, { key });
    const elsewhere = jobs.filter(({ id, state }) => state === "active" && !this.#reviews.has(id));
    for (const { id } of elsewhere) await this.#boss.cancel(QUEUES.review, id);
  }

  /** Jobs that a dead process left behind run again at once; the try counts, so that one that kills us ends. */
  async #takeBackOrphans(): Promise<void> {
    for (const name of Object.values(QUEUES)) {
      const jobs = await this.#boss.findJobs(name, { limit: MOST_JOBS });
      for (const { id } of jobs.filter((job) => job.state === "active")) {
        await this.#boss.fail(name, id, { reason: "the process ended" });
        await this.#boss.update(name, undefined, { id, startAfter: atOnce() });
        this.#log.warn({ event: name }, "A job of an earlier process is taken up again");
      }
    }
  }

  async #pending(key: string): Promise<JobWithMetadata<ReviewJob>[]> {
    return this.#boss.findJobs<ReviewJob>(QUEUES.review, { key, queued: true });
  }

  /** A job that an older version wrote in another form cannot be done. */
  #read<Data>(schema: { safeParse(value: unknown): { success: boolean; data?: Data | undefined } }, data: unknown) {
    const parsed = schema.safeParse(data);
    if (!parsed.success) this.#log.error({}, "A job has another form than this version's; it is dropped");
    return parsed.data;
  }
}

/** True for what begins as soon as somebody has time, and so will see all that is there now. */
function isDue({ startAfter }: JobWithMetadata<ReviewJob>): boolean {
  return startAfter.getTime() <= Date.now();
}

/** Reviews of an installation take turns with those of others. */
function groupOf({ installationId }: ReviewJob): { id: string } {
  return { id: String(installationId) };
}

/** Whether a new job makes a running one pointless; the same head asked for twice does not. */
function replaces(job: ReviewJob, running: ReviewJob): boolean {
  return job.force || job.trigger === "base_changed" || job.headSha === null || job.headSha !== running.headSha;
}

async function stored<Answer>(action: () => Promise<Answer>): Promise<Answer> {
  try {
    return await action();
  } catch (error) {
    throw new StoreError("The queue did not take the work; check that the database runs and can be reached", error);
  }
}

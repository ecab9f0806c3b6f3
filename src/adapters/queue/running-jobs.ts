import { type AbortCause, JobAborted } from "../../domain/job.ts";

/** A job that a handler of this process works on. */
export interface RunningJob<Data> {
  readonly id: string;
  readonly key: string;
  readonly data: Data;
  readonly signal: AbortSignal;
  /** Why this process took the job away from its handler, if it did. */
  abortCause: AbortCause | null;
}

interface Entry<Data> {
  readonly job: RunningJob<Data>;
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/** The jobs of this process that are being worked on. */
export class RunningJobs<Data> {
  readonly #entries = new Map<string, Entry<Data>>();

  /** Runs `work` for a job and knows the job until it ends. `outside` is the engine's own signal. */
  async run(
    { id, key, data }: { id: string; key: string; data: Data },
    outside: AbortSignal,
    work: (job: RunningJob<Data>) => Promise<void>,
  ): Promise<void> {
    const controller = new AbortController();
    const signal = AbortSignal.any([controller.signal, outside]);
    const job: RunningJob<Data> = { id, key, data, signal, abortCause: null };
    const result = work(job);
    const done = result.catch(() => undefined).finally(() => this.#entries.delete(id));
    this.#entries.set(id, { job, controller, done });
    await result;
  }

  /** Aborts the jobs that `chosen` picks; one that is aborted already keeps its first cause. */
  abort(cause: AbortCause, chosen: (job: RunningJob<Data>) => boolean): void {
    for (const { job, controller } of this.#entries.values()) {
      if (job.abortCause !== null || !chosen(job)) continue;
      job.abortCause = cause;
      controller.abort(new JobAborted(cause));
    }
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  all(): RunningJob<Data>[] {
    return [...this.#entries.values()].map((entry) => entry.job);
  }

  /** Waits until every job has ended, but not longer than `milliseconds`. */
  async settle(milliseconds: number): Promise<void> {
    const ended = Promise.all([...this.#entries.values()].map((entry) => entry.done));
    const { promise: over, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    await Promise.race([ended, over]);
    clearTimeout(timer);
  }
}

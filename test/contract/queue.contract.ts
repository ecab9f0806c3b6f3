import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { QueueSettings } from "../../src/adapters/queue/boss.ts";
import { CodeHostError } from "../../src/domain/errors.ts";
import { type CommandJob, JobAborted, type ReviewJob } from "../../src/domain/job.ts";
import type { JobHandlers, Queue } from "../../src/ports/queue.ts";
import { buildCommandJob, buildReviewJob } from "../builders/job.ts";

/** A place where queues can be opened one after the other, or side by side where the database allows it. */
export interface QueuePlace {
  open(settings: QueueSettings): Promise<Queue>;
  /** Deletes all jobs. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

const SETTINGS: QueueSettings = {
  concurrency: 3,
  concurrencyPerInstallation: 3,
  deadlineSeconds: 60,
  retryDelaySeconds: 1,
  retries: 1,
};
const WAIT = { timeout: 15_000, interval: 20 };

const head = (letter: string) => letter.repeat(40);

/**
 * Handlers that note what they were asked to do, and hold every review until it is let go, or for `tidyMs` after it was
 * aborted.
 */
export function recordingHandlers(given: Partial<JobHandlers> = {}, tidyMs = 0) {
  const started: string[] = [];
  const ended: string[] = [];
  const aborts: unknown[] = [];
  const running = new Set<string>();
  const gates = new Map<string, PromiseWithResolvers<void>>();
  let most = 0;
  const review = async (job: ReviewJob, signal: AbortSignal) => {
    const name = `${job.number}:${job.headSha?.[0]}`;
    started.push(name);
    running.add(name);
    most = Math.max(most, [...running].filter((one) => one.startsWith(`${job.number}:`)).length);
    const gate = Promise.withResolvers<void>();
    gates.set(name, gate);
    signal.addEventListener("abort", () => {
      aborts.push(signal.reason);
      setTimeout(() => gate.reject(signal.reason), tidyMs);
    });
    try {
      await gate.promise;
      ended.push(name);
    } finally {
      running.delete(name);
    }
  };
  const handlers: JobHandlers = {
    review,
    command: async () => {},
    merge: async () => {},
    failedCommand: async () => {},
    abandoned: async () => {},
    ...given,
  };
  return {
    handlers,
    started,
    ended,
    aborts,
    release: (name: string) => gates.get(name)?.resolve(),
    releaseAll: () => gates.forEach((gate) => gate.resolve()),
    mostAtOnce: () => most,
  };
}

/** What every queue does, whatever database is under it. */
export function describeQueue(name: string, openPlace: () => Promise<QueuePlace>): void {
  describe(`queue on ${name}`, () => {
    let place: QueuePlace;
    let queue: Queue | null = null;
    let number = 0;
    const newJob = (given: Partial<ReviewJob> = {}) => buildReviewJob({ number: (number += 1), ...given });
    const open = async (settings: Partial<QueueSettings> = {}) => {
      queue = await place.open({ ...SETTINGS, ...settings });
      return queue;
    };

    beforeAll(async () => {
      place = await openPlace();
    });
    afterEach(async () => {
      await queue?.stop(1_000);
      queue = null;
      await place.clear();
    });
    afterAll(() => place.close());

    it("keeps work that was enqueued before anyone works", async () => {
      const job = newJob({ trigger: "opened" });
      const first = await open();
      await first.enqueueReview(job);
      await first.stop(0);
      const review = vi.fn(async () => {});
      await (await open()).work({ ...recordingHandlers().handlers, review });
      await vi.waitFor(() => expect(review).toHaveBeenCalledTimes(1), WAIT);
      expect(review).toHaveBeenCalledWith(job, expect.any(AbortSignal));
    });

    it("runs the first and the newest head of a pull request, one at a time", async () => {
      const job = newJob();
      const record = recordingHandlers({}, 500);
      const opened = await open();
      await opened.work(record.handlers);
      await opened.enqueueReview({ ...job, headSha: head("a") });
      await vi.waitFor(() => expect(record.started).toHaveLength(1), WAIT);
      for (const letter of ["b", "c", "d"]) await opened.enqueueReview({ ...job, headSha: head(letter) });
      await vi.waitFor(() => expect(record.started).toEqual([`${job.number}:a`, `${job.number}:d`]), WAIT);
      expect(record.aborts).toEqual([new JobAborted("superseded")]);
      record.releaseAll();
      await vi.waitFor(() => expect(record.ended).toEqual([`${job.number}:d`]), WAIT);
      expect(record.mostAtOnce()).toBe(1);
    });

    it("works on different pull requests at the same time", async () => {
      const jobs = [newJob(), newJob(), newJob()];
      const record = recordingHandlers();
      const opened = await open();
      await opened.work(record.handlers);
      await Promise.all(jobs.map((job) => opened.enqueueReview(job)));
      await vi.waitFor(() => expect(record.started).toHaveLength(3), WAIT);
      record.releaseAll();
    });

    it("lets a running review go on when its own head is asked for again", async () => {
      const job = newJob();
      const record = recordingHandlers();
      const opened = await open();
      await opened.work(record.handlers);
      await opened.enqueueReview(job);
      await vi.waitFor(() => expect(record.started).toHaveLength(1), WAIT);
      await opened.enqueueReview(job);
      expect(record.aborts).toEqual([]);
      record.releaseAll();
      await vi.waitFor(() => expect(record.started).toHaveLength(2), WAIT);
      record.releaseAll();
    });

    it.each<Partial<ReviewJob>>([{ force: true }, { trigger: "base_changed" }])(
      "aborts a running review of the same head for %o",
      async (given) => {
        const job = newJob();
        const record = recordingHandlers();
        const opened = await open();
        await opened.work(record.handlers);
        await opened.enqueueReview(job);
        await vi.waitFor(() => expect(record.started).toHaveLength(1), WAIT);
        await opened.enqueueReview({ ...job, ...given });
        await vi.waitFor(() => expect(record.started).toHaveLength(2), WAIT);
        expect(record.aborts).toHaveLength(1);
        record.releaseAll();
      },
    );

    it("does at once what waits to be tried again when it is asked for meanwhile", async () => {
      const job = newJob();
      const times: number[] = [];
      const review = vi.fn(async () => {
        times.push(Date.now());
        if (times.length === 1) throw new CodeHostError("read", "Wait", { status: 403, retryAfter: 600 });
      });
      const opened = await open();
      await opened.work({ ...recordingHandlers().handlers, review });
      await opened.enqueueReview(job);
      await vi.waitFor(() => expect(times).toHaveLength(1), WAIT);
      await new Promise((resolve) => setTimeout(resolve, 500));
      await opened.enqueueReview(job);
      await vi.waitFor(() => expect(times).toHaveLength(2), WAIT);
    });

    it("takes what waits already once, however often it is asked for", async () => {
      const job = newJob();
      const opened = await open();
      for (let asked = 0; asked < 5; asked += 1) await opened.enqueueReview(job);
      expect((await opened.depth())["review"]).toEqual({ waiting: 1, running: 0 });
      const review = vi.fn(async () => {});
      await opened.work({ ...recordingHandlers().handlers, review });
      await vi.waitFor(() => expect(review).toHaveBeenCalledTimes(1), WAIT);
    });

    it("keeps a pending wish to analyse again when a newer head replaces it", async () => {
      const job = newJob();
      const opened = await open();
      await opened.enqueueReview({ ...job, force: true });
      await opened.enqueueReview({ ...job, headSha: head("b") });
      const review = vi.fn(async () => {});
      await opened.work({ ...recordingHandlers().handlers, review });
      await vi.waitFor(() => expect(review).toHaveBeenCalledTimes(1), WAIT);
      expect(review).toHaveBeenCalledWith({ ...job, headSha: head("b"), force: true }, expect.any(AbortSignal));
    });

    it("drops the pending and aborts the running review of a pull request that closes", async () => {
      const [job, other] = [newJob(), newJob()];
      const record = recordingHandlers();
      const opened = await open();
      await opened.work(record.handlers);
      await opened.enqueueReview(job);
      await vi.waitFor(() => expect(record.started).toHaveLength(1), WAIT);
      await opened.enqueueReview(job);
      await opened.cancelReviews(job);
      expect(record.aborts).toEqual([new JobAborted("cancelled")]);
      await opened.enqueueReview(other);
      await vi.waitFor(() => expect(record.started).toEqual([`${job.number}:a`, `${other.number}:a`]), WAIT);
      record.releaseAll();
    });

    it("tries a failed review again, then hands it over as abandoned", async () => {
      const job = newJob();
      const review = vi.fn(async () => {
        throw new Error("GitHub is away");
      });
      const abandoned = vi.fn(async () => {});
      const opened = await open();
      await opened.work({ ...recordingHandlers().handlers, review, abandoned });
      await opened.enqueueReview(job);
      await vi.waitFor(() => expect(abandoned).toHaveBeenCalledTimes(1), WAIT);
      expect(review).toHaveBeenCalledTimes(2);
      expect(abandoned).toHaveBeenCalledWith(job, expect.any(AbortSignal));
    });

    it("gives a failed review up for the newer one that is pending", async () => {
      const job = newJob();
      const opened = await open();
      const review = vi.fn(async (one: ReviewJob) => {
        if (one.headSha !== head("a")) return;
        await opened.enqueueReview({ ...job, headSha: head("b") });
        throw new Error("fails for another reason than being aborted");
      });
      await opened.work({ ...recordingHandlers().handlers, review });
      await opened.enqueueReview(job);
      await vi.waitFor(() => expect(review).toHaveBeenCalledTimes(2), WAIT);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      expect(review.mock.calls.map(([one]) => one.headSha)).toEqual([head("a"), head("b")]);
    });

    it("waits as long as the code host asks, without counting a try", async () => {
      const job = newJob();
      const times: number[] = [];
      const review = vi.fn(async () => {
        times.push(Date.now());
        if (times.length < 4) throw new CodeHostError("read", "Wait", { status: 403, retryAfter: 1 });
      });
      const abandoned = vi.fn(async () => {});
      const opened = await open();
      await opened.work({ ...recordingHandlers().handlers, review, abandoned });
      await opened.enqueueReview(job);
      await vi.waitFor(() => expect(times).toHaveLength(4), { ...WAIT, timeout: 18_000 });
      expect(times[1]! - times[0]!).toBeGreaterThan(900);
      expect(abandoned).not.toHaveBeenCalled();
    });

    it("does the commands of a pull request one after the other, and one comment once", async () => {
      const order: string[] = [];
      let running = 0;
      const command = vi.fn(async (job: CommandJob) => {
        running += 1;
        expect(running).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 50));
        order.push(String(job.place.id));
        running -= 1;
      });
      const opened = await open();
      const base = buildCommandJob({ number: (number += 1) });
      const at = (id: number) => ({ ...base, place: { in: "comment", id: base.number * 100 + id } as const });
      for (const id of [1, 2, 2, 3]) await opened.enqueueCommand(at(id));
      await opened.work({ ...recordingHandlers().handlers, command });
      await vi.waitFor(() => expect(order).toHaveLength(3), WAIT);
      expect(new Set(order).size).toBe(3);
      expect(command).toHaveBeenCalledWith(at(1), expect.any(AbortSignal));
    });

    it("hands over a command that failed at every try", async () => {
      const opened = await open({ retries: 0 });
      const job = buildCommandJob({ number: (number += 1) });
      const failedCommand = vi.fn(async () => {});
      const command = vi.fn(async () => Promise.reject(new Error("no")));
      await opened.work({ ...recordingHandlers().handlers, command, failedCommand });
      await opened.enqueueCommand(job);
      await vi.waitFor(() => expect(failedCommand).toHaveBeenCalledWith(job, expect.any(AbortSignal)), WAIT);
      expect(command).toHaveBeenCalledTimes(1);
    });

    it("does not let a label take the place of a review that waits", async () => {
      const record = recordingHandlers();
      const opened = await open();
      const job = newJob();
      await opened.enqueueReview(job);
      await opened.enqueueReview({ ...job, headSha: "b", trigger: "labeled" });
      await opened.work(record.handlers);
      await vi.waitFor(() => expect(record.started).toEqual([`${job.number}:a`]), WAIT);
      record.releaseAll();
      await vi.waitFor(() => expect(record.ended).toHaveLength(1), WAIT);
    });

    it("keeps a slot for others when one installation has many reviews", async () => {
      const record = recordingHandlers();
      const opened = await open({ concurrency: 2, concurrencyPerInstallation: 1 });
      const many = [newJob(), newJob(), newJob()].map((job) => ({ ...job, installationId: 71 }));
      const few = { ...newJob(), installationId: 72 };
      for (const job of [...many, few]) await opened.enqueueReview(job);
      await opened.work(record.handlers);
      await vi.waitFor(() => expect(record.started).toHaveLength(2), WAIT);
      expect(record.started).toContain(`${few.number}:a`);
      record.releaseAll();
      await vi.waitFor(() => {
        record.releaseAll();
        expect(record.ended).toHaveLength(4);
      }, WAIT);
    });

    it("lets running reviews finish when it stops, and takes no more", async () => {
      const [job, next] = [newJob(), newJob()];
      const record = recordingHandlers();
      const opened = await open({ concurrency: 1 });
      await opened.work(record.handlers);
      await opened.enqueueReview(job);
      await vi.waitFor(() => expect(record.started).toHaveLength(1), WAIT);
      await opened.enqueueReview(next);
      const stopped = opened.stop(10_000);
      setTimeout(record.releaseAll, 300);
      await stopped;
      expect(record.ended).toEqual([`${job.number}:a`]);
      expect(record.started).toHaveLength(1);
      const again = recordingHandlers();
      await (await open()).work(again.handlers);
      await vi.waitFor(() => expect(again.started).toEqual([`${next.number}:a`]), WAIT);
      again.releaseAll();
    });

    it("returns a review that cannot finish in time, and another process does it at once", async () => {
      const job = newJob();
      const record = recordingHandlers();
      const opened = await open();
      await opened.work(record.handlers);
      await opened.enqueueReview(job);
      await vi.waitFor(() => expect(record.started).toHaveLength(1), WAIT);
      await opened.stop(100);
      expect(record.aborts).toEqual([new JobAborted("stopping")]);
      const again = recordingHandlers();
      await (await open()).work(again.handlers);
      await vi.waitFor(() => expect(again.started).toEqual([`${job.number}:a`]), WAIT);
      again.releaseAll();
      await vi.waitFor(() => expect(again.ended).toHaveLength(1), WAIT);
    });

    it("returns a review whose handler ignores that it was aborted", async () => {
      const job = newJob();
      const stubborn = vi.fn(() => new Promise<void>(() => {}));
      const opened = await open();
      await opened.work({ ...recordingHandlers().handlers, review: stubborn });
      await opened.enqueueReview(job);
      await vi.waitFor(() => expect(stubborn).toHaveBeenCalled(), WAIT);
      await opened.stop(50);
      const again = recordingHandlers();
      await (await open()).work(again.handlers);
      await vi.waitFor(() => expect(again.started).toEqual([`${job.number}:a`]), WAIT);
      again.releaseAll();
    });
  });
}

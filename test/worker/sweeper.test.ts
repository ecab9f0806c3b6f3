import { afterEach, describe, expect, it, vi } from "vitest";
import { CodeHostError, StoreError } from "../../src/domain/errors.ts";
import { startSweeping } from "../../src/worker/sweep-schedule.ts";
import { sweep } from "../../src/worker/sweeper.ts";
import { buildRef } from "../builders/job.ts";
import { fakeQueue } from "../fakes/queue.ts";
import { buildTools } from "./worker-fixture.ts";

const since = new Date("2026-11-23T11:00:00Z");

function open() {
  const built = buildTools();
  const queue = fakeQueue();
  return { ...built, queue, tools: { ...built.tools, queue, keepDays: 30 } };
}

describe("sweep", () => {
  it("asks for missed deliveries", async () => {
    const { tools, host } = open();
    await sweep(tools, since);
    expect(host.redelivered).toEqual([since]);
  });

  it("has pull requests looked at whose acceptance is over", async () => {
    const { tools, queue, store } = open();
    store.expired = [buildRef({ number: 9 })];
    await sweep(tools, since);
    expect(queue.reviews).toEqual([{ ...buildRef({ number: 9 }), headSha: null, trigger: "sweep", force: false }]);
  });

  it("deletes what is too old", async () => {
    const { tools, store } = open();
    await sweep(tools, since);
    expect(store.keptDays).toEqual([30]);
  });

  it("does the rest when one part fails", async () => {
    const { tools, queue, store, host } = open();
    store.expired = [buildRef({ number: 9 })];
    host.errors.set("redeliverMissed", new CodeHostError("list the deliveries", "away", { status: 502 }));
    await sweep(tools, since);
    expect(queue.reviews.map(({ number }) => number)).toEqual([9]);
  });
});

describe("startSweeping", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("looks for checks that were left behind every 20 seconds, far more often than it sweeps", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { tools, host, store } = open();
    const asked: number[] = [];
    store.checksOpenFor = async (seconds) => {
      asked.push(seconds);
      return [];
    };
    const end = startSweeping(tools, 300);
    await vi.advanceTimersByTimeAsync(60_000);
    await end();
    expect([asked, host.redelivered.length]).toEqual([[90, 90, 90], 1]);
  });

  it("goes on looking after the store could not be read", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { tools, store, log } = open();
    let looks = 0;
    store.checksOpenFor = async () => {
      looks += 1;
      throw new StoreError("away");
    };
    const end = startSweeping(tools, 300);
    await vi.advanceTimersByTimeAsync(40_000);
    await end();
    expect([looks, log.lines.length]).toEqual([2, 2]);
  });

  it("looks at once as far back as GitHub keeps deliveries, and ends after a running sweep", async () => {
    const { tools, host } = open();
    await startSweeping(tools, 3_600)();
    expect(host.redelivered).toEqual([new Date("2026-11-20T12:00:00Z")]);
  });

  it("does not keep a process from stopping when GitHub does not answer", async () => {
    const { tools, host } = open();
    host.onCall = async (operation) => {
      if (operation === "redeliverMissed") await new Promise(() => undefined);
    };
    const end = startSweeping(tools, 3_600);
    await expect(end()).resolves.toBeUndefined();
  });
});

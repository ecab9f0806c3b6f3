import { describe, expect, it } from "vitest";
import { CodeHostError } from "../../src/domain/errors.ts";
import { createReviewWorker } from "../../src/worker/review-worker.ts";
import type { OpenCheck } from "../../src/ports/store.ts";
import { startSweeping } from "../../src/worker/sweep-schedule.ts";
import { sweep } from "../../src/worker/sweeper.ts";
import { buildEmptyReport } from "../builders/empty-report.ts";
import { buildRef, buildReviewJob } from "../builders/job.ts";
import { fakeQueue } from "../fakes/queue.ts";
import { buildTools } from "./worker-fixture.ts";

const HEAD = "a".repeat(40);
const BASE = "b".repeat(40);
const since = new Date("2026-11-23T11:00:00Z");
const never = new AbortController().signal;

/** One check that was left behind, of this head. */
function open(headSha = HEAD, left: OpenCheck["state"] = "started") {
  const built = buildTools();
  const queue = fakeQueue();
  built.host.checks.push({ headSha, output: null, closed: null });
  built.store.openChecks = [{ ref: buildRef(), headSha, state: left }];
  return { ...built, queue, tools: { ...built.tools, queue, keepDays: 30 } };
}

describe("sweep", () => {
  it("asks for missed deliveries", async () => {
    const { tools, host } = open();
    await sweep(tools, since);
    expect(host.redelivered).toEqual([since]);
  });

  it("has a head reviewed whose check was left behind", async () => {
    const { tools, queue, store } = open();
    await sweep(tools, since);
    expect(queue.reviews).toEqual([buildReviewJob({ trigger: "sweep", headSha: HEAD })]);
    expect(store.openChecks).toHaveLength(1);
  });

  it("closes that check later, when a newer head took the place of the review", async () => {
    const { tools, store, host } = open();
    await sweep(tools, since);
    host.state = { ...host.state, headSha: "c".repeat(40) };
    await sweep(tools, since);
    expect(host.checks[0]?.closed).toBe("cancelled: Superseded by a newer commit");
    expect(store.openChecks).toEqual([]);
  });

  it("tries once what was given up", async () => {
    const { tools, queue, store, host } = open(HEAD, "abandoned");
    host.checks.length = 0;
    await sweep(tools, since);
    await sweep(tools, since);
    expect([queue.reviews.length, store.openChecks]).toEqual([1, []]);
  });

  it.each([
    ["a head that was replaced", "c".repeat(40), "open", "cancelled: Superseded by a newer commit"],
    ["a closed pull request", HEAD, "closed", "cancelled: The pull request was closed"],
  ] as const)("closes the check of %s", async (_, headSha, state, closed) => {
    const { tools, queue, store, host } = open(headSha);
    host.state = { ...host.state, state };
    await sweep(tools, since);
    expect(host.checks[0]?.closed).toBe(closed);
    expect([store.openChecks.length, queue.reviews.length]).toEqual([0, 0]);
  });

  it("forgets a check that was finished, which a crash kept from being noted", async () => {
    const { tools, queue, store, host } = open();
    host.checks.length = 0;
    await sweep(tools, since);
    expect([store.openChecks, queue.reviews, host.checks]).toEqual([[], [], []]);
  });

  it("has a head reviewed anew whose check was opened again after its review", async () => {
    const { tools, queue, store } = open();
    const report = buildEmptyReport();
    const run = { headSha: HEAD, baseSha: BASE, configSha: null, report, decided: 0, settings: null };
    store.runs = [{ ...run, disclosure: "full", published: true }];
    await sweep(tools, since);
    expect(queue.reviews).toEqual([buildReviewJob({ trigger: "sweep", headSha: HEAD, force: true })]);
  });

  it("forgets a head that was replaced before its check was created", async () => {
    const { tools, store, host } = open("c".repeat(40), "abandoned");
    host.checks.length = 0;
    await sweep(tools, since);
    expect(store.openChecks).toEqual([]);
  });

  it("has pull requests looked at whose acceptance is over", async () => {
    const { tools, queue, store } = open();
    store.openChecks = [];
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
    host.errors.set("readState", new CodeHostError("read the state", "away", { status: 502 }));
    await sweep(tools, since);
    expect(queue.reviews.map(({ number }) => number)).toEqual([9]);
    expect(store.openChecks).toHaveLength(1);
  });
});

describe("a review", () => {
  it("is remembered from before its check is created to the end", async () => {
    const { tools, store, host } = buildTools();
    const during: number[] = [];
    host.onCall = (operation) => {
      if (operation === "startCheck" || operation === "readChange") during.push(store.openChecks.length);
    };
    await createReviewWorker(tools)(buildReviewJob(), never);
    expect([during, store.openChecks]).toEqual([[1, 1], []]);
  });
});

describe("startSweeping", () => {
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

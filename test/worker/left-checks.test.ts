import { describe, expect, it } from "vitest";
import { CodeHostError } from "../../src/domain/errors.ts";
import type { OpenCheck } from "../../src/ports/store.ts";
import { createLeftCheckCloser } from "../../src/worker/left-checks.ts";
import { createReviewWorker } from "../../src/worker/review-worker.ts";
import { buildEmptyReport } from "../builders/empty-report.ts";
import { buildRef, buildReviewJob } from "../builders/job.ts";
import { fakeQueue } from "../fakes/queue.ts";
import { buildTools } from "./worker-fixture.ts";

const HEAD = "a".repeat(40);
const BASE = "b".repeat(40);
const never = new AbortController().signal;

/** One check that was left behind, of this head. */
function open(headSha = HEAD, left: OpenCheck["state"] = "started") {
  let now = Date.parse("2026-11-23T12:00:00Z");
  const pass = (seconds: number) => {
    now += seconds * 1_000;
  };
  const built = buildTools({ clock: { now: () => new Date(now) } });
  const queue = fakeQueue();
  built.host.checks.push({ headSha, output: null, closed: null });
  built.store.openChecks = [{ ref: buildRef(), headSha, state: left }];
  const look = createLeftCheckCloser({ ...built.tools, queue, keepDays: 30 });
  return { ...built, queue, look, pass };
}

describe("a check that was left behind", () => {
  it("ends as incomplete, and its head is reviewed again", async () => {
    const { look, queue, store, host } = open();
    await look();
    expect(host.checks[0]?.output).toMatchObject({
      conclusion: "failure",
      title: "Incomplete: the review was interrupted",
    });
    expect(queue.reviews).toEqual([buildReviewJob({ trigger: "sweep", headSha: HEAD })]);
    expect(store.openChecks).toEqual([]);
  });

  it("is looked for when it is open for half a minute longer than a review may take", async () => {
    const { look, store } = open();
    const asked: number[] = [];
    store.checksOpenFor = async (seconds) => {
      asked.push(seconds);
      return [];
    };
    await look();
    expect(asked).toEqual([90]);
  });

  it("has its head reviewed later when whoever closed it dies before that is asked for", async () => {
    const { look, queue, store, pass } = open();
    queue.error = new Error("away");
    await look();
    queue.error = null;
    expect(store.openChecks).toEqual([{ ref: buildRef(), headSha: HEAD, state: "abandoned" }]);
    pass(30);
    await look();
    expect([queue.reviews.length, store.openChecks]).toEqual([1, []]);
  });

  it("has its head tried once when the review was given up", async () => {
    const { look, queue, store, host } = open(HEAD, "abandoned");
    host.checks.length = 0;
    await look();
    await look();
    expect([queue.reviews.length, store.openChecks]).toEqual([1, []]);
  });

  it.each([
    ["a head that was replaced", "c".repeat(40), "open", "cancelled: Superseded by a newer commit"],
    ["a closed pull request", HEAD, "closed", "cancelled: The pull request was closed"],
  ] as const)("is closed for %s", async (_, headSha, state, closed) => {
    const { look, queue, store, host } = open(headSha);
    host.state = { ...host.state, state };
    await look();
    expect(host.checks[0]?.closed).toBe(closed);
    expect([store.openChecks.length, queue.reviews.length]).toEqual([0, 0]);
  });

  it("is forgotten when it was finished, which a crash kept from being noted", async () => {
    const { look, queue, store, host } = open();
    host.checks.length = 0;
    await look();
    expect([store.openChecks, queue.reviews, host.checks]).toEqual([[], [], []]);
  });

  it("has its head reviewed anew when it was opened again after its review", async () => {
    const { look, queue, store } = open();
    const report = buildEmptyReport();
    const run = { headSha: HEAD, baseSha: BASE, configSha: null, report, decided: 0, settings: null };
    store.runs = [{ ...run, disclosure: "full", published: true }];
    await look();
    expect(queue.reviews).toEqual([buildReviewJob({ trigger: "sweep", headSha: HEAD, force: true })]);
  });

  it("is forgotten when its head was replaced before it was created", async () => {
    const { look, store, host } = open("c".repeat(40), "abandoned");
    host.checks.length = 0;
    await look();
    expect(store.openChecks).toEqual([]);
  });

  it.each([
    ["as long as GitHub says", { status: 403, retryAfter: 600 }, 600],
    ["half a minute when GitHub is away", { status: 502 }, 30],
    ["an hour when GitHub knows nothing of it", { status: 404 }, 3_600],
  ])("waits %s, and no other installation does", async (_, error, seconds) => {
    const { look, host, store, pass } = open();
    const other = { ref: buildRef({ installationId: 2, number: 9 }), headSha: HEAD, state: "started" } as const;
    store.openChecks = [...store.openChecks, { ...store.openChecks[0]!, ref: buildRef({ number: 8 }) }, other];
    host.errors.set("readState", new CodeHostError("read the state", "no", error));
    const tries = () => host.calls.filter((call) => call === "readState").length;
    await look();
    expect(tries()).toBe(2);
    pass(seconds - 1);
    await look();
    expect(tries()).toBe(2);
    pass(2);
    await look();
    expect(tries()).toBe(4);
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

import { describe, expect, it, vi } from "vitest";
import { CodeHostError, ConfigError, StageError, StoreError } from "../../src/domain/errors.ts";
import { JobAborted } from "../../src/domain/job.ts";
import type { SavedRun } from "../../src/ports/store.ts";
import type { ReviewTools } from "../../src/worker/review-tools.ts";
import { createReviewWorker } from "../../src/worker/review-worker.ts";
import { buildChange } from "../builders/change-set.ts";
import { buildEmptyReport } from "../builders/empty-report.ts";
import { buildReviewJob } from "../builders/job.ts";
import { buildThreat } from "../builders/threat.ts";
import { invoiceReport } from "../builders/report.ts";
import { buildTools } from "./worker-fixture.ts";
import { buildDisposition } from "../builders/disposition.ts";

const HEAD = "a".repeat(40);
const BASE = "b".repeat(40);
const NEWER = "c".repeat(40);
const DECISION = buildDisposition({ reason: "internal", at: "2026-11-23T11:00:00Z", headSha: HEAD });
const never = new AbortController().signal;
const config = (text: string) => ({ path: ".github/threatdiff.yml", sha: BASE, text });
const saved = (given: Partial<SavedRun> = {}): SavedRun => ({
  headSha: HEAD,
  baseSha: BASE,
  configSha: null,
  report: buildEmptyReport(),
  disclosure: "full",
  published: true,
  decided: 0,
  settings: null,
  ...given,
});

function abortDuringAnalysis(reason: unknown, moved: boolean, given: { state?: "closed"; draft?: boolean } = {}) {
  const built = buildTools();
  const controller = new AbortController();
  const worker = createReviewWorker({
    ...built.tools,
    analyze: async (_, __, ___, { signal }) => {
      if (moved) built.host.state = { ...built.host.state, headSha: NEWER };
      built.host.state = { ...built.host.state, ...given };
      controller.abort(reason);
      signal.throwIfAborted();
      throw new Error("not reached");
    },
  });
  return { ...built, done: worker(buildReviewJob(), controller.signal) };
}

describe("createReviewWorker", () => {
  it("hands the analysis the packs that the configuration at the base names", async () => {
    const { tools, host } = buildTools();
    host.change = { ...host.change, config: config("catalogue:\n  packs: [kinds]\n") };
    host.packs = { files: [{ path: "kinds/a.yaml", text: "id: a" }], missing: [] };
    const given: unknown[] = [];
    const analyze: typeof tools.analyze = async (change, ...rest) => {
      given.push(change.packs);
      return tools.analyze(change, ...rest);
    };
    await createReviewWorker({ ...tools, analyze })(buildReviewJob(), never);
    expect(given).toEqual([host.packs]);
    expect(host.calls).toContain("readPacks");
  });

  it("goes by the owner's defaults where the repository says nothing else, and remembers what it went by", async () => {
    const { tools, host, store } = buildTools();
    host.ownerFiles.set(".github:.github/threatdiff.yml", "gate:\n  failOn: medium\n  onIncomplete: fail\n");
    host.change = { ...host.change, config: config("gate:\n  failOn: low\n") };
    const seen: string[] = [];
    const analyze: typeof tools.analyze = async (change, by, ...rest) => {
      seen.push(`${by.gate.failOn} ${by.gate.onIncomplete}`);
      return tools.analyze(change, by, ...rest);
    };
    await createReviewWorker({ ...tools, analyze })(buildReviewJob(), never);
    expect(seen).toEqual(["low fail"]);
    expect(store.runs[0]?.settings).toMatchObject({
      origins: [".github/threatdiff.yml", ".github:.github/threatdiff.yml"],
      text: expect.stringContaining("onIncomplete: fail"),
    });
  });

  it("ends the check as a fault of the owner's file when that is faulty", async () => {
    const { tools, host } = buildTools();
    host.ownerFiles.set(".github:.github/threatdiff.yml", "gaet: {}\n");
    await createReviewWorker(tools)(buildReviewJob(), never);
    expect(host.checks[0]?.output?.summary).toContain("`.github:.github/threatdiff.yml`, line 1");
    expect(host.publications).toEqual([]);
  });

  it("shows the findings in code scanning, and is complete without", async () => {
    const { tools, host, store } = buildTools();
    host.errors.set("uploadFindings", new CodeHostError("upload the findings", "away", { status: 502 }));
    await createReviewWorker(tools)(buildReviewJob(), never);
    expect(store.runs[0]?.published).toBe(true);
    host.errors.clear();
    await createReviewWorker(tools)(buildReviewJob({ force: true }), never);
    expect(host.findings).toEqual(["sarif"]);
    host.change = { ...host.change, config: config("review: { disclosure: summary }\n") };
    await createReviewWorker(tools)(buildReviewJob({ force: true }), never);
    expect(host.findings).toHaveLength(1);
  });

  it("tells the details in private before it refers to them", async () => {
    const { tools, host } = buildTools({ analyze: async () => invoiceReport({ headSha: HEAD }) });
    host.change = { ...host.change, config: config("review: { disclosure: private, channel: findings }\n") };
    await createReviewWorker(tools)(buildReviewJob(), never);
    expect(host.calls.indexOf("publishDetails")).toBeLessThan(host.calls.indexOf("publishReview"));
    expect(host.details).toMatchObject([{ repository: "findings", body: expect.stringContaining("T-4KX2M7QD") }]);
    expect(host.publications[0]?.check.summary).toContain("The details are in an issue of");
  });

  it.each(["review: { channel: findings }", "review: { disclosure: private }"])(
    "keeps details to itself with %s",
    async (text) => {
      const { tools, host } = buildTools({ analyze: async () => invoiceReport({ headSha: HEAD }) });
      host.change = { ...host.change, config: config(text) };
      await createReviewWorker(tools)(buildReviewJob(), never);
      expect(host.details).toEqual([]);
    },
  );

  it("writes the result only when nothing of the progress is still on its way", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const arrival = Promise.withResolvers<void>();
    const built = buildTools();
    const { host } = built;
    host.onCall = async (operation) => (operation === "showProgress" ? arrival.promise : undefined);
    const analyze: ReviewTools["analyze"] = async (change, by, memory, attention) => {
      attention.progress("enumerate");
      await vi.advanceTimersByTimeAsync(20_000);
      return built.tools.analyze(change, by, memory, attention);
    };
    const done = createReviewWorker({ ...built.tools, analyze })(buildReviewJob(), never);
    await vi.waitFor(() => expect(host.calls).toContain("showProgress"));
    for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    expect(host.calls).not.toContain("publishReview");
    arrival.resolve();
    await done;
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    expect([host.progress, host.calls.at(-1)]).toEqual([["Looking for threats"], "uploadFindings"]);
  });

  it("records what models have cost, and tells the next analysis", async () => {
    const { tools, store } = buildTools();
    const told: unknown[] = [];
    const analyze: typeof tools.analyze = async (change, config_, memory, attention) => {
      told.push(memory.spent);
      const report = await tools.analyze(change, config_, memory, attention);
      const call = { stage: "rank", prompt: "rank 2", outcome: "ok", cachedTokens: 0, seconds: 1, remembered: false };
      const calls = [{ ...call, inputTokens: 900, outputTokens: 100 }];
      return { ...report, run: { ...report.run, calls, cost: 0.02 } };
    };
    const worker = createReviewWorker({ ...tools, analyze });
    await worker(buildReviewJob(), never);
    await worker(buildReviewJob({ force: true }), never);
    expect(told).toEqual([
      { tokensToday: 0, dollars: 0 },
      { tokensToday: 1_000, dollars: 0.02 },
    ]);
    expect(store.spendings).toHaveLength(2);
  });

  it("ends the check as a fault of the configuration when a pack is faulty", async () => {
    const { tools, host } = buildTools();
    const fault = new ConfigError("kinds/a.yaml: stride: is wrong", { path: "kinds/a.yaml", line: 3, key: "stride" });
    await createReviewWorker({ ...tools, analyze: vi.fn().mockRejectedValue(fault) })(buildReviewJob(), never);
    expect(host.checks[0]?.output).toMatchObject({ conclusion: "neutral" });
    expect(host.checks[0]?.output?.summary).toContain("kinds/a.yaml");
  });

  it("reads, analyses, saves, publishes, completes the check, and only then counts the run as published", async () => {
    const { tools, host, store, analysed } = buildTools();
    const order: string[] = [];
    host.onCall = (operation) => void order.push(`${operation} ${store.runs[0]?.published ?? "unsaved"}`);
    await createReviewWorker(tools)(buildReviewJob(), never);
    expect(order).toEqual([
      "open unsaved",
      "readState unsaved",
      "startCheck unsaved",
      "readChange unsaved",
      "readOwnerFile unsaved",
      "readState false",
      "publishReview false",
      "completeCheck false",
      "settleThreads true",
      "uploadFindings true",
    ]);
    expect(analysed).toEqual([{ headSha: HEAD, previous: null }]);
    expect(host.checks).toMatchObject([{ headSha: HEAD, output: { conclusion: "success" } }]);
    expect(store.runs).toMatchObject([
      { headSha: HEAD, baseSha: BASE, disclosure: "full", published: true, decided: 0 },
    ]);
  });

  it("logs what an analysis left out, such as a model that cannot be reached", async () => {
    const { tools, log } = buildTools();
    const report = buildEmptyReport();
    const gaps = ["The model could not be reached"];
    const analyze = async () => ({ ...report, coverage: { ...report.coverage, gaps } });
    await createReviewWorker({ ...tools, analyze })(buildReviewJob(), never);
    const warned = log.lines.filter(({ level }) => level === "warn");
    expect(warned).toMatchObject([{ fields: { number: 7, reason: "The model could not be reached" } }]);
  });

  it("reviews the head that is there, not the one that the event named", async () => {
    const { tools, host, analysed } = buildTools();
    await createReviewWorker(tools)(buildReviewJob({ headSha: NEWER }), never);
    expect(analysed).toMatchObject([{ headSha: HEAD }]);
    expect(host.checks).toMatchObject([{ headSha: HEAD }]);
  });

  it("tells the analysis what people have seen of an earlier head", async () => {
    const { tools, store, analysed } = buildTools();
    store.runs = [
      saved({ headSha: NEWER, report: buildEmptyReport({ headSha: NEWER }) }),
      saved({
        headSha: "d".repeat(40),
        report: buildEmptyReport({ headSha: "d".repeat(40) }),
        published: false,
        decided: 0,
      }),
    ];
    await createReviewWorker(tools)(buildReviewJob(), never);
    expect(analysed).toEqual([{ headSha: HEAD, previous: NEWER }]);
  });

  describe("does not analyse", () => {
    it("a pull request that was closed", async () => {
      const { tools, host } = buildTools();
      host.state = { ...host.state, state: "closed" };
      await createReviewWorker(tools)(buildReviewJob(), never);
      expect(host.calls).toEqual(["open", "readState"]);
    });

    it("a head whose review was published, unless someone asks again", async () => {
      const { tools, host, store, analysed } = buildTools();
      store.runs = [saved()];
      await createReviewWorker(tools)(buildReviewJob(), never);
      expect([analysed, host.checks]).toEqual([[], []]);
      await createReviewWorker(tools)(buildReviewJob({ force: true, trigger: "rerequested" }), never);
      expect(analysed).toEqual([{ headSha: HEAD, previous: HEAD }]);
    });

    it("a run that was saved but not published: it publishes that", async () => {
      const { tools, host, store, analysed } = buildTools();
      await createReviewWorker(tools)(buildReviewJob(), never);
      expect(analysed).toHaveLength(1);
      store.runs = store.runs.map((run) => ({ ...run, published: false }));
      host.publications.length = 0;
      await createReviewWorker(tools)(buildReviewJob(), never);
      expect(analysed).toHaveLength(1);
      expect(host.publications).toHaveLength(1);
      expect(store.runs[0]?.published).toBe(true);
    });

    it("a draft, but posts its check", async () => {
      const { tools, host, analysed } = buildTools();
      host.state = { ...host.state, draft: true };
      await createReviewWorker(tools)(buildReviewJob({ trigger: "opened" }), never);
      expect(host.checks).toMatchObject([
        { output: { conclusion: "skipped", title: "Not reviewed: this is a draft" } },
      ]);
      expect(analysed).toEqual([]);
    });

    it("a pull request that got a label which asks for nothing, without a check", async () => {
      const { tools, host } = buildTools();
      host.change = buildChange({ config: config("review: { labels: [threat-model] }") });
      host.state = { ...host.state, labels: ["bug"] };
      await createReviewWorker(tools)(buildReviewJob({ trigger: "labeled" }), never);
      host.change = buildChange({ config: config("review: { labels: none }") });
      await createReviewWorker(tools)(buildReviewJob({ trigger: "labeled" }), never);
      expect(host.checks).toEqual([]);
    });

    it("what the configuration does not ask for, but posts its check", async () => {
      const { tools, host, store, analysed } = buildTools();
      host.change = buildChange({ config: config("review: { on: [opened] }") });
      store.runs = [saved({ headSha: NEWER })];
      await createReviewWorker(tools)(buildReviewJob({ trigger: "pushed" }), never);
      expect(host.checks).toMatchObject([{ output: { conclusion: "skipped" } }]);
      expect(analysed).toEqual([]);
    });
  });

  it.each([
    ["a draft when the configuration wants drafts", "review: { drafts: true }", { trigger: "opened" }, true],
    ["a draft when someone asks", "", { trigger: "command", force: true }, true],
    ["a push that came before the opening was reviewed", "review: { on: [opened] }", { trigger: "pushed" }, false],
    ["a changed base whatever starts reviews", "review: { on: [] }", { trigger: "base_changed" }, false],
  ] as const)("analyses %s", async (_, text, job, draft) => {
    const { tools, host, analysed } = buildTools();
    host.change = buildChange({ config: config(text) });
    host.state = { ...host.state, draft };
    await createReviewWorker(tools)(buildReviewJob(job), never);
    expect(analysed).toHaveLength(1);
  });

  it.each(["labeled", "pushed"] as const)("analyses a draft with a label that asks for it: %s", async (trigger) => {
    const { tools, host, analysed } = buildTools();
    host.change = buildChange({ config: config("review: { on: [], labels: [threat-model] }") });
    host.state = { ...host.state, draft: true, labels: ["bug", "threat-model"] };
    await createReviewWorker(tools)(buildReviewJob({ trigger }), never);
    expect(analysed).toHaveLength(1);
  });

  it("names file, line and key of a configuration that cannot be used, and does not guess", async () => {
    const { tools, host, analysed } = buildTools();
    host.change = buildChange({ config: config("version: 1\ngate:\n  failOn: never\n") });
    await createReviewWorker(tools)(buildReviewJob(), never);
    const output = host.checks[0]?.output;
    expect(output).toMatchObject({ conclusion: "neutral", title: "Not reviewed: the configuration has an error" });
    expect(output?.summary).toMatch(
      /^`\.github\/threatdiff\.yml`, line 3: `gate\.failOn` cannot be "never" \(.*allowed: none, .*critical\)\.\n\n/u,
    );
    expect(analysed).toEqual([]);
  });

  it("lists the first five faults of a configuration, and counts the others", async () => {
    const { tools, host } = buildTools();
    host.change = buildChange({ config: config(Array.from("abcdefg", (key) => `${key}: 1\n`).join("")) });
    await createReviewWorker(tools)(buildReviewJob(), never);
    const lines = host.checks[0]?.output?.summary.split("\n").filter((line) => line.startsWith("- ")) ?? [];
    expect(lines).toHaveLength(6);
    expect(lines[4]).toMatch(/^- line 5: `e` is not a known key/u);
    expect(lines[5]).toBe("- 2 more: `threatdiff config check` lists them");
  });

  describe("when the head moves", () => {
    it("while the change is read, closes the old check and posts nothing", async () => {
      const { tools, host } = buildTools();
      host.onCall = (operation) => {
        if (operation !== "readChange") return;
        host.state = { ...host.state, headSha: NEWER };
      };
      await createReviewWorker(tools)(buildReviewJob(), never);
      expect(host.checks).toEqual([{ headSha: HEAD, output: null, closed: "cancelled: Superseded by a newer commit" }]);
      expect(host.publications).toEqual([]);
    });

    it("during the analysis, closes the old check and posts nothing", async () => {
      const { tools, host, store } = buildTools();
      const analyze = tools.analyze;
      const worker = createReviewWorker({
        ...tools,
        analyze: async (...given) => {
          host.state = { ...host.state, headSha: NEWER };
          return analyze(...given);
        },
      });
      await worker(buildReviewJob(), never);
      expect(host.checks[0]?.closed).toBe("cancelled: Superseded by a newer commit");
      expect(host.publications).toEqual([]);
      expect(store.runs).toMatchObject([{ published: false, decided: 0 }]);
    });
  });

  describe("when the job is taken away during the analysis", () => {
    it.each([new JobAborted("superseded"), new Error("the claim was lost")])(
      "closes the check of the old head: %s",
      async (reason) => {
        const { host, done } = abortDuringAnalysis(reason, true);
        await done;
        expect(host.checks[0]).toMatchObject({ output: null, closed: "cancelled: Superseded by a newer commit" });
      },
    );

    it("leaves the check of the same head to the job that follows", async () => {
      const { host, done } = abortDuringAnalysis(new JobAborted("superseded"), false);
      await done;
      expect(host.checks[0]).toMatchObject({ output: null, closed: null });
    });

    it.each([
      [{ state: "closed" } as const, "cancelled: The pull request was closed"],
      [{ draft: true }, "cancelled: The pull request became a draft"],
    ])("closes the check of a pull request that is %o", async (state, closed) => {
      const { host, done } = abortDuringAnalysis(new JobAborted("cancelled"), false, state);
      await done;
      expect(host.checks[0]).toMatchObject({ output: null, closed });
    });

    it("gives the job back with its check open when the process stops", async () => {
      const { host, done } = abortDuringAnalysis(new JobAborted("stopping"), false);
      await expect(done).rejects.toThrow(JobAborted);
      expect(host.checks[0]).toMatchObject({ output: null, closed: null });
    });
  });

  describe("when something fails", () => {
    it.each([
      ["neutral", "version: 1"],
      ["failure", "gate: { onIncomplete: fail }"],
    ])("concludes %s with the configuration %j, and gives a reference", async (conclusion, text) => {
      const { tools, host, log } = buildTools({
        analyze: async () => Promise.reject(new StageError("ground", new Error("x"))),
      });
      host.change = buildChange({ config: config(text) });
      await createReviewWorker(tools)(buildReviewJob(), never);
      expect(host.checks[0]?.output).toMatchObject({ conclusion, title: "Incomplete: the review failed" });
      expect(host.checks[0]?.output?.summary).toContain("REF-1");
      expect(host.checks[0]?.output?.summary).toContain("Re-run");
      expect(log.lines.find((line) => line.level === "error")?.fields).toMatchObject({ reference: "REF-1" });
    });

    it("blocks when it failed before the configuration was known", async () => {
      const { tools, host } = buildTools();
      host.errors.set("readChange", new CodeHostError("read change", "Refused", { status: 403 }));
      await createReviewWorker(tools)(buildReviewJob(), never);
      expect(host.checks[0]?.output).toMatchObject({ conclusion: "failure" });
    });

    it.each([
      ["readChange", new CodeHostError("read change", "away", { status: 502 })],
      ["publishReview", new CodeHostError("publish", "slow down", { status: 403, retryAfter: 30 })],
      ["open", new CodeHostError("open", "no answer")],
    ] as const)("passes on what may pass: %s", async (operation, error) => {
      const { tools, host } = buildTools();
      host.errors.set(operation, error);
      await expect(createReviewWorker(tools)(buildReviewJob(), never)).rejects.toBe(error);
      expect(host.checks.every((check) => check.output === null && check.closed === null)).toBe(true);
    });

    it("passes on that the database is away", async () => {
      const { tools, store } = buildTools();
      store.error = new StoreError("away");
      await expect(createReviewWorker(tools)(buildReviewJob(), never)).rejects.toThrow(StoreError);
    });

    it("does not analyse again what failed at being published", async () => {
      const { tools, host, analysed } = buildTools();
      const worker = createReviewWorker(tools);
      host.errors.set("publishReview", new CodeHostError("publish", "away", { status: 502 }));
      await expect(worker(buildReviewJob(), never)).rejects.toThrow("away");
      host.errors.clear();
      await worker(buildReviewJob(), never);
      expect(analysed).toHaveLength(1);
      expect(host.publications).toHaveLength(1);
    });

    it("gives up quietly on a pull request that it may no longer see", async () => {
      const { tools, host, log } = buildTools();
      host.errors.set("readState", new CodeHostError("read", "gone", { status: 404 }));
      await createReviewWorker(tools)(buildReviewJob(), never);
      expect(log.lines).toMatchObject([{ level: "error" }]);
    });

    it("says when a review took too long, and never that it succeeded", async () => {
      const analyze = vi.fn(
        (_, __, ___, { signal }: { signal: AbortSignal }) =>
          new Promise<never>((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      );
      const { tools, host } = buildTools({ analyze, deadlineSeconds: 0.05 });
      await createReviewWorker(tools)(buildReviewJob(), never);
      expect(host.checks[0]?.output).toMatchObject({
        conclusion: "neutral",
        title: "Incomplete: the review took too long",
      });
    });
  });

  it("looks again at a head that people have seen when somebody decided something, and then no more", async () => {
    const { tools, host, store, analysed } = buildTools();
    store.runs = [saved()];
    const work = createReviewWorker(tools);
    await work(buildReviewJob({ trigger: "command" }), never);
    expect(analysed).toHaveLength(0);
    store.saved.set("comment:1", DECISION);
    await work(buildReviewJob({ trigger: "command" }), never);
    await work(buildReviewJob({ trigger: "command" }), never);
    expect(analysed).toHaveLength(1);
    expect(store.runs.map(({ decided }) => decided)).toEqual([1]);
    expect(host.publications).toHaveLength(1);
  });

  it("looks again once an acceptance is over", async () => {
    const { tools, store, analysed } = buildTools();
    const disposition = { ...DECISION, expires: "2026-11-22T23:59:59.999Z" };
    store.runs = [saved({ report: buildEmptyReport({ threats: [buildThreat({ disposition })] }) })];
    await createReviewWorker(tools)(buildReviewJob({ trigger: "sweep" }), never);
    expect(analysed).toHaveLength(1);
  });
});

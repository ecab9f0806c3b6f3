import { describe, expect, it } from "vitest";
import { CodeHostError } from "../../src/domain/errors.ts";
import { createCommandWorker } from "../../src/worker/command-worker.ts";
import { createFailedCommandWorker } from "../../src/worker/failed-command.ts";
import type { ReviewTools } from "../../src/worker/review-tools.ts";
import { buildEmptyReport } from "../builders/empty-report.ts";
import { buildCommandJob, buildReviewJob } from "../builders/job.ts";
import { buildThreat } from "../builders/threat.ts";
import { fakeQueue } from "../fakes/queue.ts";
import { buildTools } from "./worker-fixture.ts";

const never = new AbortController().signal;

function open() {
  const built = buildTools();
  const queue = fakeQueue();
  const { headSha, baseSha } = built.host.state;
  const report = buildEmptyReport({ threats: [buildThreat()] });
  built.store.runs = [
    { headSha, baseSha, configSha: null, report, disclosure: "full", published: true, decided: 0, settings: null },
  ];
  return { ...built, queue, worker: createCommandWorker({ ...built.tools, queue }) };
}

describe("createFailedCommandWorker", () => {
  it("answers that a command failed at every try, and is tried again when it cannot", async () => {
    const { tools, host } = open();
    const tell = createFailedCommandWorker(tools);
    await tell(buildCommandJob());
    expect([host.replies.length, host.reactions]).toEqual([1, ["confused"]]);
    host.errors.set("reply", new CodeHostError("reply", "away", { status: 502 }));
    await expect(tell(buildCommandJob())).rejects.toMatchObject({ status: 502 });
    host.errors.set("reply", new CodeHostError("reply", "gone", { status: 404 }));
    await tell(buildCommandJob());
    expect(host.replies).toHaveLength(1);
  });
});

describe("createCommandWorker", () => {
  it("notices, answers once and says that it is done", async () => {
    const { worker, host } = open();
    await worker(buildCommandJob(), never);
    expect(host.reactions).toEqual(["eyes", "+1"]);
    expect(host.replies).toHaveLength(1);
    expect(host.replies[0]).toContain("T-4KX2M7QD");
  });

  it("tells whoever gave a command that it failed for a reason which will not pass", async () => {
    const { worker, host, log } = open();
    host.errors.set("readState", new CodeHostError("read the pull request", "gone", { status: 404 }));
    await worker(buildCommandJob(), never);
    expect(host.replies).toEqual([expect.stringContaining("This command failed")]);
    expect(host.replies[0]).toContain("`REF-1`");
    expect(log.lines.at(-1)).toMatchObject({ level: "error", fields: { reference: "REF-1", place: "501" } });
    host.errors.set("reply", new CodeHostError("reply", "gone", { status: 404 }));
    await worker(buildCommandJob(), never);
    expect(host.replies).toHaveLength(1);
  });

  it("has a question answered from the report, and counts what that cost", async () => {
    const built = open();
    const call = {
      stage: "ask",
      prompt: "ask 1",
      outcome: "ok",
      cachedTokens: 0,
      seconds: 1,
      remembered: false,
    } as const;
    const asked: string[] = [];
    const ask: ReviewTools["ask"] = async (question) => {
      asked.push(question);
      const sentences = [
        { text: "Because nobody checks.", facts: [{ text: "", threatId: "T-4KX2M7QD", place: null }] },
      ];
      return { sentences, calls: [{ ...call, inputTokens: 700, outputTokens: 50 }], cost: 0.01 };
    };
    const worker = createCommandWorker({ ...built.tools, queue: built.queue, ask });
    await worker(buildCommandJob({ text: "ask why is  this reachable?" }), never);
    expect(asked).toEqual(["why is this reachable?"]);
    expect(built.host.replies).toEqual([expect.stringContaining("Because nobody checks. (T-4KX2M7QD)")]);
    expect(built.store.spendings).toEqual([{ tokens: 750, dollars: 0.01 }]);
  });

  it("says that nobody can answer without a model, and what a question looks like", async () => {
    const { worker, host } = open();
    await worker(buildCommandJob({ text: "ask why" }), never);
    await worker(buildCommandJob({ text: "ask", place: { in: "comment", id: 502 } }), never);
    expect(host.replies[0]).toContain("No model could answer that now.");
    expect(host.replies[1]).toContain("`/threatmodel ask why is this reachable`");
  });

  it("enqueues a review that analyses again", async () => {
    const { worker, host, queue } = open();
    await worker(buildCommandJob({ text: "run" }), never);
    expect(queue.reviews).toEqual([buildReviewJob({ trigger: "command", force: true })]);
    expect([host.replies, host.reactions]).toEqual([[], ["eyes", "+1"]]);
  });

  it("saves a decision once, however often the job runs, and has the pull request looked at with it", async () => {
    const { worker, queue, store } = open();
    const { id } = buildThreat();
    const job = buildCommandJob({ text: `accept ${id} because internal tool`, actor: "ann" });
    await worker(job, never);
    await worker(job, never);
    expect([...store.saved.values()]).toMatchObject([{ verb: "accept", by: "ann", role: "write", threatId: id }]);
    expect(queue.reviews[0]).toEqual(buildReviewJob({ trigger: "command", force: false }));
  });

  it("takes the threat of the thread that a reply is written in", async () => {
    const { worker, host, store } = open();
    const { id } = buildThreat();
    await worker(buildCommandJob({ text: "accept because internal tool", actor: "ann" }), never);
    expect(store.saved.size).toBe(0);
    host.threadThreat = id;
    const place = { in: "comment", id: 7 } as const;
    await worker(
      buildCommandJob({ text: "accept until 2026-12-31 because internal tool", actor: "ann", place }),
      never,
    );
    expect([...store.saved.values()]).toMatchObject([{ verb: "accept", threatId: id, reason: "internal tool" }]);
    const before = host.calls.filter((call) => call === "readThreadThreat").length;
    await worker(buildCommandJob({ text: "status" }), never);
    expect(host.calls.filter((call) => call === "readThreadThreat")).toHaveLength(before);
  });

  it("lets nobody decide who may not write, and not the author either", async () => {
    const { worker, host, store, queue } = open();
    const { id } = buildThreat();
    host.permission = "read";
    await worker(buildCommandJob({ text: `accept ${id} because x`, actor: "mallory" }), never);
    await worker(buildCommandJob({ text: `accept ${id} because x`, actor: "bob" }), never);
    expect([store.saved.size, queue.reviews.length]).toEqual([0, 0]);
  });

  it("answers a person who gives too many once, and then no more", async () => {
    const { worker, host, queue } = open();
    const give = async (id: number, actor = "alice") =>
      worker(buildCommandJob({ place: { in: "comment", id }, text: "run", actor }), never);
    for (let id = 1; id <= 25; id += 1) await give(id);
    expect(queue.reviews).toHaveLength(20);
    expect(host.replies).toEqual([expect.stringContaining("more than 20 commands")]);
    await give(99, "ann");
    expect(queue.reviews).toHaveLength(21);
  });

  it("looks the permission up, and takes nobody's word for it", async () => {
    const { worker, host, queue } = open();
    host.permission = "read";
    await worker(buildCommandJob({ text: "run", actor: "mallory" }), never);
    expect(queue.reviews).toEqual([]);
    expect(host.reactions).toEqual(["eyes", "confused"]);
    await worker(buildCommandJob({ text: "run", actor: "bob" }), never);
    expect(queue.reviews).toHaveLength(1);
  });

  it("shows no details that the repository keeps private", async () => {
    const { worker, host, store } = open();
    store.runs = store.runs.map((run) => ({ ...run, disclosure: "private" }));
    await worker(buildCommandJob(), never);
    expect(host.replies.join("")).not.toContain("invoice");
  });

  it("shows nothing of a run that was not published", async () => {
    const { worker, host, store } = open();
    store.runs = store.runs.map((run) => ({ ...run, published: false, decided: 0, settings: null }));
    await worker(buildCommandJob(), never);
    expect(host.replies.join("")).not.toContain("invoice");
  });

  it("answers an unknown command with those that exist", async () => {
    const { worker, host } = open();
    await worker(buildCommandJob({ text: "frobnicate" }), never);
    expect(host.replies[0]).toContain("/threatmodel explain");
    expect(host.reactions).toEqual(["eyes", "confused"]);
  });

  it("is tried again while the host is away, and not when it refuses", async () => {
    const { worker, host, log } = open();
    host.errors.set("reply", new CodeHostError("reply", "away", { status: 502 }));
    await expect(worker(buildCommandJob(), never)).rejects.toThrow("away");
    host.errors.set("reply", new CodeHostError("reply", "refused", { status: 403 }));
    await worker(buildCommandJob(), never);
    expect(log.lines.at(-1)).toMatchObject({ level: "error" });
  });
});

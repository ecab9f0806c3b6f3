import { describe, expect, it } from "vitest";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import type { ThreatReport } from "../../src/domain/report.ts";
import { createMergeWorker } from "../../src/worker/merge-worker.ts";
import { buildEmptyReport } from "../builders/empty-report.ts";
import { buildRef, buildReviewJob } from "../builders/job.ts";
import { fakeQueue } from "../fakes/queue.ts";
import { buildTools } from "./worker-fixture.ts";
import { buildDisposition } from "../builders/disposition.ts";

const MERGE = "e".repeat(40);
const job = { ...buildRef(), mergeSha: MERGE };

function open(gate: Partial<ThreatReport["gate"]> = {}, headSha = "a".repeat(40)) {
  const built = buildTools();
  const queue = fakeQueue();
  const empty = buildEmptyReport();
  const report = { ...empty, gate: { ...empty.gate, ...gate } };
  const { baseSha } = built.host.state;
  built.store.runs = [
    { headSha, baseSha, configSha: null, report, disclosure: "full", published: true, decided: 0, settings: null },
  ];
  return { ...built, queue, worker: createMergeWorker({ ...built.tools, queue }) };
}

describe("createMergeWorker", () => {
  it.each(["success", "failure", "neutral"] as const)(
    "answers at once what the review said: %s",
    async (conclusion) => {
      const { worker, host, queue } = open({ conclusion });
      await worker(job);
      expect(host.checks).toMatchObject([{ headSha: MERGE, output: { conclusion } }]);
      expect(queue.reviews).toEqual([]);
    },
  );

  it.each([
    ["neutral", "neutral"],
    ["fail", "failure"],
  ] as const)("has no word for a head that was not reviewed, and asks for it: %s", async (onIncomplete, conclusion) => {
    const policy = { ...DEFAULT_CONFIG.gate, onIncomplete };
    const { worker, host, queue } = open({ conclusion: "success", policy }, "c".repeat(40));
    await worker(job);
    expect(host.checks).toMatchObject([{ output: { conclusion, title: expect.stringContaining("Incomplete") } }]);
    expect(queue.reviews).toEqual([buildReviewJob({ trigger: "sweep" })]);
  });

  it("fails where nobody has said that the unknown may pass", async () => {
    const { worker, host, store } = open();
    store.runs = [];
    await worker(job);
    expect(host.checks).toMatchObject([{ output: { conclusion: "failure" } }]);
  });

  it("does not pass on an acceptance that somebody took back since", async () => {
    const { worker, host, store } = open({ conclusion: "success" });
    store.saved.set("comment:1", buildDisposition({ verb: "reopen", reason: "", at: "2026-11-23T11:00:00Z" }));
    await worker(job);
    expect(host.checks).toMatchObject([{ output: { conclusion: "neutral" } }]);
  });
});

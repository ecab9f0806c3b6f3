import { describe, expect, it } from "vitest";
import { CodeHostError } from "../../src/domain/errors.ts";
import { createAbandonedWorker } from "../../src/worker/abandoned-worker.ts";
import { buildEmptyReport } from "../builders/empty-report.ts";
import { buildReviewJob } from "../builders/job.ts";
import { buildTools } from "./worker-fixture.ts";

describe("createAbandonedWorker", () => {
  it("ends the check with a reference, so that nobody waits", async () => {
    const { tools, host, log } = buildTools();
    await createAbandonedWorker(tools)(buildReviewJob());
    expect(host.checks).toMatchObject([{ output: { conclusion: "failure", title: "Incomplete: the review failed" } }]);
    expect(log.lines).toMatchObject([{ level: "error", fields: { reference: "REF-1", number: 7 } }]);
  });

  it("leaves it to a sweep to try once more, and no more than once", async () => {
    const { tools, store } = buildTools();
    await createAbandonedWorker(tools)(buildReviewJob());
    expect(store.openChecks).toHaveLength(1);
    store.openChecks = [];
    await createAbandonedWorker(tools)(buildReviewJob({ trigger: "sweep" }));
    expect(store.openChecks).toEqual([]);
  });

  it("leaves a pull request alone that was closed or reviewed meanwhile", async () => {
    const { tools, host, store } = buildTools();
    const { headSha, baseSha } = host.state;
    store.runs = [
      {
        headSha,
        baseSha,
        configSha: null,
        report: buildEmptyReport(),
        disclosure: "full",
        published: true,
        decided: 0,
        settings: null,
      },
    ];
    await createAbandonedWorker(tools)(buildReviewJob());
    store.runs = [];
    host.state = { ...host.state, state: "closed" };
    await createAbandonedWorker(tools)(buildReviewJob());
    expect(host.checks).toEqual([]);
  });

  it("is tried again while the host is away, and not when it refuses", async () => {
    const { tools, host } = buildTools();
    host.errors.set("startCheck", new CodeHostError("start", "away", { status: 503 }));
    await expect(createAbandonedWorker(tools)(buildReviewJob())).rejects.toThrow("away");
    host.errors.set("startCheck", new CodeHostError("start", "refused", { status: 403 }));
    await expect(createAbandonedWorker(tools)(buildReviewJob())).resolves.toBeUndefined();
  });
});

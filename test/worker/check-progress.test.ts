import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CodeHostError } from "../../src/domain/errors.ts";
import { watchProgress } from "../../src/worker/check-progress.ts";
import { buildReviewJob } from "../builders/job.ts";
import { fakeCodeHost } from "../fakes/code-host.ts";
import { fakeLog } from "../fakes/log.ts";

async function watch() {
  const host = fakeCodeHost();
  const log = fakeLog();
  const job = buildReviewJob();
  const opened = await host.open(job);
  const check = { id: 1, headSha: "h", isNew: true };
  return { host, log, progress: watchProgress({ job, host: opened, check }, log) };
}

describe("watchProgress", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("says nothing of an analysis that is over soon", async () => {
    const { host, progress } = await watch();
    progress.begin("redact");
    await vi.advanceTimersByTimeAsync(19_000);
    await progress.end();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(host.progress).toEqual([]);
  });

  it("shows the step that lasts, once", async () => {
    const { host, progress } = await watch();
    progress.begin("redact");
    progress.begin("enumerate");
    await vi.advanceTimersByTimeAsync(65_000);
    progress.begin("rank");
    await vi.advanceTimersByTimeAsync(20_000);
    await progress.end();
    expect(host.progress).toEqual(["Looking for threats", "Trying to refute what was found"]);
  });

  it("goes on when it cannot be shown", async () => {
    const { host, log, progress } = await watch();
    host.errors.set("showProgress", new CodeHostError("show", "away", { status: 502 }));
    progress.begin("enumerate");
    await vi.advanceTimersByTimeAsync(20_000);
    await progress.end();
    expect(host.progress).toEqual([]);
    expect(log.lines).toMatchObject([{ level: "debug" }]);
  });

  it("ends only when what it was showing has arrived, so that nothing follows the result", async () => {
    const { host, progress } = await watch();
    const arrival = Promise.withResolvers<void>();
    host.onCall = async () => arrival.promise;
    progress.begin("enumerate");
    await vi.advanceTimersByTimeAsync(20_000);
    let ended = false;
    const ending = progress.end().then(() => (ended = true));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ended).toBe(false);
    arrival.resolve();
    await ending;
    expect(host.progress).toEqual(["Looking for threats"]);
  });
});

import { PGlite } from "@electric-sql/pglite";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createQueue } from "../../../src/adapters/queue/queue.ts";
import { StoreError } from "../../../src/domain/errors.ts";
import { buildReviewJob } from "../../builders/job.ts";
import {
  type TestPostgres,
  ownPostgresAvailable,
  postgresAvailable,
  startOwnPostgres,
  startPostgres,
} from "../../contract/postgres.ts";
import { describeQueue, recordingHandlers } from "../../contract/queue.contract.ts";
import { fakeLog } from "../../fakes/log.ts";

const SETTINGS = {
  concurrency: 2,
  concurrencyPerInstallation: 2,
  deadlineSeconds: 60,
  retryDelaySeconds: 30,
  retries: 1,
};
const WAIT = { timeout: 15_000, interval: 20 };

describeQueue("PGlite", async () => {
  const pglite = await PGlite.create("memory://");
  return {
    open: (settings) => createQueue({ kind: "embedded", pglite }, settings, fakeLog()),
    clear: async () => void (await pglite.exec("delete from pgboss.job")),
    close: () => pglite.close(),
  };
});

describe.runIf(postgresAvailable)("with a PostgreSQL server", () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  describeQueue("PostgreSQL", async () => {
    const url = await postgres.newDatabase();
    const client = new Client({ connectionString: url });
    await client.connect();
    return {
      open: (settings) => createQueue({ kind: "server", url }, settings, fakeLog()),
      clear: async () => void (await client.query("delete from pgboss.job")),
      close: () => client.end(),
    };
  });

  it("aborts a review that another process runs when a newer head arrives here", async () => {
    const url = await postgres.newDatabase();
    const there = await createQueue({ kind: "server", url }, SETTINGS, fakeLog());
    const here = await createQueue({ kind: "server", url }, SETTINGS, fakeLog());
    const record = recordingHandlers();
    await there.work(record.handlers);
    await here.enqueueReview(buildReviewJob());
    await vi.waitFor(() => expect(record.started).toHaveLength(1), WAIT);
    await here.enqueueReview(buildReviewJob({ headSha: "b".repeat(40) }));
    await vi.waitFor(() => expect(record.aborts).toHaveLength(1), WAIT);
    record.releaseAll();
    await vi.waitFor(() => expect(record.started).toEqual(["7:a", "7:b"]), WAIT);
    record.releaseAll();
    await Promise.all([there.stop(500), here.stop(500)]);
  });

  it("aborts a review that another process runs when its pull request closes here", async () => {
    const url = await postgres.newDatabase();
    const there = await createQueue({ kind: "server", url }, SETTINGS, fakeLog());
    const here = await createQueue({ kind: "server", url }, SETTINGS, fakeLog());
    const record = recordingHandlers();
    await there.work(record.handlers);
    await here.enqueueReview(buildReviewJob());
    await vi.waitFor(() => expect(record.started).toHaveLength(1), WAIT);
    await here.enqueueReview(buildReviewJob());
    await here.cancelReviews(buildReviewJob());
    await vi.waitFor(() => expect(record.aborts).toHaveLength(1), WAIT);
    record.releaseAll();
    await Promise.all([there.stop(500), here.stop(500)]);
    expect(record.started).toEqual(["7:a"]);
  });

  it("lets a review that another process runs go on when its own head is asked for again here", async () => {
    const url = await postgres.newDatabase();
    const there = await createQueue({ kind: "server", url }, SETTINGS, fakeLog());
    const here = await createQueue({ kind: "server", url }, SETTINGS, fakeLog());
    const record = recordingHandlers();
    await there.work(record.handlers);
    await here.enqueueReview(buildReviewJob());
    await vi.waitFor(() => expect(record.started).toHaveLength(1), WAIT);
    await here.enqueueReview(buildReviewJob());
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(record.aborts).toEqual([]);
    record.releaseAll();
    await vi.waitFor(() => expect(record.started).toEqual(["7:a", "7:a"]), WAIT);
    record.releaseAll();
    await Promise.all([there.stop(500), here.stop(500)]);
  });

  it.runIf(ownPostgresAvailable)("reports a server that went away as a store error", async () => {
    const own = await startOwnPostgres();
    const queue = await createQueue({ kind: "server", url: await own.newDatabase() }, SETTINGS, fakeLog());
    await own.stop();
    await expect(queue.enqueueReview(buildReviewJob())).rejects.toThrow(StoreError);
    await queue.stop(0).catch(() => undefined);
  });
});

describe("createQueue on PGlite", () => {
  it("takes up a review that a killed process was running, at once and counted as a try", async () => {
    const pglite = await PGlite.create("memory://");
    const killed = await createQueue({ kind: "embedded", pglite }, { ...SETTINGS, concurrency: 1 }, fakeLog());
    const stuck = vi.fn(() => new Promise<void>(() => {}));
    await killed.work({ ...recordingHandlers().handlers, review: stuck });
    await killed.enqueueReview(buildReviewJob());
    await vi.waitFor(() => expect(stuck).toHaveBeenCalled(), WAIT);

    const log = fakeLog();
    const next = await createQueue({ kind: "embedded", pglite }, SETTINGS, log);
    const record = recordingHandlers();
    await next.work(record.handlers);
    await vi.waitFor(() => expect(record.started).toEqual(["7:a"]), WAIT);
    expect(log.lines).toMatchObject([{ level: "warn", message: "A job of an earlier process is taken up again" }]);
    const { rows } = await pglite.query("select retry_count from pgboss.job where state = 'active'");
    expect(rows).toEqual([{ retry_count: 1 }]);
    record.releaseAll();
    await next.stop(500);
    await pglite.close();
  });

  it("drops a job that it cannot read, and says so", async () => {
    const pglite = await PGlite.create("memory://");
    const log = fakeLog();
    const queue = await createQueue({ kind: "embedded", pglite }, SETTINGS, log);
    await queue.enqueueReview(buildReviewJob());
    await pglite.exec(`update pgboss.job set data = '{"old": 1}'`);
    const record = recordingHandlers();
    await queue.work(record.handlers);
    await vi.waitFor(() => expect(log.lines.some((line) => line.level === "error")).toBe(true), WAIT);
    expect(record.started).toEqual([]);
    await queue.stop(500);
    await pglite.close();
  });
});

import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../../src/adapters/store/open-database.ts";
import { createStore } from "../../../src/adapters/store/store.ts";
import { StoreError } from "../../../src/domain/errors.ts";
import { buildEmptyReport } from "../../builders/empty-report.ts";
import { buildRef } from "../../builders/job.ts";
import {
  type TestPostgres,
  ownPostgresAvailable,
  postgresAvailable,
  startOwnPostgres,
  startPostgres,
} from "../../contract/postgres.ts";
import { describeStore } from "../../contract/store.contract.ts";
import { fakeLog } from "../../fakes/log.ts";

describeStore("PGlite", async () => {
  const database = await openDatabase({ memory: true }, fakeLog());
  return { store: createStore(database.queries, fakeLog()), close: () => database.close() };
});

describe.runIf(postgresAvailable)("with a PostgreSQL server", () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  describeStore("PostgreSQL", async () => {
    const database = await openDatabase({ url: await postgres.newDatabase() }, fakeLog());
    return { store: createStore(database.queries, fakeLog()), close: () => database.close() };
  });

  it("lets two processes migrate the same database", async () => {
    const url = await postgres.newDatabase();
    const both = await Promise.all([openDatabase({ url }, fakeLog()), openDatabase({ url }, fakeLog())]);
    await Promise.all(both.map((database) => database.close()));
  });

  it.runIf(ownPostgresAvailable)(
    "reports a server that went away as a store error that says what to check",
    async () => {
      const own = await startOwnPostgres();
      const database = await openDatabase({ url: await own.newDatabase() }, fakeLog());
      await own.stop();
      await expect(createStore(database.queries, fakeLog()).ping()).rejects.toThrow(StoreError);
      await database.close();
    },
  );
});

describe("createStore", () => {
  it("ignores, and logs, a report that another version wrote", async () => {
    const database = await openDatabase({ memory: true }, fakeLog());
    const log = fakeLog();
    const store = createStore(database.queries, log);
    const headSha = "a".repeat(40);
    const report = buildEmptyReport();
    const key = { headSha, baseSha: headSha, configSha: null };
    await store.saveRun(buildRef(), {
      ...key,
      report,
      disclosure: "full",
      published: true,
      decided: 0,
      settings: null,
    });
    await sql`update threatdiff.run set report = report || '{"version": 99}'`.execute(database.queries);
    expect(await store.latestRun(buildRef())).toBeNull();
    expect(log.lines).toMatchObject([{ level: "warn", fields: { headSha } }]);
    await database.close();
  });
});

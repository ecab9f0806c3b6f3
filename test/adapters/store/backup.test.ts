import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../../../src/adapters/store/open-database.ts";
import { createStore } from "../../../src/adapters/store/store.ts";
import { buildEmptyReport } from "../../builders/empty-report.ts";
import { temporaryDirectory } from "../../builders/git-repository.ts";
import { buildRef } from "../../builders/job.ts";
import { binaries, postgresAvailable, startPostgres } from "../../contract/postgres.ts";
import { buildDisposition } from "../../builders/disposition.ts";

const log = pino({ level: "silent" });
const ref = buildRef();
const decision = buildDisposition();

async function fill(database: Database): Promise<void> {
  const store = createStore(database.queries, log);
  const report = buildEmptyReport();
  const { headSha, baseSha } = report;
  const settings = { origins: [], text: "version: 1\n" };
  const run = { headSha, baseSha, configSha: null, report, disclosure: "full", published: true } as const;
  await store.saveRun(ref, { ...run, decided: 1, settings });
  await store.saveDecision(ref, "comment:1", decision);
  await database.close();
}

async function readBack(database: Database) {
  const store = createStore(database.queries, log);
  const read = { decisions: await store.decisions(ref), run: await store.latestPublishedRun(ref) };
  await database.close();
  return read;
}

function runTool(program: string, ...parameters: string[]): void {
  execFileSync(join(binaries() ?? "", program), parameters, { stdio: "ignore" });
}

describe("a backup as docs/operating.md describes it", () => {
  it.skipIf(!postgresAvailable || binaries() === null)("brings everything back, on PostgreSQL", async () => {
    const postgres = await startPostgres();
    const [from, to] = [await postgres.newDatabase(), await postgres.newDatabase()];
    await fill(await openDatabase({ url: from }, log));
    const file = join(temporaryDirectory(), "backup");
    runTool("pg_dump", "--format=custom", "--schema=threatdiff", "--file", file, from);
    runTool("pg_restore", "--dbname", to, file);
    const read = await readBack(await openDatabase({ url: to }, log));
    expect(read.decisions).toEqual([decision]);
    expect(read.run).toMatchObject({ report: buildEmptyReport(), decided: 1 });
    await postgres.stop();
  });

  it("brings everything back, embedded", async () => {
    const [from, to] = [join(temporaryDirectory(), "data"), join(temporaryDirectory(), "data")];
    await fill(await openDatabase({ directory: from }, log));
    cpSync(from, to, { recursive: true });
    const read = await readBack(await openDatabase({ directory: to }, log));
    expect(read.decisions).toEqual([decision]);
    expect(read.run?.decided).toBe(1);
  });
});

import { spawn } from "node:child_process";
import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lockDirectory } from "../../../src/adapters/store/directory-lock.ts";
import { openDatabase } from "../../../src/adapters/store/open-database.ts";
import { createStore } from "../../../src/adapters/store/store.ts";
import { StoreError } from "../../../src/domain/errors.ts";
import { fakeLog } from "../../fakes/log.ts";

const LOCK = new URL("../../../src/adapters/store/directory-lock.ts", import.meta.url).href;

let root: string;
let directory: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "threatdiff-store-"));
  directory = join(root, "database");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Another process that takes the lock, says so, and does `then`. */
async function otherProcess(
  then: string,
): Promise<{ pid: number; output: string; ended: Promise<void>; kill(): Promise<void> }> {
  const source = `import { lockDirectory } from ${JSON.stringify(LOCK)};
    try { lockDirectory(${JSON.stringify(directory)}); console.log("locked"); } catch (error) { console.log(error.message); }
    ${then}`;
  const child = spawn(process.execPath, ["--input-type=module-typescript", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const output = await new Promise<string>((resolve) =>
    child.stdout.once("data", (data) => resolve(String(data).trim())),
  );
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return { pid: child.pid ?? 0, output, ended, kill };
}

const STAY = "setInterval(() => {}, 1000);";

describe("lockDirectory", () => {
  it("refuses a directory that a living process holds, naming both, and leaves the lock alone", async () => {
    const holder = await otherProcess(STAY);
    expect(holder.output).toBe("locked");
    const lock = readFileSync(`${directory}.lock`, "utf8");
    expect(() => lockDirectory(directory)).toThrow(StoreError);
    expect(() => lockDirectory(directory)).toThrow(`${directory} is held by process ${holder.pid}`);
    expect(readFileSync(`${directory}.lock`, "utf8")).toBe(lock);
    await holder.kill();
  });

  it("takes over the lock of a process that was killed", async () => {
    const holder = await otherProcess(STAY);
    await holder.kill();
    const lock = lockDirectory(directory);
    expect(readFileSync(`${directory}.lock`, "utf8")).toContain(`"pid":${process.pid}`);
    lock.release();
    expect(readdirSync(root)).toEqual([]);
  });

  it("lets exactly one of several processes take over a stale lock", async () => {
    const holder = await otherProcess(STAY);
    await holder.kill();
    const rivals = await Promise.all(Array.from({ length: 6 }, () => otherProcess(STAY)));
    expect(rivals.filter((rival) => rival.output === "locked")).toHaveLength(1);
    await Promise.all(rivals.map((rival) => rival.kill()));
  });

  it("takes over when the same process id belongs to a process that started later", () => {
    lockDirectory(directory);
    const own: object = JSON.parse(readFileSync(`${directory}.lock`, "utf8"));
    writeFileSync(`${directory}.lock`, JSON.stringify({ ...own, started: "another-boot:1" }));
    lockDirectory(directory).release();
    expect(readdirSync(root)).toEqual([]);
  });

  it("refuses a lock of another container while that is touched, and takes it over when it is silent", () => {
    const elsewhere = { pid: 1, host: hostname(), started: "boot:1", namespace: "pid:[1]" };
    writeFileSync(`${directory}.lock`, JSON.stringify(elsewhere));
    expect(() => lockDirectory(directory)).toThrow("another container");
    const past = new Date(Date.now() - 31_000);
    utimesSync(`${directory}.lock`, past, past);
    lockDirectory(directory).release();
  });

  it("touches its lock while it holds it", () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const lock = lockDirectory(directory);
    const past = new Date(Date.now() - 60_000);
    utimesSync(`${directory}.lock`, past, past);
    vi.advanceTimersByTime(6_000);
    expect(Date.now() - statSync(`${directory}.lock`).mtimeMs).toBeLessThan(5_000);
    lock.release();
    vi.useRealTimers();
  });

  it("never takes over from another host, and says which file to delete", () => {
    writeFileSync(`${directory}.lock`, JSON.stringify({ pid: 1, host: "elsewhere", started: null, namespace: null }));
    expect(() => lockDirectory(directory)).toThrow(`delete ${directory}.lock if that host is gone`);
  });

  it("waits for a lock that was created just now and has no content yet", () => {
    writeFileSync(`${directory}.lock`, "");
    expect(() => lockDirectory(directory)).toThrow("is opening");
  });

  it("removes the lock when the process ends by itself", async () => {
    await (
      await otherProcess("")
    ).ended;
    expect(readdirSync(root)).toEqual([]);
  });
});

describe("openDatabase with a directory", () => {
  it("keeps what was written, and refuses to be opened twice", async () => {
    const database = await openDatabase({ directory }, fakeLog());
    await createStore(database.queries, fakeLog()).recordDelivery("guid", "ping");
    await expect(openDatabase({ directory }, fakeLog())).rejects.toThrow(`held by process ${process.pid}`);
    await database.close();
    const again = await openDatabase({ directory }, fakeLog());
    expect(await createStore(again.queries, fakeLog()).recordDelivery("guid", "ping")).toBe(true);
    await again.close();
    expect(readdirSync(root)).toEqual(["database"]);
  });

  it("moves a damaged directory aside, starts an empty one and says so", async () => {
    const first = await openDatabase({ directory }, fakeLog());
    await first.close();
    truncateSync(join(directory, "global", "pg_control"), 10);
    const log = fakeLog();
    const database = await openDatabase({ directory }, log);
    await createStore(database.queries, log).ping();
    await database.close();
    const names = readdirSync(root);
    expect(names).toHaveLength(2);
    expect(names.find((name) => name.startsWith("database.corrupt-"))).toBeDefined();
    expect(log.lines).toMatchObject([{ level: "error", fields: { directory } }]);
  });

  it("does not move anything aside when the path is not a directory", async () => {
    writeFileSync(directory, "a file");
    await expect(openDatabase({ directory }, fakeLog())).rejects.toThrow(StoreError);
    expect(readdirSync(root)).toEqual(["database"]);
  });

  it("names the variable when the directory cannot be made", async () => {
    writeFileSync(directory, "a file");
    const inside = openDatabase({ directory: join(directory, "deeper", "database") }, fakeLog());
    await expect(inside).rejects.toThrow(/cannot be created; check THREATDIFF_DATA and its rights/u);
    await expect(inside).rejects.toBeInstanceOf(StoreError);
  });
});

describe("openDatabase with an address", () => {
  it("says what to check when no server answers", async () => {
    const opened = openDatabase({ url: "postgres://nobody@127.0.0.1:1/none" }, fakeLog());
    await expect(opened).rejects.toThrow("check that it runs and that DATABASE_URL has its host and port");
    await expect(opened).rejects.toBeInstanceOf(StoreError);
  });
});

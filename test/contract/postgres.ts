import { execFile, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";

const run = promisify(execFile);
const INSTALLED = "/usr/lib/postgresql";
/** A root shell that was opened without a login has no path for it. */
const RUNUSER = ["/usr/sbin/runuser", "/sbin/runuser"].find((path) => existsSync(path)) ?? "runuser";

/** A PostgreSQL server for tests; every `newDatabase` is empty. */
export interface TestPostgres {
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** True when a server can be had; otherwise the tests that need one are skipped and say so. */
export const postgresAvailable = process.env["THREATDIFF_TEST_DATABASE_URL"] !== undefined || binaries() !== null;

/** True when a test can have a server of its own, which it may stop. */
export const ownPostgresAvailable = binaries() !== null;

if (!postgresAvailable) {
  process.stderr.write(
    "SKIPPED: tests on PostgreSQL. Install it, or set THREATDIFF_TEST_DATABASE_URL to a server they may create databases on.\n",
  );
}

/** Uses the server in THREATDIFF_TEST_DATABASE_URL, or starts a throw-away one. */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env["THREATDIFF_TEST_DATABASE_URL"];
  return given === undefined ? startOwnPostgres() : { newDatabase: () => createDatabase(given), stop: async () => {} };
}

/** Starts a throw-away server, also where another one was given. */
export async function startOwnPostgres(): Promise<TestPostgres> {
  const directory = mkdtempSync(join(tmpdir(), "threatdiff-postgres-"));
  const account = await accountFor(directory);
  await as(account, "initdb", ["-D", join(directory, "data"), "-U", "postgres", "-A", "trust", "-N"]);
  const port = await freePort();
  const server = spawn(...command(account, "postgres", serverArguments(directory, port)), { stdio: "ignore" });
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilItAnswers(url);
  return {
    newDatabase: () => createDatabase(url),
    stop: async () => {
      await as(account, "pg_ctl", ["-D", join(directory, "data"), "-m", "immediate", "stop"]);
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function serverArguments(directory: string, port: number): string[] {
  const settings = ["fsync=off", "listen_addresses=127.0.0.1", "unix_socket_directories="];
  return ["-D", join(directory, "data"), "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
}

/** The server refuses to run as root; then the account that its package made owns the files. */
async function accountFor(directory: string): Promise<string | null> {
  if (process.getuid?.() !== 0) return null;
  const { stdout } = await run("id", ["-u", "postgres"]);
  chownSync(directory, Number(stdout), 0);
  return "postgres";
}

function command(account: string | null, program: string, parameters: string[]): [string, string[]] {
  const path = join(binaries() ?? "", program);
  return account === null ? [path, parameters] : [RUNUSER, ["-u", account, "--", path, ...parameters]];
}

async function as(account: string | null, program: string, parameters: string[]): Promise<void> {
  await run(...command(account, program, parameters), { cwd: "/" });
}

/** Folder of the server's programs; `null` where it is not installed. */
export function binaries(): string | null {
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED).sort() : [];
  const newest = versions.filter((version) => existsSync(join(INSTALLED, version, "bin", "initdb"))).at(-1);
  return newest === undefined ? null : join(INSTALLED, newest, "bin");
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

let databases = 0;

async function createDatabase(url: string): Promise<string> {
  databases += 1;
  const name = `threatdiff_${process.pid}_${databases}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

import { existsSync, renameSync } from "node:fs";
import { resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, PostgresDialect } from "kysely";
import { Pool, TypeOverrides } from "pg";
import { StoreError } from "../../domain/errors.ts";
import type { Log } from "../../ports/log.ts";
import { type DirectoryLock, lockDirectory } from "./directory-lock.ts";
import { migrate } from "./migrations.ts";
import type { Tables } from "./tables.ts";

/** Where the database is: a PostgreSQL server, a directory of this process alone, or memory for tests and demos. */
export type DatabaseLocation = { readonly url: string } | { readonly directory: string } | { readonly memory: true };

/** What the queue connects to: the same database, by its own means. */
export type QueueConnection =
  | { readonly kind: "embedded"; readonly pglite: PGlite }
  | { readonly kind: "server"; readonly url: string };

/** An open database with current tables. */
export interface Database {
  /** Single statements only: the embedded driver shares one connection between concurrent transactions. */
  readonly queries: Kysely<Tables>;
  readonly connection: QueueConnection;
  close(): Promise<void>;
}

/** Opens and migrates the database. Throws `StoreError` with what to do when it cannot be used. */
export async function openDatabase(location: DatabaseLocation, log: Log): Promise<Database> {
  const database = "url" in location ? openServer(location.url, log) : await openEmbedded(location, log);
  try {
    await migrate(database.queries);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

/** Ids fit into a number, as the embedded database gives them; the driver would give text. */
function longNumbersAsNumbers(): TypeOverrides {
  const types = new TypeOverrides();
  types.setTypeParser(20, Number);
  return types;
}

function openServer(url: string, log: Log): Database {
  const pool = new Pool({
    connectionString: url,
    types: longNumbersAsNumbers(),
    max: 5,
    application_name: "threatdiff",
    connectionTimeoutMillis: 5_000,
    query_timeout: 15_000,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", (error) => log.warn({ error }, "An idle database connection broke"));
  const queries = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { queries, connection: { kind: "server", url }, close: () => queries.destroy() };
}

async function openEmbedded(
  location: { readonly directory: string } | { readonly memory: true },
  log: Log,
): Promise<Database> {
  if ("memory" in location) return embedded(await PGlite.create("memory://"), null);
  const directory = resolve(location.directory);
  const lock = lockDirectory(directory);
  try {
    return embedded(await openDirectory(directory, log), lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function embedded(pglite: PGlite, lock: DirectoryLock | null): Database {
  const queries = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) });
  const close = async () => {
    if (!pglite.closed) await pglite.close();
    lock?.release();
  };
  return { queries, connection: { kind: "embedded", pglite }, close };
}

/** Opens a directory; one that cannot be opened is kept under another name and replaced by an empty one. */
async function openDirectory(directory: string, log: Log): Promise<PGlite> {
  const existed = existsSync(directory);
  try {
    return await PGlite.create(directory);
  } catch (error) {
    if (!existed || isFileSystemError(error)) {
      throw new StoreError(
        `The database directory ${directory} cannot be opened; check its rights and disk space`,
        error,
      );
    }
    const aside = `${directory}.corrupt-${new Date().toISOString().replaceAll(":", "-")}`;
    renameSync(directory, aside);
    log.error({ directory, aside, error }, "The database was damaged: it was moved aside and an empty one started");
    return PGlite.create(directory);
  }
}

/** Missing rights or a full disk damage nothing: moving the data away would. Both file systems in play set `errno`. */
function isFileSystemError(error: unknown): boolean {
  return typeof error === "object" && error !== null && "errno" in error;
}

import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { StoreError } from "../../domain/errors.ts";
import { SCHEMA, type Tables } from "./tables.ts";

/** Every change of the tables, in order. A migration that was released is never edited. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "001-runs-deliveries-dispositions": {
    async up(database: Kysely<unknown>) {
      const schema = database.schema.withSchema(SCHEMA);
      await schema
        .createTable("run")
        .addColumn("installation_id", "bigint", (column) => column.notNull())
        .addColumn("repository_id", "bigint", (column) => column.notNull())
        .addColumn("number", "integer", (column) => column.notNull())
        .addColumn("head_sha", "text", (column) => column.notNull())
        .addColumn("base_sha", "text", (column) => column.notNull())
        .addColumn("config_sha", "text", (column) => column.notNull())
        .addColumn("report", "jsonb", (column) => column.notNull())
        .addColumn("disclosure", "text", (column) => column.notNull())
        .addColumn("published", "boolean", (column) => column.notNull())
        .addColumn("saved_at", "timestamptz", (column) => column.notNull().defaultTo(sql`clock_timestamp()`))
        .addPrimaryKeyConstraint("run_key", ["repository_id", "number", "head_sha", "base_sha", "config_sha"])
        .execute();
      await schema.createIndex("run_by_head").on("run").columns(["repository_id", "head_sha"]).execute();
      await schema.createIndex("run_by_installation").on("run").column("installation_id").execute();
      await schema
        .createTable("delivery")
        .addColumn("id", "text", (column) => column.primaryKey())
        .addColumn("event", "text", (column) => column.notNull())
        .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(1))
        .addColumn("received_at", "timestamptz", (column) => column.notNull().defaultTo(sql`clock_timestamp()`))
        .execute();
      await schema.createIndex("delivery_by_time").on("delivery").column("received_at").execute();
      await schema
        .createTable("disposition")
        .addColumn("id", "bigserial", (column) => column.primaryKey())
        .addColumn("installation_id", "bigint", (column) => column.notNull())
        .addColumn("repository_id", "bigint", (column) => column.notNull())
        .addColumn("number", "integer", (column) => column.notNull())
        .addColumn("disposition", "jsonb", (column) => column.notNull())
        .execute();
      await schema
        .createIndex("disposition_by_pull_request")
        .on("disposition")
        .columns(["repository_id", "number"])
        .execute();
    },
  },
  "002-references": {
    async up(database: Kysely<unknown>) {
      const schema = database.schema.withSchema(SCHEMA);
      await schema
        .createTable("references")
        .addColumn("repository_id", "bigint", (column) => column.primaryKey())
        .addColumn("installation_id", "bigint", (column) => column.notNull())
        .addColumn("content", "text", (column) => column.notNull())
        .addColumn("saved_at", "timestamptz", (column) => column.notNull())
        .execute();
    },
  },
  "003-answers": {
    async up(database: Kysely<unknown>) {
      const schema = database.schema.withSchema(SCHEMA);
      await schema
        .createTable("answer")
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("installation_id", "bigint", (column) => column.notNull())
        .addColumn("repository_id", "bigint", (column) => column.notNull())
        .addColumn("answer", "text", (column) => column.notNull())
        .addColumn("used_at", "timestamptz", (column) => column.notNull())
        .addPrimaryKeyConstraint("answer_key", ["repository_id", "key"])
        .execute();
      await schema.createIndex("answer_by_time").on("answer").column("used_at").execute();
    },
  },
  "004-spending": {
    async up(database: Kysely<unknown>) {
      const schema = database.schema.withSchema(SCHEMA);
      await schema
        .createTable("spending")
        .addColumn("id", "bigserial", (column) => column.primaryKey())
        .addColumn("installation_id", "bigint", (column) => column.notNull())
        .addColumn("repository_id", "bigint", (column) => column.notNull())
        .addColumn("number", "integer", (column) => column.notNull())
        .addColumn("tokens", "integer", (column) => column.notNull())
        .addColumn("dollars", "double precision", (column) => column.notNull())
        .addColumn("spent_at", "timestamptz", (column) => column.notNull().defaultTo(sql`clock_timestamp()`))
        .execute();
      await schema
        .createIndex("spending_by_installation")
        .on("spending")
        .columns(["installation_id", "spent_at"])
        .execute();
      await schema
        .createIndex("spending_by_pull_request")
        .on("spending")
        .columns(["repository_id", "number"])
        .execute();
    },
  },
  "005-decisions-once": {
    async up(database: Kysely<unknown>) {
      const schema = database.schema.withSchema(SCHEMA);
      await schema
        .alterTable("run")
        .addColumn("decided", "integer", (column) => column.notNull().defaultTo(0))
        .execute();
      await schema
        .alterTable("disposition")
        .addColumn("key", "text", (column) => column.notNull().defaultTo(sql`gen_random_uuid()::text`))
        .execute();
      await schema
        .createIndex("disposition_once")
        .on("disposition")
        .columns(["repository_id", "number", "key"])
        .unique()
        .execute();
    },
  },
  "006-sweeping": {
    async up(database: Kysely<unknown>) {
      const schema = database.schema.withSchema(SCHEMA);
      for (const name of ["owner", "repo"]) {
        await schema
          .alterTable("run")
          .addColumn(name, "text", (column) => column.notNull().defaultTo(""))
          .execute();
      }
      await schema
        .createTable("open_check")
        .addColumn("installation_id", "bigint", (column) => column.notNull())
        .addColumn("repository_id", "bigint", (column) => column.notNull())
        .addColumn("owner", "text", (column) => column.notNull())
        .addColumn("repo", "text", (column) => column.notNull())
        .addColumn("number", "integer", (column) => column.notNull())
        .addColumn("check_id", "bigint", (column) => column.notNull())
        .addColumn("head_sha", "text", (column) => column.notNull())
        .addColumn("started_at", "timestamptz", (column) => column.notNull().defaultTo(sql`clock_timestamp()`))
        .addPrimaryKeyConstraint("open_check_key", ["repository_id", "check_id"])
        .execute();
      await schema
        .createTable("sweep")
        .addColumn("id", "integer", (column) => column.primaryKey())
        .addColumn("started_at", "timestamptz", (column) => column.notNull().defaultTo(sql`clock_timestamp()`))
        .execute();
    },
  },
  "007-settings": {
    async up(database: Kysely<unknown>) {
      const schema = database.schema.withSchema(SCHEMA);
      await schema.alterTable("run").addColumn("settings", "jsonb").execute();
    },
  },
  "008-commands": {
    async up(database: Kysely<unknown>) {
      await database.schema
        .withSchema(SCHEMA)
        .createTable("command")
        .addColumn("installation_id", "bigint", (column) => column.notNull())
        .addColumn("repository_id", "bigint", (column) => column.notNull())
        .addColumn("key", "text", (column) => column.notNull())
        .addColumn("actor", "text", (column) => column.notNull())
        .addColumn("given_at", "timestamptz", (column) => column.notNull().defaultTo(sql`clock_timestamp()`))
        .addPrimaryKeyConstraint("command_key", ["repository_id", "key"])
        .execute();
    },
  },
  "010-open-heads": {
    async up(database: Kysely<unknown>) {
      const schema = database.schema.withSchema(SCHEMA);
      await schema
        .createTable("open_head")
        .addColumn("installation_id", "bigint", (column) => column.notNull())
        .addColumn("repository_id", "bigint", (column) => column.notNull())
        .addColumn("owner", "text", (column) => column.notNull())
        .addColumn("repo", "text", (column) => column.notNull())
        .addColumn("number", "integer", (column) => column.notNull())
        .addColumn("head_sha", "text", (column) => column.notNull())
        .addColumn("state", "text", (column) => column.notNull())
        .addColumn("started_at", "timestamptz", (column) => column.notNull().defaultTo(sql`clock_timestamp()`))
        .addPrimaryKeyConstraint("open_head_key", ["repository_id", "number", "head_sha"])
        .execute();
      const [into, from] = [sql.id(SCHEMA, "open_head"), sql.id(SCHEMA, "open_check")];
      await sql`insert into ${into} (installation_id, repository_id, owner, repo, number, head_sha, state, started_at)
        select installation_id, repository_id, owner, repo, number, head_sha, state, started_at from ${from}
        on conflict do nothing`.execute(database);
      await schema.dropTable("open_check").execute();
    },
  },
  "009-abandoned-checks": {
    async up(database: Kysely<unknown>) {
      const schema = database.schema.withSchema(SCHEMA);
      await schema
        .alterTable("open_check")
        .addColumn("state", "text", (column) => column.notNull().defaultTo("started"))
        .execute();
    },
  },
};

/** Brings the tables to the newest form. Throws `StoreError` and changes nothing when a migration fails. */
export async function migrate(database: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db: database,
    migrationTableSchema: SCHEMA,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw new StoreError(isAway(error) ? AWAY : FAILED, error);
}

const AWAY = "The database does not answer; check that it runs and that DATABASE_URL has its host and port";
const FAILED =
  "The database's tables could not be created or changed; check the user, the password and the rights of DATABASE_URL";

/** No connection was made: the name is unknown, nothing listens there, or nobody answered in time. */
function isAway(error: unknown): boolean {
  const codes = ["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT"];
  if (!(error instanceof Error)) return false;
  if ("code" in error) return codes.includes(String(error.code));
  return /timeout|terminated/iu.test(error.message);
}

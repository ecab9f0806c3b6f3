import { type Kysely, sql } from "kysely";
import { type Decision, decisionSchema } from "../../domain/disposition.ts";
import { StoreError } from "../../domain/errors.ts";
import { formatReferences, parseReferences } from "../../domain/imports/known-references.ts";
import type { PullRequestRef } from "../../domain/job.ts";
import { threatReportSchema } from "../../domain/report.ts";
import type { Log } from "../../ports/log.ts";
import type { ReferenceMemory } from "../../ports/reference-memory.ts";
import type { SavedRun, Store } from "../../ports/store.ts";
import type { Tables } from "./tables.ts";
import { SCHEMA } from "./tables.ts";

/** Older runs of a pull request answer no question any more. */
const RUNS_KEPT = 10;
const DELIVERIES_KEPT_DAYS = 30;
/** Days after which an answer that nobody asked for again is deleted. */
const ANSWERS_KEPT_DAYS = 30;
/** Days after which what was spent is deleted; a pull request that is older costs as if it were new. */
const SPENDING_KEPT_DAYS = 400;

interface RunRow {
  readonly head_sha: string;
  readonly base_sha: string;
  readonly config_sha: string;
  readonly report: unknown;
  readonly disclosure: string;
  readonly published: boolean;
  readonly decided: number;
}

/** The store on an open database; the same code for the embedded and the server one. */
export function createStore(database: Kysely<Tables>, log: Log): Store & ReferenceMemory {
  const tables = database.withSchema(SCHEMA);
  return {
    ...runs(tables, log),
    ...decisions(tables, log),
    ...references(tables),
    ...answers(tables),
    ...spending(tables),
    ...upkeep(tables),
  };
}

function runs(
  tables: Kysely<Tables>,
  log: Log,
): Pick<Store, "saveRun" | "markPublished" | "findRun" | "latestRun" | "latestPublishedRun" | "pullRequestsOfHead"> {
  const runsOf = (ref: PullRequestRef) =>
    tables
      .selectFrom("run")
      .select(["head_sha", "base_sha", "config_sha", "report", "disclosure", "published", "decided"])
      .where("repository_id", "=", ref.repositoryId)
      .where("number", "=", ref.number)
      .orderBy("saved_at", "desc")
      .limit(1);
  return {
    saveRun: (ref, run) => answered(saveRun(tables, ref, run)),
    markPublished: (ref, headSha) =>
      answered(
        tables
          .updateTable("run")
          .set({ published: true })
          .where("repository_id", "=", ref.repositoryId)
          .where("number", "=", ref.number)
          .where("head_sha", "=", headSha)
          .execute(),
      ).then(() => undefined),
    findRun: async (ref, headSha, baseSha, configSha) => {
      const query = runsOf(ref)
        .where("head_sha", "=", headSha)
        .where("base_sha", "=", baseSha)
        .where("config_sha", "=", configSha ?? "");
      return toRun(await answered(query.executeTakeFirst()), log);
    },
    latestRun: async (ref) => toRun(await answered(runsOf(ref).executeTakeFirst()), log),
    latestPublishedRun: async (ref) =>
      toRun(await answered(runsOf(ref).where("published", "=", true).executeTakeFirst()), log),
    pullRequestsOfHead: async (repositoryId, headSha) => {
      const query = tables
        .selectFrom("run")
        .select("number")
        .distinct()
        .where("repository_id", "=", repositoryId)
        .where("head_sha", "=", headSha);
      return (await answered(query.execute())).map((row) => row.number);
    },
  };
}

async function saveRun(tables: Kysely<Tables>, ref: PullRequestRef, run: SavedRun): Promise<void> {
  const values = {
    report: toJson(run.report),
    disclosure: run.disclosure,
    published: run.published,
    decided: run.decided,
    // The database's clock tells runs apart that were saved in the same millisecond.
    saved_at: sql<Date>`clock_timestamp()`,
  };
  await tables
    .insertInto("run")
    .values({
      installation_id: ref.installationId,
      repository_id: ref.repositoryId,
      number: ref.number,
      head_sha: run.headSha,
      base_sha: run.baseSha,
      config_sha: run.configSha ?? "",
      ...values,
    })
    .onConflict((conflict) =>
      conflict.columns(["repository_id", "number", "head_sha", "base_sha", "config_sha"]).doUpdateSet(values),
    )
    .execute();
  await sql`
    delete from ${sql.table(`${SCHEMA}.run`)} where ctid in (
      select ctid from ${sql.table(`${SCHEMA}.run`)}
      where repository_id = ${ref.repositoryId} and number = ${ref.number}
      order by saved_at desc offset ${RUNS_KEPT})`.execute(tables);
}

function decisions(tables: Kysely<Tables>, log: Log): Pick<Store, "decisions" | "saveDecision"> {
  return {
    decisions: async (ref) => {
      const query = tables
        .selectFrom("disposition")
        .select("disposition")
        .where("repository_id", "=", ref.repositoryId)
        .where("number", "=", ref.number)
        .orderBy("id");
      const rows = await answered(query.execute());
      return rows.flatMap((row) => toDecision(row.disposition, log));
    },
    saveDecision: async (ref, key, decision) => {
      const row = {
        key,
        installation_id: ref.installationId,
        repository_id: ref.repositoryId,
        number: ref.number,
        disposition: toJson(decision),
      };
      const once = ["repository_id", "number", "key"] as const;
      const query = tables.insertInto("disposition").values(row);
      await answered(query.onConflict((conflict) => conflict.columns(once).doNothing()).execute());
    },
  };
}

function references(tables: Kysely<Tables>): ReferenceMemory {
  return {
    recall: async ({ installationId, repositoryId }) => {
      const query = tables
        .selectFrom("references")
        .select("content")
        .where("repository_id", "=", repositoryId)
        .where("installation_id", "=", installationId);
      return parseReferences((await answered(query.executeTakeFirst()))?.content ?? "");
    },
    keep: async ({ installationId, repositoryId }, known) => {
      const values = { installation_id: installationId, content: formatReferences(known), saved_at: new Date() };
      const query = tables
        .insertInto("references")
        .values({ repository_id: repositoryId, ...values })
        .onConflict((conflict) => conflict.column("repository_id").doUpdateSet(values));
      await answered(query.execute());
    },
  };
}

function answers(tables: Kysely<Tables>): Pick<Store, "answersOf"> {
  return {
    answersOf: ({ installationId, repositoryId }) => ({
      recall: async (key) => {
        const query = tables
          .updateTable("answer")
          .set({ used_at: new Date() })
          .where("repository_id", "=", repositoryId)
          .where("installation_id", "=", installationId)
          .where("key", "=", key)
          .returning("answer");
        return (await answered(query.executeTakeFirst()))?.answer ?? null;
      },
      keep: async (key, answer) => {
        const values = { installation_id: installationId, answer, used_at: new Date() };
        const query = tables
          .insertInto("answer")
          .values({ key, repository_id: repositoryId, ...values })
          .onConflict((conflict) => conflict.columns(["repository_id", "key"]).doUpdateSet(values));
        await answered(query.execute());
        const oldest = new Date(Date.now() - ANSWERS_KEPT_DAYS * 86_400_000);
        await answered(tables.deleteFrom("answer").where("used_at", "<", oldest).execute());
      },
    }),
  };
}

function spending(tables: Kysely<Tables>): Pick<Store, "spend" | "spent"> {
  return {
    spend: async ({ installationId, repositoryId, number }, { tokens, dollars }) => {
      const values = { installation_id: installationId, repository_id: repositoryId, number, tokens, dollars };
      await answered(tables.insertInto("spending").values(values).execute());
      const oldest = new Date(Date.now() - SPENDING_KEPT_DAYS * 86_400_000);
      await answered(tables.deleteFrom("spending").where("spent_at", "<", oldest).execute());
    },
    spent: async ({ installationId, repositoryId, number }) => {
      const total = tables
        .selectFrom("spending")
        .select([
          sql<number>`coalesce(sum(tokens) filter (where installation_id = ${installationId} and spent_at >= date_trunc('day', clock_timestamp() at time zone 'utc') at time zone 'utc'), 0)::float8`.as(
            "tokens",
          ),
          sql<number>`coalesce(sum(dollars) filter (where repository_id = ${repositoryId} and number = ${number}), 0)::float8`.as(
            "dollars",
          ),
        ])
        .where((is) =>
          is.or([
            is("installation_id", "=", installationId),
            is.and([is("repository_id", "=", repositoryId), is("number", "=", number)]),
          ]),
        );
      const row = await answered(total.executeTakeFirst());
      return { tokensToday: row?.tokens ?? 0, dollars: row?.dollars ?? 0 };
    },
  };
}

function upkeep(
  tables: Kysely<Tables>,
): Pick<Store, "recordDelivery" | "forgetInstallation" | "forgetRepository" | "ping"> {
  return {
    recordDelivery: (id, event) => answered(recordDelivery(tables, id, event)),
    forgetInstallation: async (id) => {
      await answered(tables.deleteFrom("run").where("installation_id", "=", id).execute());
      await answered(tables.deleteFrom("disposition").where("installation_id", "=", id).execute());
      await answered(tables.deleteFrom("references").where("installation_id", "=", id).execute());
      await answered(tables.deleteFrom("answer").where("installation_id", "=", id).execute());
      await answered(tables.deleteFrom("spending").where("installation_id", "=", id).execute());
    },
    forgetRepository: async (id) => {
      await answered(tables.deleteFrom("run").where("repository_id", "=", id).execute());
      await answered(tables.deleteFrom("disposition").where("repository_id", "=", id).execute());
      await answered(tables.deleteFrom("references").where("repository_id", "=", id).execute());
      await answered(tables.deleteFrom("answer").where("repository_id", "=", id).execute());
      await answered(tables.deleteFrom("spending").where("repository_id", "=", id).execute());
    },
    ping: async () => {
      await answered(sql`select 1`.execute(tables));
    },
  };
}

async function recordDelivery(tables: Kysely<Tables>, id: string, event: string): Promise<boolean> {
  const row = await tables
    .insertInto("delivery")
    .values({ id, event })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ attempts: sql`delivery.attempts + 1` }))
    .returning("attempts")
    .executeTakeFirstOrThrow();
  const oldest = new Date(Date.now() - DELIVERIES_KEPT_DAYS * 86_400_000);
  await tables.deleteFrom("delivery").where("received_at", "<", oldest).execute();
  return row.attempts > 1;
}

/** A report that an older or newer version wrote counts as none: the analysis can make it again. */
function toRun(row: RunRow | undefined, log: Log): SavedRun | null {
  if (!row) return null;
  const report = threatReportSchema.safeParse(row.report);
  if (!report.success) {
    log.warn({ headSha: row.head_sha }, "A saved report has another form than this version's; it is ignored");
    return null;
  }
  return {
    headSha: row.head_sha,
    baseSha: row.base_sha,
    configSha: row.config_sha === "" ? null : row.config_sha,
    report: report.data,
    // Only what is known to be harmless is shown.
    disclosure: row.disclosure === "full" || row.disclosure === "summary" ? row.disclosure : "private",
    published: row.published,
    decided: row.decided,
  };
}

/** A decision that cannot be read counts as not made: the gate gets stricter, never looser. */
function toDecision(stored: unknown, log: Log): Decision[] {
  const decision = decisionSchema.safeParse(stored);
  if (!decision.success) log.warn({}, "A saved decision has another form than this version's; it is ignored");
  return decision.success ? [decision.data] : [];
}

/** The database's JSON has no NUL and no half characters; source files may. */
function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "string" ? part.toWellFormed().replaceAll("\0", "\uFFFD") : part,
  );
}

async function answered<Answer>(question: Promise<Answer>): Promise<Answer> {
  try {
    return await question;
  } catch (error) {
    throw new StoreError("The database did not answer as it should; check that it runs and can be reached", error);
  }
}

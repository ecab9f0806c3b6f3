import { type Kysely, sql } from "kysely";
import { z } from "zod";
import type { PullRequestRef } from "../../domain/job.ts";
import { threatReportSchema } from "../../domain/report.ts";
import type { Log } from "../../ports/log.ts";
import type { SavedRun, Store } from "../../ports/store.ts";
import { answered, toJson } from "./answered.ts";
import { SCHEMA, type Tables } from "./tables.ts";

/** Older runs of a pull request answer no question any more. */
const RUNS_KEPT = 10;

const settingsSchema = z.strictObject({ origins: z.array(z.string()), text: z.string() });

interface RunRow {
  readonly head_sha: string;
  readonly base_sha: string;
  readonly config_sha: string;
  readonly report: unknown;
  readonly disclosure: string;
  readonly published: boolean;
  readonly decided: number;
  readonly settings: unknown;
}

/** What analyses said. */
export function runs(
  tables: Kysely<Tables>,
  log: Log,
): Pick<Store, "saveRun" | "markPublished" | "findRun" | "latestRun" | "latestPublishedRun" | "pullRequestsOfHead"> {
  const runsOf = (ref: PullRequestRef) =>
    tables
      .selectFrom("run")
      .select(["head_sha", "base_sha", "config_sha", "report", "disclosure", "published", "decided", "settings"])
      .where("installation_id", "=", ref.installationId)
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
          .where("installation_id", "=", ref.installationId)
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
    pullRequestsOfHead: async ({ installationId, repositoryId }, headSha) => {
      const query = tables
        .selectFrom("run")
        .select("number")
        .distinct()
        .where("installation_id", "=", installationId)
        .where("repository_id", "=", repositoryId)
        .where("head_sha", "=", headSha);
      return (await answered(query.execute())).map((row) => row.number);
    },
  };
}

async function saveRun(tables: Kysely<Tables>, ref: PullRequestRef, run: SavedRun): Promise<void> {
  const values = {
    installation_id: ref.installationId,
    report: toJson(run.report),
    disclosure: run.disclosure,
    published: run.published,
    decided: run.decided,
    settings: run.settings === null ? null : toJson(run.settings),
    // The database's clock tells runs apart that were saved in the same millisecond.
    saved_at: sql<Date>`clock_timestamp()`,
  };
  await tables
    .insertInto("run")
    .values({
      repository_id: ref.repositoryId,
      number: ref.number,
      owner: ref.owner,
      repo: ref.repo,
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
    settings: settingsSchema.nullable().catch(null).parse(row.settings),
  };
}

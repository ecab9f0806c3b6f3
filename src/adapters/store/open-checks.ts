import { type Kysely, sql } from "kysely";
import type { Store } from "../../ports/store.ts";
import { answered } from "./answered.ts";
import type { OpenHeadTable, Tables } from "./tables.ts";

/** Expiries that are older were seen by an earlier sweep. */
const EXPIRY_WINDOW = sql`interval '1 hour'`;

/** The rows of the table `sweep`. */
const TURNS = { sweep: 1, checks: 2 } as const;

/** Heads whose check may have been started and that nobody finished yet. */
export function openChecks(tables: Kysely<Tables>): Pick<Store, "noteCheck" | "dropCheck" | "checksOpenFor"> {
  return {
    noteCheck: async ({ installationId, repositoryId, owner, repo, number }, headSha, state) => {
      const place = { installation_id: installationId, repository_id: repositoryId, owner, repo, number };
      const query = tables.insertInto("open_head").values({ ...place, head_sha: headSha, state });
      const noted = query.onConflict((conflict) =>
        conflict
          .columns(["repository_id", "number", "head_sha"])
          .doUpdateSet({ state, started_at: sql<Date>`clock_timestamp()` }),
      );
      await answered(noted.execute());
    },
    dropCheck: async ({ repositoryId, number }, headSha, state) => {
      const query = tables
        .deleteFrom("open_head")
        .where("repository_id", "=", repositoryId)
        .where("number", "=", number)
        .where("head_sha", "=", headSha);
      await answered((state === undefined ? query : query.where("state", "=", state)).execute());
    },
    checksOpenFor: async (seconds) => {
      const query = tables
        .selectFrom("open_head")
        .selectAll()
        .where("started_at", "<", sql<Date>`clock_timestamp() - make_interval(secs => ${seconds})`)
        .orderBy("started_at")
        .limit(500);
      return (await answered(query.execute())).map((row) => ({
        ref: refOf(row),
        headSha: row.head_sha,
        state: row.state === "abandoned" ? "abandoned" : "started",
      }));
    },
  };
}

/** What else the sweeper asks: whose decisions are over, and whose turn it is. */
export function sweeps(tables: Kysely<Tables>): Pick<Store, "pullRequestsWithExpired" | "claimTurn"> {
  return {
    pullRequestsWithExpired: async () => {
      const expires = sql<Date>`(disposition.disposition->>'expires')::timestamptz`;
      const query = tables
        .selectFrom("disposition")
        .innerJoin("run", (join) =>
          join
            .onRef("run.repository_id", "=", "disposition.repository_id")
            .onRef("run.number", "=", "disposition.number"),
        )
        .select(["run.installation_id", "run.repository_id", "run.owner", "run.repo", "run.number"])
        .distinct()
        .where(expires, "<=", sql<Date>`clock_timestamp()`)
        .where(expires, ">", sql<Date>`clock_timestamp() - ${EXPIRY_WINDOW}`)
        .where("run.saved_at", "<", expires);
      return (await answered(query.execute())).map(refOf);
    },
    claimTurn: async (what, seconds) => {
      const query = tables
        .insertInto("sweep")
        .values({ id: TURNS[what] })
        .onConflict((conflict) =>
          conflict
            .column("id")
            .doUpdateSet({ started_at: sql<Date>`clock_timestamp()` })
            .where("sweep.started_at", "<", sql<Date>`clock_timestamp() - make_interval(secs => ${seconds})`),
        )
        .returning("id");
      return (await answered(query.executeTakeFirst())) !== undefined;
    },
  };
}

function refOf(row: Pick<OpenHeadTable, "installation_id" | "repository_id" | "owner" | "repo" | "number">) {
  const { owner, repo, number } = row;
  return { installationId: row.installation_id, repositoryId: row.repository_id, owner, repo, number };
}

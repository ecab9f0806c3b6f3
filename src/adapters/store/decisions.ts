import { type Kysely, sql } from "kysely";
import { type Decision, decisionSchema } from "../../domain/disposition.ts";
import type { Log } from "../../ports/log.ts";
import type { Store } from "../../ports/store.ts";
import { answered, toJson } from "./answered.ts";
import type { Tables } from "./tables.ts";

/** What people decided. */
export function decisions(tables: Kysely<Tables>, log: Log): Pick<Store, "decisions" | "saveDecision"> {
  return {
    decisions: async (ref) => {
      const query = tables
        .selectFrom("disposition")
        .select("disposition")
        .where("installation_id", "=", ref.installationId)
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

/** Commands that people gave, for as long as they count. */
export function commands(tables: Kysely<Tables>): Pick<Store, "noteCommand"> {
  return {
    noteCommand: async ({ installationId, repositoryId }, key, actor) => {
      const row = { installation_id: installationId, repository_id: repositoryId, key, actor };
      const once = ["repository_id", "key"] as const;
      const query = tables.insertInto("command").values(row);
      await answered(query.onConflict((conflict) => conflict.columns(once).doNothing()).execute());
      const recent = sql<Date>`clock_timestamp() - interval '10 minutes'`;
      await answered(tables.deleteFrom("command").where("given_at", "<", recent).execute());
      const count = tables
        .selectFrom("command")
        .select(({ fn }) => fn.countAll<number>().as("count"))
        .where("repository_id", "=", repositoryId)
        .where("actor", "=", actor);
      return (await answered(count.executeTakeFirst()))?.count ?? 0;
    },
  };
}

/** A decision that cannot be read counts as not made: the gate gets stricter, never looser. */
function toDecision(stored: unknown, log: Log): Decision[] {
  const decision = decisionSchema.safeParse(stored);
  if (!decision.success) log.warn({}, "A saved decision has another form than this version's; it is ignored");
  return decision.success ? [decision.data] : [];
}

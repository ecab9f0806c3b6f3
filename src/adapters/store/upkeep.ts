import { type Kysely, sql } from "kysely";
import type { Store } from "../../ports/store.ts";
import { answered } from "./answered.ts";
import type { Tables } from "./tables.ts";

const DELIVERIES_KEPT_DAYS = 30;

/** Every table whose rows belong to a repository of an installation. */
const BY_REPOSITORY = ["run", "disposition", "references", "answer", "spending", "open_head", "command"] as const;

/** Deliveries, erasure and whether the database answers. */
export function upkeep(
  tables: Kysely<Tables>,
): Pick<Store, "recordDelivery" | "forgetInstallation" | "forgetRepository" | "forgetOlderThan" | "ping"> {
  return {
    recordDelivery: (id, event) => answered(recordDelivery(tables, id, event)),
    forgetInstallation: async (id) => {
      for (const name of BY_REPOSITORY) {
        await answered(tables.deleteFrom(name).where("installation_id", "=", id).execute());
      }
    },
    forgetRepository: async (id) => {
      for (const name of BY_REPOSITORY) {
        await answered(tables.deleteFrom(name).where("repository_id", "=", id).execute());
      }
    },
    forgetOlderThan: async (days) => {
      const oldest = daysAgo(days);
      const oldestDelivery = daysAgo(Math.min(days, DELIVERIES_KEPT_DAYS));
      await answered(tables.deleteFrom("delivery").where("received_at", "<", oldestDelivery).execute());
      await answered(tables.deleteFrom("run").where("saved_at", "<", oldest).execute());
      await answered(tables.deleteFrom("references").where("saved_at", "<", oldest).execute());
      const made = sql<Date>`(disposition->>'at')::timestamptz`;
      await answered(tables.deleteFrom("disposition").where(made, "<", oldest).execute());
    },
    ping: async () => {
      await answered(sql`select 1`.execute(tables));
    },
  };
}

function daysAgo(days: number) {
  return sql<Date>`clock_timestamp() - make_interval(days => ${days})`;
}

async function recordDelivery(tables: Kysely<Tables>, id: string, event: string): Promise<boolean> {
  const row = await tables
    .insertInto("delivery")
    .values({ id, event })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ attempts: sql`delivery.attempts + 1` }))
    .returning("attempts")
    .executeTakeFirstOrThrow();
  return row.attempts > 1;
}

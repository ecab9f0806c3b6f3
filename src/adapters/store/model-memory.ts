import { type Kysely, sql } from "kysely";
import type { Store } from "../../ports/store.ts";
import { answered } from "./answered.ts";
import type { Tables } from "./tables.ts";

/** Days after which an answer that nobody asked for again is deleted. */
const ANSWERS_KEPT_DAYS = 30;
/** Days after which what was spent is deleted; a pull request that is older costs as if it were new. */
const SPENDING_KEPT_DAYS = 400;

/** What models answered. */
export function answers(tables: Kysely<Tables>): Pick<Store, "answersOf"> {
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

/** What models cost. */
export function spending(tables: Kysely<Tables>): Pick<Store, "spend" | "spent"> {
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

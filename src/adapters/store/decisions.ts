import type { Kysely } from "kysely";
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

/** A decision that cannot be read counts as not made: the gate gets stricter, never looser. */
function toDecision(stored: unknown, log: Log): Decision[] {
  const decision = decisionSchema.safeParse(stored);
  if (!decision.success) log.warn({}, "A saved decision has another form than this version's; it is ignored");
  return decision.success ? [decision.data] : [];
}

import type { Kysely } from "kysely";
import { formatReferences, parseReferences } from "../../domain/imports/known-references.ts";
import type { ReferenceMemory } from "../../ports/reference-memory.ts";
import { answered } from "./answered.ts";
import type { Tables } from "./tables.ts";

/** What the files of a repository name of others. */
export function references(tables: Kysely<Tables>): ReferenceMemory {
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

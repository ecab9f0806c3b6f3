import type { StoreTable } from "./store-table.ts";

/** Spring Data, JPA and hand-written repositories. */
export const JAVA_STORES: StoreTable = {
  telling: [
    [
      /^(?:findById|findByIdOrNull|findOne|getOne|getById|getReferenceById|getReference|(?:find|get|read|query)(?:One|First|Top\d{0,3}|Distinct)?By[A-Z]\w*|queryForObject|queryForMap|getSingleResult)$/u,
      "read",
    ],
    [/^(?:findAll(?:By\w+|ById)?|findBy\w*In|streamAll\w*|queryForList|getResultList)$/u, "list"],
    [/^(?:saveAndFlush|saveAll\w*|persist|insertBatch)$/u, "write"],
    [/^(?:deleteById|deleteAll\w*|deleteBy[A-Z]\w*|removeBy[A-Z]\w*|deleteAllById)$/u, "delete"],
  ],
  common: [
    [/^(?:get|find|load|select|fetch)$/u, "read"],
    [/^(?:all|list|findAll|selectAll)$/u, "list"],
    [/^(?:save|insert|update|create|add|put|merge|upsert|store)$/u, "write"],
    [/^(?:delete|remove)$/u, "delete"],
  ],
  isTyped: true,
};

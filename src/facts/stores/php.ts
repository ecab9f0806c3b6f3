import type { StoreTable } from "./store-table.ts";

/** Eloquent, Doctrine, WordPress and hand-written repositories. */
export const PHP_STORES: StoreTable = {
  telling: [
    [
      /^(?:findOrFail|findOrNew|findOneBy\w*|firstWhere|firstOrFail|findById|getById|loadById|fetchById|getReference|find_by_id|(?:find|get|load|fetch)\w*By(?:Id|Pk|Uuid|Slug|Email|Login|Username|Name)|get_row|fetchAssociative|getOneOrNullResult|getSingleResult)$/u,
      "read",
    ],
    [/^(?:findAll|findBy|findMany|getAll|fetchAll|get_results|fetchAllAssociative|getResult|listAll)$/u, "list"],
    [/^(?:firstOrCreate|updateOrCreate|updateOrInsert|insertGetId|persist|forceCreate|saveOrFail)$/u, "write"],
    [/^(?:deleteById|removeById|forceDelete|truncate|deleteBy\w+)$/u, "delete"],
  ],
  functions: [
    [
      /^(?:wp_(?:insert|update)_\w+|(?:update|add)_(?:option|site_option|\w+_meta)|set_transient|wp_set_\w+)$/u,
      "write",
    ],
    [/^(?:wp_(?:delete|trash)_\w+|delete_(?:option|site_option|\w+_meta|transient))$/u, "delete"],
  ],
  common: [
    [/^(?:find|get|first|load|read|fetch|one|sole|value)$/u, "read"],
    [/^(?:all|list|select|paginate|simplePaginate|cursor)$/u, "list"],
    [/^(?:create|insert|update|save|add|put|set|store|fill|upsert|replace|increment|edit|change|execute)$/u, "write"],
    [/^(?:delete|remove|destroy|detach)$/u, "delete"],
  ],
};

import type { StoreTable } from "./store-table.ts";

/** SeaORM, Diesel and hand-written repositories. */
export const RUST_STORES: StoreTable = {
  telling: [
    [/^(?:find_by_id|find_one|find_by_\w+|get_by_id)$/u, "read"],
    [/^(?:find_all|list_all)$/u, "list"],
    [/^(?:insert_into|insert_many|save_changes)$/u, "write"],
    [/^(?:delete_by_id|delete_many)$/u, "delete"],
  ],
  common: [
    [/^(?:get|find|load|fetch)$/u, "read"],
    [/^(?:all|list)$/u, "list"],
    [/^(?:save|insert|update|create)$/u, "write"],
    [/^(?:delete|remove)$/u, "delete"],
  ],
  isTyped: true,
};

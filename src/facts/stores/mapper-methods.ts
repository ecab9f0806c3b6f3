import type { StoreTable } from "./store-table.ts";

/** The usual object mappers and document stores of JavaScript and Python. */
export const MAPPER_METHODS: StoreTable = {
  telling: [
    [
      /^(?:findUnique(?:OrThrow)?|findOne(?:By|OrFail)?|findFirst(?:OrThrow)?|findById|findByPk|find_one|find_by_id|get_or_404|get_object_or_404|first_or_404|one_or_404|getById|get_by_id|getItem|get_item|one_or_none|scalar_one_or_none|scalar_one)$/u,
      "read",
    ],
    [/^(?:findMany|findAll|findAndCountAll|find_all|aggregate|scan_table|get_list_or_404|getAll|listAll)$/u, "list"],
    [
      /^(?:insertOne|insertMany|insert_one|insert_many|updateOne|updateMany|update_one|update_many|findByIdAndUpdate|findOneAndUpdate|upsert|bulkCreate|bulk_create|replaceOne|putItem|put_item|update_or_create|get_or_create)$/u,
      "write",
    ],
    [
      /^(?:deleteOne|deleteMany|delete_one|delete_many|findByIdAndDelete|findByIdAndRemove|findOneAndDelete|destroy|deleteById|deleteItem|delete_item)$/u,
      "delete",
    ],
  ],
  common: [
    [/^(?:get|first|one|load|read|scalar|fetch|byId)$/u, "read"],
    [/^(?:find|all|list|select|filter|paginate)$/u, "list"],
    [/^(?:create|insert|update|save|add|put|set|bulk_save_objects|merge)$/u, "write"],
    [/^(?:delete|remove)$/u, "delete"],
  ],
};

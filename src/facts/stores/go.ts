import type { StoreTable } from "./store-table.ts";

/** GORM, sqlx, the MongoDB driver and hand-written stores. */
export const GO_STORES: StoreTable = {
  telling: [
    [/^(?:FindOne|FindByID|GetByID|(?:Get|Find|Load|Fetch)[A-Z]\w*By(?:ID|Id|UUID|Slug|Name|Token|Key))$/u, "read"],
    [
      /^(?:InsertOne|InsertMany|UpdateOne|UpdateMany|UpdateByID|ReplaceOne|FindOneAndUpdate|FindOneAndReplace)$/u,
      "write",
    ],
    [/^(?:DeleteOne|DeleteMany|FindOneAndDelete|DeleteByID|(?:Delete|Remove)[A-Z]\w*By(?:ID|Id|UUID))$/u, "delete"],
  ],
  common: [
    [/^(?:List|All|FindAll|GetAll|Select|(?:List|Find|Get)[A-Z]\w*s(?:By\w+)?|Count\w*)$/u, "list"],
    [/^(?:First|Take|Last|Find|Get|Load|(?:Get|Find|Load|Fetch|Read)[A-Z]\w*)$/u, "read"],
    [/^(?:(?:Create|Insert|Update|Save|Upsert|Put|Set|Add|Store)(?:[A-Z]\w*)?)$/u, "write"],
    [/^(?:(?:Delete|Remove|Destroy)(?:[A-Z]\w*)?)$/u, "delete"],
  ],
  isTyped: true,
};

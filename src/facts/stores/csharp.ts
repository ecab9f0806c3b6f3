import type { StoreTable } from "./store-table.ts";

/** Entity Framework, Dapper's contrib methods, MongoDB and hand-written repositories. */
export const CSHARP_STORES: StoreTable = {
  telling: [
    [
      /^(?:Find|FirstOrDefault|First|SingleOrDefault|Single|FindOne|FindFirst|GetById|GetBy\w+|FindBy\w+|LoadBy\w+)Async$|^(?:Get|Find|Load)By[A-Z]\w*$/u,
      "read",
    ],
    [/^(?:ToListAsync|ToArrayAsync|GetAllAsync|ListAsync|AsAsyncEnumerable)$/u, "list"],
    [
      /^(?:SaveChanges|SaveChangesAsync|AddAsync|AddRange\w*|UpdateRange|InsertOne\w*|ReplaceOne\w*|UpdateOne\w*|ExecuteUpdate\w*|InsertAsync|UpdateAsync|CreateAsync|UpsertAsync|(?:Insert|Upsert)[A-Z]\w+)$/u,
      "write",
    ],
    [
      /^(?:DeleteOne\w*|DeleteMany\w*|ExecuteDelete\w*|RemoveRange|DeleteAsync|RemoveAsync|DeleteById\w*|Delete(?!File|Directory|Folder|Temp)[A-Z]\w+)$/u,
      "delete",
    ],
  ],
  common: [
    [/^(?:Find|First|FirstOrDefault|Single|SingleOrDefault|Get|Load)$/u, "read"],
    [/^(?:Where|ToList|GetAll|List)$/u, "list"],
    [/^(?:Add|Update|Attach|Insert|Create|Save)$/u, "write"],
    [/^(?:Remove|Delete)$/u, "delete"],
  ],
};

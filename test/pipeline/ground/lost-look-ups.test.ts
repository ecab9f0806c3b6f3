import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { buildChange } from "../../builders/change-set.ts";
import { groundTools } from "../../builders/ground-tools.ts";

const TOOLS = groundTools(loadCatalogue());

const store = (...statements: string[]) => `package storage

func (s *Store) Remove(userID, bookID int64) error {
	${statements.join("\n\t")}
	return nil
}
`;
const HELD = "s.db.Exec(`DELETE FROM books WHERE id = $1 AND user_id = $2`, bookID, userID)";
const HELD_BY_NAME = "query := `DELETE FROM books WHERE id = $1 AND user_id = $2`\n\ts.db.Exec(query, bookID, userID)";
const FREE = "s.db.Exec(`DELETE FROM books WHERE id = $1`, bookID)";
const PAGES = "s.db.Exec(`DELETE FROM pages WHERE id = $1 AND user_id = $2`, pageID, userID)";
const ALL_PAGES = "s.db.Exec(`DELETE FROM pages WHERE book_id = $1`, bookID)";

/** The effect and the quoted lines of look-ups that lost what held them. */
async function lost(base: string, head: string) {
  const { candidates } = await ground(
    buildChange({ files: { "storage/books.go": { base, head } } }),
    DEFAULT_CONFIG,
    TOOLS,
  );
  return candidates
    .filter(({ kind }) => kind === "lookup-scope-removed")
    .map(({ effect, anchors }) => [effect, ...anchors.map(({ quote }) => quote.trim())]);
}

describe("a look-up that was held to its owner", () => {
  it.each([HELD, HELD_BY_NAME])("is told when it is not any more: %s", async (held) => {
    const last = held.split("\n\t").at(-1);
    expect(await lost(store(held), store(FREE))).toEqual([["mitigation_weakened", last, FREE]]);
    expect(await lost(store(FREE), store(held))).toEqual([["resolved", FREE, last]]);
  });

  it("is told although a new look-up of something else is held", async () => {
    expect(await lost(store(HELD), store(PAGES, FREE))).toEqual([["mitigation_weakened", HELD, FREE]]);
  });

  it.each([
    ["stays held beside a new one of something else that is not", store(HELD), store(HELD, ALL_PAGES)],
    ["is gone as a whole", store(HELD, PAGES), store(PAGES)],
    ["was never held", store(FREE), store(PAGES, FREE)],
  ])("is not told when it %s", async (_, base, head) => {
    expect(await lost(base, head)).toEqual([]);
  });
});

import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { codeSpan } from "../../src/render/escape.ts";
import { joinBlocks, table } from "../../src/render/markdown-parts.ts";

describe("joinBlocks", () => {
  it("leaves out what is absent", () => {
    expect(joinBlocks(["a", null, "", "b"])).toBe("a\n\nb");
  });

  it("ends at a whole block with a note when the limit is reached", () => {
    const text = joinBlocks(["a".repeat(50), "b".repeat(200), "c"], 200);
    expect(text).toMatch(/^a{50}\n\n\*The rest does not fit/u);
    expect(text.length).toBeLessThanOrEqual(200);
  });
});

describe("table", () => {
  it.each(["a|b", "a\\|b", "a\\\\|b", "||", "\\", "|"])("keeps %j in one cell", (text) => {
    const page = marked.parse(table(["x", "y"], [[codeSpan(text), "end"]]), { gfm: true, async: false });
    expect(page.match(/<td>/gu)).toHaveLength(2);
    expect(page).toContain("<td>end</td>");
  });
});

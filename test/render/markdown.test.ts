import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { threatReportSchema } from "../../src/domain/report.ts";
import { renderJson } from "../../src/render/json.ts";
import { renderMarkdown } from "../../src/render/markdown.ts";
import { invoiceReport } from "../builders/report.ts";

describe("renderMarkdown", () => {
  it("holds the review and every open threat, in order, as one document", () => {
    const text = renderMarkdown(invoiceReport());
    const places = ["### 2 threats over the gate", "**Any signed-in user", "**Anyone who finds the URL"];
    const positions = places.map((place) => text.indexOf(place));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(positions[0]).toBe(0);
  });

  it("renders as tables, code and folded sections", () => {
    const page = marked.parse(renderMarkdown(invoiceReport()), { gfm: true, async: false });
    expect(page).toContain("<table>");
    expect(page).toContain('<code class="language-mermaid">');
    expect(page.match(/<details>/gu)).toHaveLength(3);
    expect(page.match(/<\/details>/gu)).toHaveLength(3);
  });
});

describe("renderJson", () => {
  it("is the report itself", () => {
    expect(threatReportSchema.parse(JSON.parse(renderJson(invoiceReport())))).toEqual(invoiceReport());
  });
});

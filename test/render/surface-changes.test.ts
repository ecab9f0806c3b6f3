import { describe, expect, it } from "vitest";
import { smallerChanges, surfaceChanges, surfaceOf } from "../../src/render/surface-changes.ts";
import { reviewBody } from "../../src/render/review-body.ts";
import { invoiceReport } from "../builders/report.ts";

describe("surfaceOf", () => {
  it("is silent without phrases", () => {
    expect(surfaceOf([])).toBeNull();
  });

  it("joins up to three phrases into one sentence", () => {
    expect(surfaceOf(["opens a", "opens b", "opens c"])).toEqual({
      lead: "This change opens a, opens b and opens c.",
      items: [],
      rest: [],
    });
  });

  it("lists more, and keeps what it only counts", () => {
    expect(surfaceOf(["a", "b", "c", "d"].map((name) => `opens ${name}.`))).toMatchObject({
      lead: "This change:",
      items: ["opens a", "opens b", "opens c", "opens d"],
    });
    expect(surfaceOf(["a", "b", "c", "d", "e", "f", "g"])).toEqual({
      lead: "This change:",
      items: ["a", "b", "c", "d", "e", "and 2 more changes"],
      rest: ["f", "g"],
    });
  });

  it("takes phrases that are whole sentences already", () => {
    expect(surfaceOf(["This change opens a."])?.lead).toBe("This change opens a.");
  });
});

describe("surfaceChanges", () => {
  it("is a list when there is much to say, with the rest for the details", () => {
    const [first] = invoiceReport().summary;
    const summary = ["a", "b", "c", "d", "e", "f"].map((name) => ({ ...first!, text: `opens \`${name}\`` }));
    expect(surfaceChanges({ summary })).toBe(
      "This change:\n- opens `a`\n- opens `b`\n- opens `c`\n- opens `d`\n- opens `e`\n- and 1 more change",
    );
    expect(smallerChanges({ summary })).toEqual(["opens `f`"]);
    expect(reviewBody(invoiceReport({ summary }), [])).toContain("<summary>1 more change</summary>\n\n- opens `f`");
  });

  it("keeps code spans of rules, not those of a model, and says nothing twice", () => {
    const [first] = invoiceReport().summary;
    const item = first!;
    const summary = [item, item, { ...item, text: "trusts `<b>`", origin: "model" as const }];
    expect(surfaceChanges({ summary })).toBe(
      "This change opens `POST /hooks/payment` to the internet and trusts &lt;b&gt;.",
    );
  });
});

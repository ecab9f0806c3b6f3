import { describe, expect, it } from "vitest";
import { surfaceChanges, surfaceSentences } from "../../src/render/surface-changes.ts";
import { invoiceReport } from "../builders/report.ts";

describe("surfaceSentences", () => {
  it("is silent without phrases", () => {
    expect(surfaceSentences([])).toBeNull();
  });

  it("joins up to six phrases into three sentences and counts the rest", () => {
    const phrases = ["opens a", "opens b", "opens c", "opens d", "opens e", "opens f", "opens g", "opens h"];
    expect(surfaceSentences(phrases)).toBe(
      "This change opens a, opens b and opens c. It also opens d, opens e and opens f. It also makes 2 smaller changes.",
    );
  });

  it("takes phrases that are whole sentences already", () => {
    expect(surfaceSentences(["This change opens a."])).toBe("This change opens a.");
  });
});

describe("surfaceChanges", () => {
  it("keeps code spans of rules, not those of a model, and says nothing twice", () => {
    const [first] = invoiceReport().summary;
    const item = first!;
    const summary = [item, item, { ...item, text: "trusts `<b>`", origin: "model" as const }];
    expect(surfaceChanges({ summary })).toBe(
      "This change opens `POST /hooks/payment` to the internet and trusts &lt;b&gt;.",
    );
  });
});

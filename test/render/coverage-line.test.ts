import { describe, expect, it } from "vitest";
import { coverageDetails, coverageLine, leftOutLine, strideGrid } from "../../src/render/coverage-line.ts";
import { invoiceReport } from "../builders/report.ts";

const { coverage } = invoiceReport();
const skipped = (path: string) => ({ path, state: "skipped" as const, reason: "too large", matters: true });

describe("coverage", () => {
  it("is one line of counts", () => {
    expect(coverageLine(coverage)).toBe(
      "Read 2 of 3 files; 1 needs no look (documentation); considered 12 of 12 STRIDE cells",
    );
    expect(coverageLine({ files: [skipped("a")], cells: [], gaps: [] })).toBe("Read 0 of 1 file");
  });

  it("counts no file as read that nobody read", () => {
    const needless = (path: string, reason: string) => ({ ...skipped(path), reason, matters: false });
    const files = [
      { ...skipped("src/a.ts"), state: "analysed" as const, reason: null },
      needless("README.md", "Documentation."),
      needless("docs/a.md", "Documentation."),
      needless("test/a.ts", "Test code, which does not run in production."),
    ];
    expect(coverageLine({ files, cells: [], gaps: [] })).toBe(
      "Read 1 of 4 files; 3 need no look (documentation, test code)",
    );
  });

  it("names up to three files for each reason", () => {
    expect(leftOutLine(coverage)).toBeNull();
    const files = [...["a", "b", "c", "d", "e"].map(skipped), { ...skipped("f"), reason: "Not text." }];
    expect(leftOutLine({ files, cells: [], gaps: ["The model part did not answer."] })).toBe(
      "**Not looked at:** `a`, `b`, `c` and 2 more (skipped: too large) · `f` (skipped: Not text) · The model part did not answer.",
    );
  });

  it("tells files that the rules read alone from files that nobody read", () => {
    const alone = { ...skipped("a.ts"), state: "rules_only" as const, reason: "The model could not be reached." };
    const gaps = ["The model could not be reached, so only the rules looked for threats in this change."];
    expect(leftOutLine({ files: [alone, skipped("b.ts")], cells: [], gaps })).toBe(
      "**Not looked at:** `b.ts` (skipped: too large).\n\n**Rules only:** `a.ts` (the model could not be reached).",
    );
    expect(coverageLine({ files: [alone], cells: [], gaps })).toContain("1 of 1 file");
  });

  it("names at most three reasons", () => {
    const gaps = ["One.", "Two.", "Three.", "Four.", "Five."];
    expect(leftOutLine({ files: [], cells: [], gaps })).toBe("**Not looked at:** One · Two · Three · 2 more below.");
  });

  it("shows one row per changed element and the gravest result of a cell", () => {
    const [cell] = coverage.cells;
    const doubt = { ...cell!, result: "not_considered" as const };
    expect(strideGrid([...coverage.cells, doubt]).map(({ element, marks }) => [element, marks.join("")])).toEqual([
      ["GET /invoices/:id", "?––●––"],
      ["POST /hooks/payment", "●–––––"],
    ]);
    expect(coverageDetails(coverage)).toContain("● threat · ✓ protected · – no rule applies · ? not considered");
  });

  it("lists every file that was not analysed, with the reason", () => {
    expect(coverageDetails(coverage)).toContain("- `docs/payments.md` skipped: documentation");
    expect(coverageDetails({ files: [], cells: [], gaps: [] })).toBe("Every file was read to the end.");
  });
});

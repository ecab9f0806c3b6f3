import { describe, expect, it } from "vitest";
import { renderHtml } from "../../src/render/html.ts";
import { reviewBody } from "../../src/render/review-body.ts";
import { renderTerminal } from "../../src/render/terminal.ts";
import { invoiceReport } from "../builders/report.ts";

const report = invoiceReport({ claim: { says: "refactoring", threatIds: ["T-4KX2M7QD", "T-B2NQ5VEA"] } });
const LINE = "The description speaks of refactoring, but the change brings T-4KX2M7QD and T-B2NQ5VEA: is that meant?";

describe("a change that is not what it is called", () => {
  it("is asked about, in every form of the review", () => {
    expect(reviewBody(report, [])).toContain(`\n\n${LINE}\n\n`);
    expect(renderTerminal(report, { color: false, width: 80 }).replace(/\s+/gu, " ")).toContain(LINE);
    expect(renderHtml(report)).toContain(LINE);
  });

  it("is not mentioned otherwise", () => {
    expect(reviewBody(invoiceReport(), [])).not.toContain("is that meant?");
  });
});

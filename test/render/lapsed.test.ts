import { describe, expect, it } from "vitest";
import { lapsedLines } from "../../src/render/lapsed.ts";
import { invoiceReport } from "../builders/report.ts";

const lapse = { threatId: "T-4KX2M7QD", verb: "accept", by: "ann", why: "expired" } as const;

describe("lapsedLines", () => {
  it("names what stopped to hold at this head, and why", () => {
    const { headSha } = invoiceReport();
    expect(lapsedLines(invoiceReport({ lapsed: [{ ...lapse, since: headSha }] }))).toBe(
      "**No longer counts:**\n- **T-4KX2M7QD** the acceptance by ann: its time is over",
    );
  });

  it("does not repeat what an earlier review has said", () => {
    expect(lapsedLines(invoiceReport({ lapsed: [{ ...lapse, since: "0".repeat(40) }] }))).toBeNull();
    expect(lapsedLines(invoiceReport({ lapsed: [] }))).toBeNull();
  });
});

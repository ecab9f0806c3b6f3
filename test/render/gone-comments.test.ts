import { describe, expect, it } from "vitest";
import type { ThreatReport } from "../../src/domain/report.ts";
import { goneComments, goneLine } from "../../src/render/gone-comments.ts";
import { invoiceReport, ownershipThreat, quietReport } from "../builders/report.ts";
import { buildDisposition } from "../builders/disposition.ts";

const ID = "T-4KX2M7QD";
const previous = invoiceReport({ threats: [ownershipThreat()] });
const textFor = (report: ThreatReport) => goneComments(report, previous).get(ID);

describe("goneComments", () => {
  it("is empty without an earlier report and for threats that are still open", () => {
    expect(goneComments(invoiceReport(), null).size).toBe(0);
    expect(goneComments(previous, previous).size).toBe(0);
  });

  it("says fixed when the file was looked at again", () => {
    expect(textFor(invoiceReport({ threats: [] }))).toBe(
      "~~Any signed-in user can read any invoice~~ · T-4KX2M7QD\n\nFixed in `5e1f0c9`.",
    );
  });

  it("says fixed when the whole file left the change and nothing was skipped", () => {
    expect(textFor(quietReport())).toContain("Fixed in `5e1f0c9`.");
  });

  it("does not claim a fix when the file was not read", () => {
    const files = [{ path: "src/invoices.ts", state: "skipped", reason: "too large", matters: true }] as const;
    const text = textFor(quietReport({ coverage: { files: [...files], cells: [], gaps: [] } }));
    expect(text).toContain("No longer found at `5e1f0c9`, but that run did not look at everything.");
  });

  it("does not claim a fix of a model's threat when the model part failed", () => {
    const ofModel = invoiceReport({ threats: [ownershipThreat({ origin: "model" })] });
    const gap = { ...invoiceReport().coverage, gaps: ["The model part did not answer."] };
    const now = invoiceReport({ threats: [], coverage: gap });
    expect(goneComments(now, ofModel).get(ID)).toContain("No longer found");
    expect(goneComments(now, previous).get(ID)).toContain("Fixed in");
  });

  it("names who accepted it and why", () => {
    const disposition = buildDisposition({
      threatId: ID,
      by: "mona",
      reason: "invoices are public @here",
      at: "2026-11-22T10:00:00Z",
      expires: "2027-03-01T00:00:00Z",
    });
    expect(textFor(invoiceReport({ threats: [ownershipThreat({ disposition })] }))).toContain(
      "**T-4KX2M7QD** accepted by mona, until 2027-03-01: invoices are public @&#8203;here.",
    );
  });

  it("says that it is part of the base by now", () => {
    const text = textFor(invoiceReport({ threats: [ownershipThreat({ effect: "pre_existing" })] }));
    expect(text).toContain("Part of the base branch by now");
  });
});

describe("goneLine", () => {
  it("says what happened to each threat that an earlier head had", () => {
    expect(goneLine(quietReport(), invoiceReport())).toBe(
      "**Gone since `5e1f0c9`:** T-4KX2M7QD fixed · T-B2NQ5VEA fixed.",
    );
    const merged = invoiceReport({ threats: [ownershipThreat({ effect: "pre_existing" })] });
    expect(goneLine(merged, previous)).toContain("T-4KX2M7QD in the base by now");
    const files = [{ path: "src/invoices.ts", state: "skipped", reason: "too large", matters: true }] as const;
    const unread = quietReport({ coverage: { files: [...files], cells: [], gaps: [] } });
    expect(goneLine(unread, previous)).toContain("T-4KX2M7QD not found again");
  });

  it("is not there when nothing is gone", () => {
    expect(goneLine(previous, previous)).toBeNull();
    expect(goneLine(previous, null)).toBeNull();
  });
});

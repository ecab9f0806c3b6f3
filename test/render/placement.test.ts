import { describe, expect, it } from "vitest";
import { placeInDiff } from "../../src/render/placement.ts";
import { changedFile, evidenceOf, invoiceFiles, ownershipThreat, webhookThreat } from "../builders/report.ts";

const files = invoiceFiles();

function threatAt(side: "base" | "head", startLine: number, endLine: number) {
  return ownershipThreat({ fix: null, evidence: [evidenceOf({ side, startLine, endLine })] });
}

describe("placeInDiff", () => {
  it("stands on the lines of the primary evidence", () => {
    expect(placeInDiff(webhookThreat(), files)).toEqual({
      path: "src/invoices.ts",
      side: "head",
      startLine: 12,
      endLine: 13,
      holdsFix: false,
    });
  });

  it("stands on the next evidence in the diff when the first is in a file that did not change, never on a control", () => {
    const elsewhere = evidenceOf({ path: "src/database.ts", startLine: 3, endLine: 3 });
    const control = evidenceOf({ role: "control", startLine: 8, endLine: 8 });
    const entry = evidenceOf({ role: "source", startLine: 7, endLine: 7 });
    const threat = ownershipThreat({ fix: null, evidence: [elsewhere, control, entry] });
    expect(placeInDiff(threat, files)).toMatchObject({ path: "src/invoices.ts", startLine: 7, endLine: 7 });
    expect(placeInDiff(ownershipThreat({ fix: null, evidence: [elsewhere, control] }), files)).toBeNull();
  });

  it("widens to a fix around the evidence, so that the suggestion replaces the right lines", () => {
    const fix = { path: "src/invoices.ts", startLine: 6, endLine: 8, replacement: "x" };
    expect(placeInDiff(ownershipThreat({ fix }), files)).toMatchObject({ startLine: 6, endLine: 8, holdsFix: true });
  });

  it.each([
    ["beside the evidence", { path: "src/invoices.ts", startLine: 6, endLine: 6, replacement: "x" }],
    ["in another file", { path: "src/other.ts", startLine: 7, endLine: 7, replacement: "x" }],
    ["that leaves the diff", { path: "src/invoices.ts", startLine: 1, endLine: 9, replacement: "x" }],
  ])("stays on its own lines when the fix is one %s", (_, fix) => {
    expect(placeInDiff(ownershipThreat({ fix }), files)).toMatchObject({ startLine: 7, endLine: 7, holdsFix: false });
  });

  it("uses the left side for removed lines only", () => {
    expect(placeInDiff(threatAt("base", 10, 10), files)).toMatchObject({ side: "base", startLine: 10, endLine: 10 });
    expect(placeInDiff(threatAt("base", 5, 5), files)).toBeNull();
  });

  it("has no place outside the diff, across hunks, or in a file that did not change", () => {
    const lines = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);
    const edited = lines.map((line) => (/ (?:2|30)$/u.test(line) ? `${line}!` : line));
    const far = [changedFile("src/invoices.ts", lines.join("\n"), edited.join("\n"))];
    expect(placeInDiff(threatAt("head", 2, 2), far)).toMatchObject({ startLine: 2 });
    expect(placeInDiff(threatAt("head", 15, 15), far)).toBeNull();
    expect(placeInDiff(threatAt("head", 2, 30), far)).toBeNull();
    expect(placeInDiff(ownershipThreat({ evidence: [evidenceOf({ path: "src/other.ts" })] }), files)).toBeNull();
  });

  it("finds a renamed file by its old name on the left and names it by its new one", () => {
    const renamed = files.map((file) => ({ ...file, path: `new/${file.path}`, previousPath: file.path }));
    expect(placeInDiff(threatAt("base", 10, 10), renamed)).toMatchObject({ path: "new/src/invoices.ts", side: "base" });
  });
});

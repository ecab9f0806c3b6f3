import { describe, expect, it } from "vitest";
import { claimVersusCode } from "../../src/pipeline/claim-versus-code.ts";
import { ownershipThreat } from "../builders/report.ts";
import { buildDisposition } from "../builders/disposition.ts";

const threat = ownershipThreat();
const ACCEPTED = buildDisposition({ threatId: threat.id, by: "carl", reason: "known", at: "2026-11-25T00:00:00Z" });
const check = (title: string, body = "", found = threat) => claimVersusCode({ title, body }, [found])?.says ?? null;

describe("claimVersusCode", () => {
  it.each([
    ["Refactor the invoice routes", "refactoring"],
    ["chore: clean up handlers", "refactoring"],
    ["docs: explain the webhook", "documentation"],
    ["Fix typos", "documentation"],
    ["style: run prettier", "formatting"],
    ["test(invoices): cover totals", "tests"],
    ["Rename invoice to bill", "a rename"],
    ["refactor!: split the file", "refactoring"],
  ])("asks when %s brings a serious threat", (title, says) => {
    expect(check(title)).toBe(says);
    expect(claimVersusCode({ title, body: "" }, [threat])?.threatIds).toEqual([threat.id]);
  });

  it("takes the body's word too that nothing changes", () => {
    expect(check("Invoices", "Splits the file.\n\nNo functional changes.")).toBe("no change of behaviour");
    expect(check("Invoices", "Adds functional changes.")).toBeNull();
  });

  it.each([
    "Add an endpoint for invoices",
    "Testing payments in production",
    "Document upload for invoices",
    "Styles of invoices",
  ])("says nothing of %s", (title) => {
    expect(check(title)).toBeNull();
  });

  it("says nothing of small, doubtful, older, late and decided threats, and of none", () => {
    const others = [
      { ...threat, risk: { ...threat.risk, severity: "low" as const } },
      { ...threat, confidence: "low" as const },
      { ...threat, effect: "pre_existing" as const },
      { ...threat, effect: "resolved" as const },
      { ...threat, late: true },
      { ...threat, disposition: ACCEPTED },
    ];
    for (const other of others) expect(check("Refactor", "", other)).toBeNull();
    expect(claimVersusCode({ title: "Refactor", body: "" }, [])).toBeNull();
  });

  it("reads no more than a bounded part of what somebody wrote", () => {
    expect(check(`${"x ".repeat(400)}refactor`)).toBeNull();
    expect(check("Invoices", `${"x ".repeat(4_000)}no functional changes`)).toBeNull();
  });
});

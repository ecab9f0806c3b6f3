import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { renderTerminal } from "../../src/render/terminal.ts";
import { evidenceOf, invoiceReport, ownershipThreat, quietReport } from "../builders/report.ts";

const plainText = (report = invoiceReport()) => renderTerminal(report, { color: false });

describe("renderTerminal", () => {
  it("starts with the verdict and ends with coverage and run", () => {
    const lines = plainText().trimEnd().split("\n");
    expect(lines[0]).toBe("2 threats over the gate · 1 resolved");
    expect(lines.slice(-3, -1).join(" ")).toBe(
      "Read 2 of 3 files; 1 needs no look (documentation); considered 12 of 12 STRIDE cells",
    );
    expect(lines.at(-1)).toBe("rules 0.4.0 · catalogue 2026.11 · model none · 0 tokens · 1.2 s");
  });

  it("shows a test to copy, and what else is open for the same reason", () => {
    const abuseTest = { path: "test/invoices.test.ts", code: 'it("is mine", () => {\n\u001B[2Jx();\n});' };
    const other = ownershipThreat({ id: "T-AAAAAAAA", element: "DELETE /invoices/:id" });
    const shown = renderTerminal(invoiceReport({ threats: [ownershipThreat({ abuseTest }), other] }), { color: false });
    expect(shown).toContain("  Also open  DELETE /invoices/:id (T-AAAAAAAA).\n");
    expect(shown).toMatch(
      /in the style of\s+test\/invoices.test.ts:\n {4}it\("is mine", \(\) => \{\n {4}⟨U\+001B⟩\[2Jx\(\);\n {4}\}\);/u,
    );
  });

  it("shows quoted lines with their numbers, lost controls and proven fixes", () => {
    expect(plainText()).toContain("     7 │ return invoices.get(request.params.id);");
    expect(plainText()).toContain("    10 - if (invoice.ownerId !== request.user.id)");
    expect(plainText()).toContain("     7 + return invoices.getOwned(request.params.id, request.user.id);");
  });

  it("wraps prose at 80 columns", () => {
    const prose = plainText()
      .split("\n")
      .filter((line) => !/[│+-] /u.test(line));
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it("colours only when asked, and says the same either way", () => {
    const colored = renderTerminal(invoiceReport(), { color: true });
    expect(plainText()).not.toContain("\u001B[");
    expect(colored).toContain("\u001B[");
    expect(stripVTControlCharacters(colored)).toBe(plainText());
  });

  it("lets no escape sequence of the code reach the terminal", () => {
    const attack = "\u001B]0;owned\u0007\u001B[2J\u009B31m";
    const threat = ownershipThreat({ title: `x${attack}`, evidence: [evidenceOf({ quote: `a${attack}\u202E` })] });
    const text = plainText(invoiceReport({ threats: [threat] }));
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/u);
  });

  it("names what was not looked at", () => {
    const report = invoiceReport();
    const files = [{ path: "src/big.ts", state: "skipped", reason: "too large", matters: true }] as const;
    const gate = { ...report.gate, complete: false };
    const text = plainText({
      ...report,
      gate,
      coverage: { ...report.coverage, files: [...files], gaps: ["The model part did not answer."] },
    });
    expect(text).toContain("not looked at: src/big.ts: skipped: too large");
    expect(text).toContain("not looked at: The model part did not answer.");
  });

  it("names what only the rules read, once", () => {
    const report = invoiceReport();
    const reason = "The model could not be reached";
    const files = [{ path: "src/a.ts", state: "rules_only", reason: `${reason}.`, matters: true }] as const;
    const coverage = { ...report.coverage, files: [...files], gaps: [`${reason}, so only the rules looked.`] };
    const text = plainText({ ...report, coverage });
    expect(text).toContain("  rules only: src/a.ts (the model could not be reached)");
    expect(text).not.toContain("not looked at");
  });

  it("needs two lines for a change without security meaning", () => {
    expect(plainText(quietReport())).toBe(
      "No change to the attack surface\n\nRead 0 of 1 file; 1 needs no look (documentation)\nrules 0.4.0 · catalogue 2026.11 · model none · 0 tokens · 1.2 s\n",
    );
  });
});

import * as fc from "fast-check";
import type { ThreatReport } from "../../src/domain/report.ts";
import { evidenceOf, invoiceReport, ownershipThreat } from "./report.ts";
import { buildDisposition } from "./disposition.ts";

/** Pieces that open something in Markdown, HTML or on the code host, mixed with ordinary text. */
const hostilePiece = fc.constantFrom(
  "![x](https://evil.example/a.png)",
  "[click](javascript:alert(1))",
  "[ref][1]\n\n[1]: https://evil.example",
  "<img src=x onerror=alert(1)>",
  "<!-- threatdiff:id -->",
  "</details>",
  "<https://evil.example>",
  "https://evil.example/?q=",
  "www.evil.example",
  "someone@evil.example",
  "@octocat",
  "#123",
  "acme/billing#7",
  "GH-12",
  "/lgtm",
  "\n/deploy",
  "```",
  "~~~~",
  "`",
  "|",
  "\\",
  "\\|",
  "$x$",
  "\n- item",
  "\n# title",
  "\n> quote",
  "1. one",
  "*",
  "_",
  "&lt;",
  "&#64;octocat",
  "\u202E",
  "\u200B",
  "\u{E0041}",
  "\uD800",
  "\r\n",
  "\t",
  "ordinary words",
);
/** Text as an attacker would put it into a title, a path, a quote or a model's answer. */
export const hostileText = fc
  .array(fc.oneof(hostilePiece, fc.string({ unit: "grapheme" })), { maxLength: 12 })
  .map((parts) => parts.join(""));

const DECISION = buildDisposition({ threatId: "T-AAAAAAA7", reason: "", at: "2026-11-23T12:00:00Z" });

/** A report in which every text that comes from outside is `text`. */
export function hostileReport(text: string): ThreatReport {
  const report = invoiceReport();
  const path = text.replaceAll("\0", "") || "x";
  const threat = ownershipThreat({
    title: text,
    origin: "model",
    statement: { ...ownershipThreat().statement, source: text, prerequisites: text, action: text, impact: text },
    element: text,
    owasp: [],
    evidence: [
      evidenceOf({ path, quote: text }),
      evidenceOf({ path, side: "base", role: "missing_control", quote: text }),
    ],
    mitigations: [{ text, effort: "S" }],
    breakIt: text,
    test: text,
    fix: { path, startLine: 7, endLine: 7, replacement: text },
  });
  const answers = [{ answer: text, severity: "low", factors: {} }];
  const question = { text, threatIds: ["T-4KX2M7QD" as string], answers };
  return invoiceReport({
    threats: [
      { ...threat, assumed: { question: text, answer: text, by: text, before: threat.risk.factors } },
      { ...threat, id: "T-AAAAAAA7", disposition: { ...DECISION, by: text, reason: text } },
      { ...threat, id: "T-AAAAAAAA", effect: "resolved", origin: "rule" },
    ],
    summary: report.summary.map((item) => ({ ...item, text })),
    questions: [
      { ...question, id: "Q1", answered: null },
      { ...question, id: "Q2", answered: { answer: text, by: text } },
    ],
    lapsed: [{ threatId: "T-4KX2M7QD", verb: "accept", by: text, why: "expired", since: report.headSha }],
    rejected: report.rejected.map((one) => ({ ...one, title: text, reason: text })),
    elements: report.elements.map((one) => ({ ...one, element: { ...one.element, name: text } })),
    coverage: {
      files: [{ path, state: "skipped", reason: text, matters: true }],
      cells: report.coverage.cells.map((cell) => ({ ...cell, element: text })),
      gaps: [text],
    },
    run: { ...report.run, model: text },
  });
}

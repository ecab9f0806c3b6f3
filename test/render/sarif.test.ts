import { readFileSync } from "node:fs";
import ajvDraft4 from "ajv-draft-04";
import ajvFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import type { ThreatReport } from "../../src/domain/report.ts";
import { renderSarif } from "../../src/render/sarif.ts";
import { evidenceOf, invoiceReport, ownershipThreat, quietReport, webhookThreat } from "../builders/report.ts";
import { buildDisposition } from "../builders/disposition.ts";

const schema: unknown = JSON.parse(
  readFileSync(new URL("../fixtures/schemas/sarif-2.1.0.schema.json", import.meta.url), "utf8"),
);
const ajv = new ajvDraft4.default({ strict: false, allErrors: true });
ajvFormats.default(ajv);
const validate = ajv.compile(Object(schema));

const accepted = buildDisposition({
  threatId: "T-B2NQ5VEA",
  by: "mona",
  reason: "internal only until March",
  at: "2026-11-22T10:00:00Z",
});

function resultsOf(report: ThreatReport) {
  const log: { runs: [{ results: Record<string, unknown>[] }] } = JSON.parse(renderSarif(report));
  return log.runs[0].results;
}

describe("renderSarif", () => {
  it.each<[string, ThreatReport]>([
    ["a change with threats", invoiceReport()],
    ["a change without threats", quietReport()],
    ["a decided threat", invoiceReport({ threats: [webhookThreat({ disposition: accepted })] })],
    [
      "hostile names",
      invoiceReport({
        webUrl: null,
        threats: [
          ownershipThreat({
            title: "\u0000<img>`@x",
            kind: "other/cwe-1",
            evidence: [evidenceOf({ path: "a b/ü%/[x].ts", quote: "\uD800\u202E" })],
          }),
        ],
      }),
    ],
  ])("is valid SARIF 2.1.0 for %s", (_, report) => {
    validate(JSON.parse(renderSarif(report)));
    expect(validate.errors).toBeNull();
  });

  it("describes each kind as a rule that code scanning can rank and filter", () => {
    const log = JSON.parse(renderSarif(invoiceReport()));
    expect(log.runs[0].tool.driver.rules[0]).toMatchObject({
      id: "missing-ownership-check",
      shortDescription: { text: "Missing ownership check." },
      fullDescription: { text: expect.stringContaining("which leads to") },
      properties: { "security-severity": "8.0", tags: ["security", "external/cwe/cwe-639"] },
    });
  });

  it("carries identity, state, place and path of each threat", () => {
    const [ownership, , resolved] = resultsOf(invoiceReport());
    expect(ownership).toMatchObject({
      level: "error",
      baselineState: "new",
      partialFingerprints: { "threatId/v1": "T-4KX2M7QD" },
      locations: [{ physicalLocation: { artifactLocation: { uri: "src/invoices.ts" }, region: { startLine: 7 } } }],
      codeFlows: [{ threadFlows: [{ locations: [{}, {}] }] }],
      taxa: [{ id: "639", toolComponent: { name: "CWE" } }],
      suppressions: [],
    });
    expect(resolved).toMatchObject({ baselineState: "absent", kind: "pass", level: "none" });
  });

  it("writes decisions as suppressions with their reason", () => {
    const [result] = resultsOf(invoiceReport({ threats: [webhookThreat({ disposition: accepted })] }));
    expect(result?.["suppressions"]).toEqual([
      { kind: "external", status: "accepted", justification: "accept by mona: internal only until March" },
    ]);
  });

  it("keeps threats that were there before as unchanged", () => {
    const [result] = resultsOf(invoiceReport({ threats: [ownershipThreat({ effect: "pre_existing" })] }));
    expect(result).toMatchObject({ baselineState: "unchanged", kind: "fail" });
  });
});

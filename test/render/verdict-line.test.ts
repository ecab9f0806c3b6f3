import { describe, expect, it } from "vitest";
import type { ThreatReport } from "../../src/domain/report.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import { type GatePolicy, decideGate } from "../../src/domain/gate.ts";
import type { Threat } from "../../src/domain/threat.ts";
import { verdictLine } from "../../src/render/verdict-line.ts";
import { invoiceReport, ownershipThreat, quietReport, resolvedThreat, webhookThreat } from "../builders/report.ts";
import { buildDisposition } from "../builders/disposition.ts";

const accepted = buildDisposition({
  threatId: "T-B2NQ5VEA",
  by: "mona",
  reason: "internal",
  at: "2026-11-22T10:00:00Z",
});
const low: Threat = { ...webhookThreat(), id: "T-AAAAAAAA", confidence: "low" };
const alone = { path: "a.ts", state: "rules_only" as const, reason: "It did not fit.", matters: true };
const gaps = { ...invoiceReport().coverage, gaps: ["The model part did not answer."] };

function reportWith(threats: Threat[], policy: Partial<GatePolicy> = {}, changes: Partial<ThreatReport> = {}) {
  const report = invoiceReport({ threats, ...changes });
  return { ...report, gate: decideGate(report.threats, report.coverage, { ...DEFAULT_CONFIG.gate, ...policy }) };
}

describe("verdictLine", () => {
  it.each<[string, ThreatReport]>([
    ["2 threats over the gate · 1 resolved", reportWith([ownershipThreat(), webhookThreat(), resolvedThreat()])],
    ["1 threat over the gate · 1 below it", reportWith([ownershipThreat(), low])],
    ["1 threat below the gate", reportWith([low])],
    ["1 accepted", reportWith([webhookThreat({ disposition: accepted })])],
    ["1 dismissed", reportWith([webhookThreat({ disposition: { ...accepted, verb: "dismiss" } })])],
    ["1 resolved", reportWith([resolvedThreat()])],
    ["1 reduced", reportWith([resolvedThreat({ effect: "improved" })])],
    ["No new threats", reportWith([])],
    ["No change to the attack surface", quietReport()],
    ["1 threat, gate off", reportWith([ownershipThreat()], { failOn: "none" })],
    ["Incomplete: 1 point left open · 1 threat below the gate", reportWith([low], {}, { coverage: gaps })],
    [
      "Incomplete: 1 of 1 file not fully shown to the model",
      reportWith([], {}, { coverage: { files: [alone], cells: [], gaps: [] } }),
    ],
    [
      "Incomplete: it did not fit",
      reportWith([], {}, { coverage: { files: [alone], cells: [], gaps: ["It did not fit, so nobody looked."] } }),
    ],
    ["Incomplete: 1 point left open", reportWith([], {}, { coverage: gaps })],
    ["1 threat over the gate · incomplete: 1 point left open", reportWith([ownershipThreat()], {}, { coverage: gaps })],
  ])("says %j", (line, report) => {
    expect(verdictLine(report)).toBe(line);
  });

  it("never says that there are no threats when something was not looked at", () => {
    for (const failOn of ["none", "high"] as const) {
      expect(verdictLine(reportWith([], { failOn }, { coverage: gaps }))).toMatch(/incomplete/iu);
    }
  });
});

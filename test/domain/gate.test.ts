import { describe, expect, it } from "vitest";
import type { Coverage } from "../../src/domain/coverage.ts";
import { type GatePolicy, decideGate } from "../../src/domain/gate.ts";
import type { Threat } from "../../src/domain/threat.ts";
import { ownershipThreat } from "../builders/report.ts";
import { buildDisposition } from "../builders/disposition.ts";

const POLICY: GatePolicy = { failOn: "high", minConfidence: "medium", onIncomplete: "neutral", selfAccept: false };
const COMPLETE: Coverage = { files: [], cells: [], gaps: [] };
const INCOMPLETE: Coverage = { ...COMPLETE, gaps: ["The model could not be reached."] };
const ACCEPTED = buildDisposition({ threatId: "T-AAAAAAAA" });

function threat(changes: Partial<Threat> & { severity?: Threat["risk"]["severity"] } = {}): Threat {
  const { severity = "high", ...rest } = changes;
  const built = ownershipThreat({ effect: "introduced", confidence: "high", disposition: null, ...rest });
  return { ...built, risk: { ...built.risk, severity } };
}

describe("decideGate", () => {
  it.each<[string, Threat[], Coverage, Partial<GatePolicy>, string, string]>([
    ["a new threat at the gate", [threat()], COMPLETE, {}, "failure", "threats"],
    ["a worsened one", [threat({ effect: "worsened" })], COMPLETE, {}, "failure", "threats"],
    ["a weakened control", [threat({ effect: "mitigation_weakened" })], COMPLETE, {}, "failure", "threats"],
    ["one that stood before", [threat({ effect: "pre_existing" })], COMPLETE, {}, "success", "clean"],
    ["one that is gone", [threat({ effect: "resolved" })], COMPLETE, {}, "success", "clean"],
    ["one below the severity", [threat({ severity: "medium" })], COMPLETE, {}, "success", "clean"],
    ["one below the confidence", [threat({ confidence: "low" })], COMPLETE, {}, "success", "clean"],
    ["one that someone accepted", [threat({ disposition: ACCEPTED })], COMPLETE, {}, "success", "accepted"],
    [
      "an accepted one, not all looked at",
      [threat({ disposition: ACCEPTED })],
      INCOMPLETE,
      {},
      "neutral",
      "incomplete",
    ],
    ["nothing, everything looked at", [], COMPLETE, {}, "success", "clean"],
    ["nothing, not everything looked at", [], INCOMPLETE, {}, "neutral", "incomplete"],
    ["the same where incomplete fails", [], INCOMPLETE, { onIncomplete: "fail" }, "failure", "incomplete"],
    ["a threat, not everything looked at", [threat()], INCOMPLETE, {}, "failure", "threats"],
    ["a threat where the gate is off", [threat()], COMPLETE, { failOn: "none" }, "neutral", "off"],
  ])("answers %s", (_, threats, coverage, policy, conclusion, reason) => {
    expect(decideGate(threats, coverage, { ...POLICY, ...policy })).toMatchObject({ conclusion, reason });
  });
});

import { z } from "zod";
import { type Coverage, isComplete } from "./coverage.ts";
import { type Severity, atLeast, severitySchema } from "./risk.ts";
import { type Confidence, type Threat, confidenceSchema, isCorroborated, isNew } from "./threat.ts";

export const gatePolicySchema = z.strictObject({
  failOn: z
    .enum(["none", ...severitySchema.options])
    .default("high")
    .describe("Lowest severity that fails the check; `none` never blocks"),
  minConfidence: confidenceSchema.default("medium").describe("Lowest confidence that fails the check"),
  onIncomplete: z
    .enum(["neutral", "fail"])
    .default("neutral")
    .describe("Conclusion when not everything was looked at. GitHub counts `neutral` as passing"),
  selfAccept: z
    .boolean()
    .default(false)
    .describe("Whether authors may decide about threats that block their own pull request"),
});
export type GatePolicy = z.infer<typeof gatePolicySchema>;

export const gateSchema = z.strictObject({
  conclusion: z.enum(["success", "failure", "neutral"]),
  reason: z.enum(["threats", "accepted", "clean", "incomplete", "off"]),
  failing: z.array(z.string()).describe("Ids of open threats at or over the gate"),
  accepted: z.array(z.string()).describe("Ids of threats over the gate that someone accepted"),
  complete: z.boolean(),
  policy: gatePolicySchema.prefault({}).describe("What the conclusion was drawn by"),
});
export type Gate = z.infer<typeof gateSchema>;

const CONFIDENCE_ORDER: readonly Confidence[] = ["low", "medium", "high"];

/** The check run's conclusion, by the gate table of docs/architecture.md. */
export function decideGate(threats: readonly Threat[], coverage: Coverage, policy: GatePolicy): Gate {
  const complete = isComplete(coverage);
  const { failOn } = policy;
  if (failOn === "none") return { conclusion: "neutral", reason: "off", failing: [], accepted: [], complete, policy };
  const over = threats.filter((threat) => isOver(threat, failOn, policy.minConfidence));
  const accepted = over.filter((threat) => threat.disposition !== null).map((threat) => threat.id);
  const failing = over.filter((threat) => threat.disposition === null).map((threat) => threat.id);
  const verdict = { failing, accepted, complete, policy };
  if (failing.length > 0) return { conclusion: "failure", reason: "threats", ...verdict };
  if (!complete) return { conclusion: incompleteConclusion(policy), reason: "incomplete", ...verdict };
  return { conclusion: "success", reason: accepted.length > 0 ? "accepted" : "clean", ...verdict };
}

/** The conclusion when a run failed or could not look at everything; never `success`. */
export function incompleteConclusion(policy: GatePolicy): "neutral" | "failure" {
  return policy.onIncomplete === "fail" ? "failure" : "neutral";
}

/** True for a threat that fails the check while nobody has decided about it. */
export function blocks(threat: Threat, { failOn, minConfidence }: GatePolicy): boolean {
  return failOn !== "none" && isOver(threat, failOn, minConfidence);
}

function isOver(threat: Threat, failOn: Severity, minConfidence: Confidence): boolean {
  return (
    isNew(threat.effect) &&
    !threat.late &&
    isCorroborated(threat) &&
    atLeast(threat.risk.severity, failOn) &&
    CONFIDENCE_ORDER.indexOf(threat.confidence) >= CONFIDENCE_ORDER.indexOf(minConfidence)
  );
}

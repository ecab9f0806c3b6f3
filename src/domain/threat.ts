import { z } from "zod";
import type { Anchor } from "./evidence.ts";
import { type Evidence, evidenceSchema } from "./evidence.ts";
import { dispositionSchema } from "./disposition.ts";
import { type RiskFactors, riskFactorsSchema, riskSchema } from "./risk.ts";
import { isOfLoss, statementSchema, strideSchema } from "./threat-kind.ts";

export const effectSchema = z
  .enum(["introduced", "worsened", "mitigation_weakened", "improved", "resolved", "pre_existing"])
  .describe("What the change does to this threat; only the first three can fail the gate");
export type Effect = z.infer<typeof effectSchema>;

export const confidenceSchema = z.enum(["high", "medium", "low"]);
export type Confidence = z.infer<typeof confidenceSchema>;

const triState = z.enum(["yes", "no", "unknown"]);

export const claimSchema = z.strictObject({
  quoteFound: z.boolean().describe("Every quoted line was found in the blob"),
  reachable: triState.describe("Is the code reachable from an entry point"),
  controlAbsent: triState.describe("Is the control that would stop it absent on that path"),
});
export type Claim = z.infer<typeof claimSchema>;

export const mitigationSchema = z.strictObject({
  text: z.string().describe("Imperative"),
  effort: z.enum(["XS", "S", "M", "L"]),
});

/** A patch that was applied in memory, parsed, and silenced the threat without raising another. */
export const fixSchema = z.strictObject({
  path: z.string(),
  startLine: z.int().positive().describe("First head line that the replacement covers"),
  endLine: z.int().positive(),
  replacement: z.string(),
});
export type Fix = z.infer<typeof fixSchema>;

/** A test that shows the threat, as text to copy; a model wrote it and nobody has run it. */
export const abuseTestSchema = z.strictObject({
  path: z.string().describe("The repository's own test whose style it follows"),
  code: z.string(),
});
export type AbuseTest = z.infer<typeof abuseTestSchema>;

const stepSchema = z.strictObject({
  text: z.string(),
  path: z.string(),
  side: z.enum(["base", "head"]),
  line: z.int().positive(),
});

export const threatSchema = z.strictObject({
  id: z.string().regex(/^T-[A-Z2-7]{8}$/u),
  kind: z.string().describe("Catalogue id, or `other/cwe-<n>` for a model's threat outside the catalogue"),
  title: z.string(),
  statement: statementSchema,
  stride: strideSchema,
  cwe: z.array(z.int()),
  owasp: z.array(z.string()),
  asvs: z.array(z.string()),
  capec: z.array(z.int()),
  element: z.string().describe("The entry point or element that the threat is about"),
  zoneCrossing: z.string().describe("`from>to`, empty when no boundary is crossed"),
  steps: z.array(stepSchema).describe("From the source to the effect"),
  evidence: z.array(evidenceSchema).min(1),
  claim: claimSchema,
  origin: z.enum(["rule", "model", "human"]),
  corroboration: z
    .array(z.string())
    .describe("Who found it independently: rule, model, second; and critic, who could not refute it"),
  risk: riskSchema,
  confidence: confidenceSchema,
  effect: effectSchema,
  mitigations: z.array(mitigationSchema),
  breakIt: z.string(),
  test: z.string(),
  falsePositives: z.string(),
  fix: fixSchema.nullable(),
  abuseTest: abuseTestSchema.nullable().default(null),
  disposition: dispositionSchema.nullable(),
  late: z
    .boolean()
    .default(false)
    .describe("Found in code that an earlier review of this pull request had read; it blocks nothing"),
  assumed: z
    .strictObject({ question: z.string(), answer: z.string(), by: z.string(), before: riskFactorsSchema })
    .nullable()
    .default(null)
    .describe("The answer that the risk rests on, and the factors without it"),
});
export type Threat = z.infer<typeof threatSchema>;

/** A threat as proposed by a rule or a model, before its quotes were looked up and its risk computed. */
export interface ThreatCandidate extends Pick<
  Threat,
  | "kind"
  | "title"
  | "statement"
  | "stride"
  | "cwe"
  | "owasp"
  | "asvs"
  | "capec"
  | "element"
  | "zoneCrossing"
  | "steps"
  | "mitigations"
  | "breakIt"
  | "test"
  | "falsePositives"
> {
  readonly origin: "rule" | "model";
  /** The first anchor is the place that the threat is shown at. */
  readonly anchors: readonly Anchor[];
  readonly claim: Omit<Threat["claim"], "quoteFound">;
  readonly factors: RiskFactors;
  readonly effect: Effect;
  /** Why the model's word on reach or controls was taken or not; empty for rules. */
  readonly notes: readonly string[];
}

/** A candidate that was not published, and why; kept in the report so that people can judge the judgement. */
export const rejectedSchema = z.strictObject({
  kind: z.string(),
  title: z.string(),
  element: z.string(),
  origin: z.enum(["rule", "model"]),
  stage: z.enum(["verify", "rank"]),
  reason: z.string(),
});
export type Rejected = z.infer<typeof rejectedSchema>;

/** True for the effects that a gate may act on. */
export function isNew(effect: Effect): boolean {
  return effect === "introduced" || effect === "worsened" || effect === "mitigation_weakened";
}

/**
 * Confidence follows from the claim and who agrees; it is never asked of a model. A control that may stand where nobody
 * looked leaves a lone finder with low confidence, which gates nothing.
 */
export function confidenceOf(claim: Claim, corroboration: readonly string[]): Confidence {
  const settled = [claim.reachable, claim.controlAbsent].filter((bit) => bit === "yes").length;
  // Who could not refute it has not found it.
  const isAgreed = corroboration.filter((who) => who !== "critic").length > 1;
  const isRuled = corroboration.includes("rule");
  const points = settled + Number(isAgreed) + Number(isRuled);
  if (!claim.quoteFound || claim.reachable === "no" || claim.controlAbsent === "no") return "low";
  // A second look of the same model sees no more than the first.
  if (claim.controlAbsent === "unknown" && !(isAgreed && isRuled)) return "low";
  if (points >= 3) return "high";
  return points === 2 ? "medium" : "low";
}

/**
 * True for what may block people: a rule found it, or a model did, nobody could refute it, and a second look that knew
 * nothing of the first found it too.
 */
export function isCorroborated({ corroboration }: Pick<Threat, "corroboration">): boolean {
  return corroboration.includes("rule") || ["critic", "second"].every((who) => corroboration.includes(who));
}

/** Where a threat is shown: its first piece of evidence. */
export function primaryEvidence(threat: Pick<Threat, "evidence">): Evidence {
  const [first] = threat.evidence;
  if (!first) throw new Error("A threat without evidence cannot exist.");
  return first;
}

/** True when the quoted lines protected the path before the change and no longer do. */
export function isLostControl(threat: Pick<Threat, "effect" | "kind">, evidence: Evidence): boolean {
  const protects = evidence.role === "missing_control" || evidence.role === "control";
  const isLoss = threat.effect === "mitigation_weakened" || (isNew(threat.effect) && isOfLoss(threat.kind));
  return evidence.side === "base" && protects && isLoss;
}

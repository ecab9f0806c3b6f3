import { z } from "zod";
import { evidenceRoleSchema } from "../../domain/evidence.ts";
import { controlNameSchema } from "../../domain/fact.ts";
import { riskFactorsSchema } from "../../domain/risk.ts";
import { wireAnchorFields } from "./anchor.ts";
import { wireSchema } from "./wire-schema.ts";

const factors = riskFactorsSchema.shape;

/** The fields stand in the order in which a model should think: what is there, what happens, who, and only then a name. */
const wireThreatSchema = z.object({
  evidence: z.array(z.object({ ...wireAnchorFields, role: evidenceRoleSchema })),
  steps: z.array(z.object({ ...wireAnchorFields, text: z.string().describe("What happens at these lines") })),
  attacker: z.string().describe("Who attacks, such as: signed-in user"),
  victim: z.string().describe("Who or what is harmed"),
  precondition: z.string().describe("What must hold first, such as: with an account"),
  action: z.string().describe("Completes `<attacker> can …`"),
  impact: z.string().describe("Completes `which leads to …`"),
  mitigationsChecked: z.array(
    z.object({
      control: controlNameSchema,
      verdict: z.enum(["absent", "insufficient", "unknown"]).describe("unknown: it may stand in code not shown"),
      place: z.string().nullable().describe("Where you looked or what is insufficient, as `path:line`"),
    }),
  ),
  kind: z.string().describe("An id from the list of kinds, or `other`"),
  cwe: z.number().describe("Number of the most specific weakness"),
  title: z.string().describe("One sentence in the attacker's reach, at most 80 characters"),
  access: factors.access,
  complexity: factors.complexity,
  data: factors.data,
  effect: factors.effect,
  tenancy: factors.tenancy,
  breakIt: z.string().describe("How I would break this: one or two sentences, first person"),
  mitigation: z.string().describe("What to change, imperative, one sentence"),
  test: z.string().describe("A safe test: what to do and what to expect"),
});
export type WireThreat = z.infer<typeof wireThreatSchema>;

/** What the enumerate prompt is answered with. */
export const enumerateAnswer = wireSchema(
  "enumerate",
  z.object({
    suspicions: z.array(z.string()).describe("First pass: every place worth checking, one short line each"),
    needs: z
      .array(z.string())
      .nullable()
      .describe("Functions, classes or files that you were not shown and that would settle a verdict of unknown; at most five"),
    threats: z.array(wireThreatSchema).describe("Second pass: the suspicions that survived your own check"),
  }),
);

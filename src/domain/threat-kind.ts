import { z } from "zod";
import { CONTROL_NAMES, FACT_KINDS, SCOPE_ELEMENTS } from "./fact.ts";
import { riskFactorsSchema } from "./risk.ts";

/** Controls that a change can lose: those that paths are compared by, and what holds a query to its owner. */
const losableSchema = z.enum([...CONTROL_NAMES, "query_scope"]);

/** The six STRIDE categories by letter. */
export const STRIDE = ["S", "T", "R", "I", "D", "E"] as const;
export const strideSchema = z.enum(STRIDE);
export type Stride = z.infer<typeof strideSchema>;

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const factMatchSchema = z
  .strictObject({
    fact: z.enum(FACT_KINDS),
    name: z.union([z.string(), z.array(z.string())]).optional(),
    attributes: z.record(z.string(), z.union([scalar, z.array(scalar)])).optional(),
    role: z.enum(["source", "sink", "control", "config"]).optional().describe("Role of the matched lines as evidence"),
  })
  .describe("True when some fact of the scope has this kind, one of these names and all these attribute values");
export type FactMatch = z.infer<typeof factMatchSchema>;

export type Condition = FactMatch | { all: Condition[] } | { any: Condition[] } | { not: Condition };

/** A condition over the facts of one scope: a fact match, or `all`, `any`, `not` of conditions. */
export const conditionSchema: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    factMatchSchema,
    z.strictObject({ all: z.array(conditionSchema).min(1) }),
    z.strictObject({ any: z.array(conditionSchema).min(1) }),
    z.strictObject({ not: conditionSchema }),
  ]),
);

/** The parts of a threat statement; `{name}` placeholders are filled from the matched facts' names and attributes. */
export const statementSchema = z.strictObject({
  source: z.string().max(200).describe("Who attacks"),
  prerequisites: z.string().max(200).describe("What must hold first"),
  action: z.string().max(200).describe("What they can do"),
  impact: z.string().max(200).describe("What that leads to"),
  goals: z.array(z.enum(["confidentiality", "integrity", "availability", "accountability"])).min(1),
  assets: z.array(z.string()).min(1).describe("What is worth protecting"),
});

const id = (pattern: RegExp) => z.array(z.string().regex(pattern)).default([]);

/** One kind of threat, as data: `src/catalogue/kinds/<id>.yaml`. */
export const threatKindSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{2,48}$/u),
  title: z.string().max(100).describe("One sentence in the attacker's reach; placeholders allowed"),
  stride: strideSchema.describe("The one primary category"),
  cwe: z.array(z.int().positive()).min(1),
  owasp: id(/^(A\d{2}:2025|API\d{1,2}:2023|LLM\d{2}:2025|ASI\d{2}|CICD-SEC-\d{1,2})$/u),
  asvs: id(/^v5\.0\.0-\d+\.\d+\.\d+$/u),
  capec: z.array(z.int().positive()).default([]),
  statement: statementSchema,
  elements: z.array(z.enum(SCOPE_ELEMENTS)).min(1).describe("The scopes that this kind is evaluated on"),
  entryPointRequired: z.boolean().default(false).describe("Evaluate only scopes that an entry point reaches"),
  appliesIf: conditionSchema,
  mitigatedIf: conditionSchema.optional(),
  lostControl: losableSchema
    .optional()
    .describe(
      "The kind is about the loss of this control: it is open only where the control works on one side of a path and nothing that mitigates does on the other",
    ),
  yieldsTo: z
    .array(z.string())
    .default([])
    .describe(
      "Kinds that tell the same story better: where one of them comes or goes on the same scope, this one is silent",
    ),
  risk: riskFactorsSchema
    .partial()
    .required({ access: true, complexity: true, data: true, effect: true })
    .describe(
      "Factors that facts do not decide; a scope without an authentication control raises remote_auth to remote_unauth",
    ),
  riskWhen: z
    .array(z.strictObject({ if: conditionSchema, set: riskFactorsSchema.partial() }))
    .default([])
    .describe("Factors that a fact of the scope changes, applied in order"),
  mitigations: z.array(z.strictObject({ text: z.string(), effort: z.enum(["XS", "S", "M", "L"]) })).min(1),
  breakIt: z.string().max(300).describe("How I would break this: one or two sentences a developer can picture"),
  test: z.string().max(300).describe("A safe abuse-case test: what to do and what to expect"),
  falsePositives: z.string().max(400).describe("When this is not a threat, for the person who must decide"),
  question: z
    .strictObject({ text: z.string(), answers: z.record(z.string(), riskFactorsSchema.partial()) })
    .optional()
    .describe("A question whose answer changes the score"),
});
export type ThreatKind = z.infer<typeof threatKindSchema>;

/** True for the id of a kind about the loss of something: it ends in `-removed` or `-lost`. */
export function isOfLoss(kindId: string): boolean {
  return /-(?:removed|lost)$/u.test(kindId);
}

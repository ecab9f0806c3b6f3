import { z } from "zod";
import { coverageSchema } from "./coverage.ts";
import { lapsedSchema } from "./disposition.ts";
import { gateSchema } from "./gate.ts";
import { riskFactorsSchema } from "./risk.ts";
import { elementChangeSchema, flowChangeSchema } from "./system-model.ts";
import { rejectedSchema, threatSchema } from "./threat.ts";

/** One line of the summary of what changed; the words are written by code from facts. */
export const summaryItemSchema = z.strictObject({
  text: z
    .string()
    .describe("Completes `This change …`, such as: opens `POST /hooks/payment` to the internet. No full stop"),
  change: z.enum(["added", "removed", "changed"]),
  topic: z.enum(["entry_point", "flow", "control", "store", "privilege", "dependency", "secret", "other"]),
  path: z.string(),
  side: z.enum(["base", "head"]),
  line: z.int().positive(),
  origin: z.enum(["rule", "model"]),
});
export type SummaryItem = z.infer<typeof summaryItemSchema>;

export const questionSchema = z.strictObject({
  id: z.string().regex(/^Q\d+$/u),
  text: z.string(),
  threatIds: z.array(z.string()).describe("Threats whose score an answer would change"),
  answers: z.array(z.strictObject({ answer: z.string(), severity: z.string(), factors: riskFactorsSchema.partial() })),
  answered: z
    .strictObject({ answer: z.string(), by: z.string() })
    .nullable()
    .default(null)
    .describe("What somebody answered; null while it is open"),
});
export type Question = z.infer<typeof questionSchema>;

export const claimCheckSchema = z
  .strictObject({
    says: z.enum(["refactoring", "documentation", "formatting", "tests", "a rename", "no change of behaviour"]),
    threatIds: z.array(z.string()).min(1),
  })
  .describe("What the author calls the change, where it brings threats that such a change would not");
export type ClaimCheck = z.infer<typeof claimCheckSchema>;

export const modelCallSchema = z.strictObject({
  stage: z.string(),
  prompt: z.string().describe("Prompt id and version"),
  outcome: z.string(),
  inputTokens: z.int(),
  cachedTokens: z.int(),
  outputTokens: z.int(),
  seconds: z.number(),
  remembered: z.boolean().default(false).describe("Answered from memory: the same question was asked before"),
});
export type ModelCall = z.infer<typeof modelCallSchema>;

export const runSchema = z.strictObject({
  engine: z.string().describe("Version of Threatdiff"),
  catalogue: z.string().describe("Version of the threat catalogue"),
  prompts: z.string().nullable().describe("Hash over the prompts in use; `null` without a model"),
  model: z.string().nullable(),
  calls: z.array(modelCallSchema),
  cost: z
    .number()
    .nullable()
    .default(null)
    .describe("US dollars of the calls; null when nobody has said what tokens cost"),
  startedAt: z.iso.datetime(),
  seconds: z.number(),
});
export type Run = z.infer<typeof runSchema>;

/** All that one analysis says about one head commit. `schemas/report.schema.json` is generated from this. */
export const threatReportSchema = z.strictObject({
  version: z.literal(1),
  repository: z.string(),
  number: z.int().nullable().describe("Pull request number, or null for a local change"),
  webUrl: z.string().nullable().describe("Address of the repository, for links to lines"),
  baseSha: z.string(),
  mergeBaseSha: z.string(),
  headSha: z.string(),
  summary: z.array(summaryItemSchema),
  claim: claimCheckSchema.nullable().default(null),
  elements: z.array(elementChangeSchema),
  flows: z.array(flowChangeSchema),
  threats: z.array(threatSchema).describe("Most severe first; all effects, also resolved and pre_existing ones"),
  rejected: z.array(rejectedSchema),
  lapsed: z.array(lapsedSchema).default([]).describe("Decisions of people that no longer hold at this head"),
  questions: z.array(questionSchema),
  coverage: coverageSchema,
  gate: gateSchema,
  run: runSchema,
});
export type ThreatReport = z.infer<typeof threatReportSchema>;

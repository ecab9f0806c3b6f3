import { z } from "zod";

/** What a decision was made on: it lapses when either changes. */
export const bindingSchema = z.strictObject({ evidenceHash: z.string(), factorsHash: z.string() });
export type Binding = z.infer<typeof bindingSchema>;

const madeBy = {
  by: z.string().describe("Login of the person"),
  role: z.string().describe("Their permission on the repository at that time"),
  reason: z.string(),
  at: z.iso.datetime(),
  headSha: z.string().describe("Head of the report that they saw"),
  byAuthor: z.boolean().describe("Whether they opened the pull request"),
};

/** What a person decided about a threat. It holds only while the evidence and the risk factors stay as they were. */
export const dispositionSchema = z.strictObject({
  verb: z.enum(["accept", "dismiss", "reopen"]),
  threatId: z.string(),
  ...madeBy,
  expires: z.iso.datetime().nullable(),
  boundTo: bindingSchema,
});
export type Disposition = z.infer<typeof dispositionSchema>;

/** What a person answered to a question. It counts for the threats that it was given for, while they stay as they were. */
export const assumptionSchema = z.strictObject({
  verb: z.literal("answer"),
  question: z.string(),
  answer: z.string(),
  ...madeBy,
  boundTo: z.record(z.string(), bindingSchema).describe("By threat id"),
});
export type Assumption = z.infer<typeof assumptionSchema>;

export const decisionSchema = z.union([dispositionSchema, assumptionSchema]);
/** Anything that a person told us about a pull request; never edited, the newest counts. */
export type Decision = z.infer<typeof decisionSchema>;

/** A decision that no longer holds, and why; told so that people can decide again. */
export const lapsedSchema = z.strictObject({
  threatId: z.string(),
  verb: z.enum(["accept", "dismiss", "answer"]),
  by: z.string(),
  why: z.enum(["expired", "evidence_changed", "risk_changed", "own_change"]),
  since: z.string().nullable().default(null).describe("Head at which it stopped to hold, where people are told of it"),
});
export type Lapsed = z.infer<typeof lapsedSchema>;

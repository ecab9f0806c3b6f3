import { z } from "zod";
import { wireSchema } from "./wire-schema.ts";

/** Ways in which code can disprove a claim. */
const disproofSchema = z.enum([
  "control_on_path",
  "value_not_controlled",
  "not_reachable",
  "safe_by_construction",
  "same_before_change",
]);

const verdictSchema = z.object({
  index: z.number().describe("Number of the claim"),
  checked: z.string().describe("What you looked for and where, one sentence"),
  path: z.string().nullable().describe("File of the disproof, or null"),
  line: z.number().nullable().describe("First line of the disproof, or null"),
  quote: z.string().nullable().describe("One to three lines of code copied exactly, or null"),
  disproof: disproofSchema.nullable().describe("How those lines disprove the claim, or null"),
  entryPath: z.string().nullable().describe("Where a value from outside comes in on this path; null if not shown"),
  entryLine: z.number().nullable().describe("Its first line, or null"),
  entryQuote: z.string().nullable().describe("One to three lines of it copied exactly, or null"),
  absentPath: z.string().nullable().describe("Where the check would have to stand and does not; null if it may stand in code not shown"),
  absentLine: z.number().nullable().describe("First line of that place, or null"),
  absentQuote: z.string().nullable().describe("One to three lines of it copied exactly, or null"),
  verdict: z.enum(["holds", "refuted"]),
});
export type WireVerdict = z.infer<typeof verdictSchema>;

/** What the rank prompt is answered with. */
export const rankAnswer = wireSchema("rank", z.object({ verdicts: z.array(verdictSchema) }));

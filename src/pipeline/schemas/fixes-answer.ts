import { z } from "zod";
import { wireSchema } from "./wire-schema.ts";

const wireFixSchema = z.object({
  index: z.number().describe("Number of the threat"),
  plan: z.string().describe("What the edit does and why it closes the threat, one sentence"),
  path: z.string().describe("The file named with the threat"),
  search: z.string().describe("Whole consecutive lines of the file, copied exactly with their indentation"),
  replace: z.string().describe("The lines that take their place"),
});
export type WireFix = z.infer<typeof wireFixSchema>;

const wireTestSchema = z.object({
  index: z.number().describe("Number of the threat"),
  code: z.string().describe("One test in the style of the shown one, with line breaks"),
});
export type WireTest = z.infer<typeof wireTestSchema>;

/** What the suggest-fixes prompt is answered with. */
export const fixesAnswer = wireSchema(
  "suggest-fixes",
  z.object({ fixes: z.array(wireFixSchema), tests: z.array(wireTestSchema) }),
);

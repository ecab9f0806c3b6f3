import { readFileSync } from "node:fs";
import { z } from "zod";

const expectedSchema = z.object({
  file: z.string(),
  lines: z.tuple([z.int(), z.int()]).describe("First and last line on the new side"),
  cwe: z.array(z.string()),
  primary: z.boolean(),
});

const caseSchema = z.object({
  id: z.string(),
  kind: z.enum(["vulnerable", "benign", "architectural"]),
  expected_threats: z.array(expectedSchema),
});

export type Expected = z.infer<typeof expectedSchema>;
export type Case = z.infer<typeof caseSchema>;

/** Reads a manifest of real changes. Throws `ZodError` for a file of another form. */
export function readManifest(path: string): readonly Case[] {
  return z.object({ cases: z.array(caseSchema) }).parse(JSON.parse(readFileSync(path, "utf8"))).cases;
}

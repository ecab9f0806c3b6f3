import { z } from "zod";
import { strideSchema } from "./threat-kind.ts";

export const fileCoverageSchema = z.strictObject({
  path: z.string(),
  state: z
    .enum(["analysed", "partial", "rules_only", "skipped"])
    .describe("rules_only: read by the rules but not sent to the model that was configured"),
  reason: z.string().nullable().describe("Why it is not `analysed`, or why skipping it is right"),
  matters: z
    .boolean()
    .describe("False when the reason settles it, such as a documentation file; such rows are complete"),
  headSha: z.string().nullable().optional().describe("Blob at the head; null when there is none"),
});
export type FileCoverage = z.infer<typeof fileCoverageSchema>;

export const cellSchema = z.strictObject({
  element: z.string().describe("A changed element, such as `GET /invoices/:id`"),
  path: z.string(),
  stride: strideSchema,
  result: z.enum(["threat", "mitigated", "not_applicable", "not_considered"]),
  why: z.string(),
});
export type CoverageCell = z.infer<typeof cellSchema>;

export const coverageSchema = z.strictObject({
  files: z.array(fileCoverageSchema),
  cells: z.array(cellSchema),
  gaps: z
    .array(z.string())
    .describe("What else was not looked at, one sentence each, such as a model part that failed"),
});
export type Coverage = z.infer<typeof coverageSchema>;

/** True when nothing was left out: only then may a report say that there are no threats. */
export function isComplete(coverage: Coverage): boolean {
  return (
    coverage.gaps.length === 0 &&
    coverage.files.every(isSettled) &&
    coverage.cells.every((cell) => cell.result !== "not_considered")
  );
}

/** Numbers for the one line that every review carries. */
export function countCoverage(coverage: Coverage) {
  return {
    files: coverage.files.length,
    filesRead: coverage.files.filter((file) => READ.has(file.state)).length,
    filesMissed: coverage.files.filter((file) => file.matters && !READ.has(file.state)).length,
    filesWithoutModel: coverage.files.filter((file) => file.matters && file.state === "rules_only").length,
    cells: coverage.cells.length,
    cellsConsidered: coverage.cells.filter((cell) => cell.result !== "not_considered").length,
  };
}

/** True for a file that nobody read because of what it is, such as documentation. */
export function needsNoLook(file: FileCoverage): boolean {
  return !file.matters && !READ.has(file.state);
}

/** The rules read these to the end. */
const READ: ReadonlySet<FileCoverage["state"]> = new Set(["analysed", "rules_only"]);

function isSettled(file: FileCoverage): boolean {
  return file.state === "analysed" || !file.matters;
}

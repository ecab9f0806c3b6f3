import { type ThreatReport, threatReportSchema } from "../../src/domain/report.ts";

/** The report of a change without security meaning, complete and clean. */
export function buildEmptyReport(given: Partial<ThreatReport> = {}): ThreatReport {
  return threatReportSchema.parse({
    version: 1,
    repository: "acme/shop",
    number: 7,
    webUrl: "https://github.com/acme/shop",
    baseSha: "b".repeat(40),
    mergeBaseSha: "b".repeat(40),
    headSha: "a".repeat(40),
    summary: [],
    elements: [],
    flows: [],
    threats: [],
    rejected: [],
    questions: [],
    coverage: { files: [], cells: [], gaps: [] },
    gate: { conclusion: "success", reason: "clean", failing: [], accepted: [], complete: true },
    run: {
      engine: "0.1.0",
      catalogue: "2026.11",
      prompts: null,
      model: null,
      calls: [],
      startedAt: "2026-11-23T12:00:00Z",
      seconds: 1.2,
    },
    ...given,
  });
}

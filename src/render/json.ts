import { type ThreatReport, threatReportSchema } from "../domain/report.ts";

/** The report as indented JSON with a final newline; throws when it is not what `report.schema.json` describes. */
export function renderJson(report: ThreatReport): string {
  return `${JSON.stringify(threatReportSchema.parse(report), null, 2)}\n`;
}

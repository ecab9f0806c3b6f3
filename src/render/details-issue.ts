import type { ThreatReport } from "../domain/report.ts";
import { codeSpan } from "./escape.ts";
import { joinBlocks } from "./markdown-parts.ts";
import { reviewBody } from "./review-body.ts";
import { toldThreats } from "./told.ts";
import { verdictLine } from "./verdict-line.ts";

/** The whole review as an issue for those who may see what the pull request does not show. */
export function detailsIssue(report: ThreatReport): { title: string; body: string } {
  const name = `${report.repository}#${report.number}`;
  const head = `The review of ${codeSpan(name)} at \`${report.headSha.slice(0, 7)}\`. It is kept up to date here.`;
  return {
    title: `Threats of ${name}: ${verdictLine(report)}`,
    body: joinBlocks([head, reviewBody(report, toldThreats(report))]),
  };
}

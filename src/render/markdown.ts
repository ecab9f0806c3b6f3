import type { ThreatReport } from "../domain/report.ts";
import { inlineComment } from "./inline-comment.ts";
import { placeLink } from "./links.ts";
import { primaryEvidence } from "../domain/threat.ts";
import { reviewBody } from "./review-body.ts";
import { toldThreats } from "./told.ts";

/** The review as one Markdown document, with every open threat written out below it. */
export function renderMarkdown(report: ThreatReport): string {
  const threats = toldThreats(report).map(
    (told) => `${placeLink(primaryEvidence(told.threat), report)}\n\n${inlineComment(told, report, null)}`,
  );
  return `${[reviewBody(report, []), ...threats].join("\n\n---\n\n")}\n`;
}

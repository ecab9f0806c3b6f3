import type { ThreatReport } from "../domain/report.ts";
import { inlineComment } from "./inline-comment.ts";
import { placeLink } from "./links.ts";
import { primaryEvidence } from "../domain/threat.ts";
import { reviewBody } from "./review-body.ts";
import { openThreats } from "./selection.ts";

/** The review as one Markdown document, with every open threat written out below it. */
export function renderMarkdown(report: ThreatReport): string {
  const threats = openThreats(report).map(
    (threat) => `${placeLink(primaryEvidence(threat), report)}\n\n${inlineComment(threat, report, null)}`,
  );
  return `${[reviewBody(report, []), ...threats].join("\n\n---\n\n")}\n`;
}

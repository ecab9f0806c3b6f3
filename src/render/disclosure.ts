import type { ThreatReport } from "../domain/report.ts";
import { coverageLine } from "./coverage-line.ts";
import { joinBlocks } from "./markdown-parts.ts";
import { footer } from "./review-body.ts";
import { hasSecurityMeaning } from "./selection.ts";
import { titleTable } from "./threat-table.ts";
import { verdictLine } from "./verdict-line.ts";

/** How much of a report the pull request shows. */
export type Disclosure = "full" | "summary" | "private";

const WHERE_TO_LOOK = "The details are not shown on this pull request. `threatdiff review` prints them locally.";

/** The review for repositories that show less than everything: no places, no quotes, nothing on how to break it. */
export function reducedBody(report: ThreatReport, disclosure: "summary" | "private"): string {
  if (!hasSecurityMeaning(report)) return verdictLine(report);
  return joinBlocks([
    `### ${verdictLine(report)}`,
    disclosure === "summary" ? titleTable(report) : null,
    report.threats.length > 0 ? WHERE_TO_LOOK : null,
    `${coverageLine(report.coverage)}.`,
    footer(report),
  ]);
}

import type { ThreatReport } from "../domain/report.ts";
import type { PrivateChannel } from "../domain/publication.ts";
import { coverageLine } from "./coverage-line.ts";
import { codeSpan } from "./escape.ts";
import { joinBlocks } from "./markdown-parts.ts";
import { footer } from "./review-body.ts";
import { hasSecurityMeaning } from "./selection.ts";
import { titleTable } from "./threat-table.ts";
import { verdictLine } from "./verdict-line.ts";

/** How much of a report the pull request shows. */
export type Disclosure = "full" | "summary" | "private";

const PRINTED = "`threatdiff review` prints them locally.";

function whereToLook({ repository }: ThreatReport, channel: PrivateChannel | null): string {
  if (channel === null) return `The details are not shown on this pull request. ${PRINTED}`;
  const place = codeSpan(`${repository.split("/")[0]}/${channel.repository}`);
  if (channel.outcome === "told") return `The details are in an issue of ${place}, for those who may read it.`;
  const why = channel.outcome === "public" ? "it is public" : "this App cannot write issues there";
  return `The details were not written to ${place}, because ${why}. ${PRINTED}`;
}

/** The review for repositories that show less than everything: no places, no quotes, nothing on how to break it. */
export function reducedBody(
  report: ThreatReport,
  disclosure: "summary" | "private",
  channel: PrivateChannel | null,
): string {
  if (!hasSecurityMeaning(report)) return verdictLine(report);
  return joinBlocks([
    `### ${verdictLine(report)}`,
    disclosure === "summary" ? titleTable(report) : null,
    report.threats.length > 0 ? whereToLook(report, channel) : null,
    `${coverageLine(report.coverage)}.`,
    footer(report),
  ]);
}

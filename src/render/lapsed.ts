import type { ThreatReport } from "../domain/report.ts";
import { plain } from "./escape.ts";
import { bullets } from "./markdown-parts.ts";

type Lapsed = ThreatReport["lapsed"][number];

const VERBS: Record<Lapsed["verb"], string> = {
  accept: "the acceptance by",
  dismiss: "the dismissal by",
  answer: "the answer of",
};
const REASONS: Record<Lapsed["why"], string> = {
  expired: "its time is over",
  evidence_changed: "the quoted code is another",
  risk_changed: "the risk is another",
  own_change: "it blocks their own change now, so somebody else has to decide",
};

const MOST_LINES = 10;

/** What was decided and no longer holds since this head, and why; `null` without such. It is not repeated for later heads. */
export function lapsedLines(report: Pick<ThreatReport, "lapsed" | "headSha">): string | null {
  const lapsed = report.lapsed.filter(({ since }) => since === report.headSha);
  if (lapsed.length === 0) return null;
  const lines = lapsed
    .slice(0, MOST_LINES)
    .map(({ threatId, verb, by, why }) => `**${threatId}** ${VERBS[verb]} ${plain(by, 60)}: ${REASONS[why]}`);
  const rest = lapsed.length - lines.length;
  return `**No longer counts:**\n${bullets(rest > 0 ? [...lines, `${rest} more`] : lines)}`;
}

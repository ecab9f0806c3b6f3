import { byCause } from "../domain/causes.ts";
import type { ThreatReport } from "../domain/report.ts";
import { type Threat, isNew } from "../domain/threat.ts";
import { codeSpan } from "./escape.ts";
import { openThreats } from "./selection.ts";
import { count } from "./words.ts";

/** Open threats that are told together: the first in full, what else the same change opened in one line. */
export interface Told {
  readonly threat: Threat;
  readonly others: readonly Threat[];
}

const MOST_NAMED = 8;

/** The open threats as they are told, in the report's order. */
export function toldThreats(report: Pick<ThreatReport, "threats">): Told[] {
  return byCause(openThreats(report)).flatMap(([threat, ...others]) => (threat ? [{ threat, others }] : []));
}

/** True where somebody decided about the threat whose comment names these already. */
export function isToldAlready({ threat }: Told, report: Pick<ThreatReport, "threats">): boolean {
  const groups = byCause(report.threats.filter(({ effect }) => isNew(effect)));
  return !groups.some(([lead]) => lead?.id === threat.id);
}

/** What else is open for the same reason, such as `GET /a` (T-…); `null` where nothing is. */
export function alsoOpen({ threat, others }: Told, name: (element: string) => string = codeSpan): string | null {
  if (others.length === 0) return null;
  const named = others.slice(0, MOST_NAMED).map(({ id, element, risk }) => {
    const severity = risk.severity === threat.risk.severity ? "" : `${risk.severity}, `;
    return `${name(element)} (${severity}${id})`;
  });
  const rest = others.length - named.length;
  return [...named, ...(rest > 0 ? [count(rest, "more path")] : [])].join(", ");
}

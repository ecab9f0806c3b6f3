import type { ThreatReport } from "../domain/report.ts";
import type { Threat } from "../domain/threat.ts";

/** One verified statement of a report, and where it stands. */
export interface ReportFact {
  readonly text: string;
  readonly threatId: string | null;
  readonly place: {
    readonly path: string;
    readonly side: "base" | "head";
    readonly startLine: number;
    readonly endLine: number;
  } | null;
}

const MOST_FACTS = 150;
const LONGEST_QUOTE = 300;

/** What a report says, one statement each: threats in its order, then the change, what was not looked at, and the gate. */
export function factsOfReport(report: ThreatReport): ReportFact[] {
  return [
    ...report.threats.flatMap(factsOfThreat),
    ...report.summary.map(({ text }) => ofReport(`The change: ${text}`)),
    ...report.coverage.gaps.map((gap) => ofReport(`Not looked at: ${gap}`)),
    ...report.questions.map(({ id, text }) => ofReport(`Open question ${id}: ${text}`)),
    ofReport(`The gate says ${report.gate.conclusion}, because of ${report.gate.failing.join(", ") || "no threat"}.`),
  ].slice(0, MOST_FACTS);
}

function ofReport(text: string): ReportFact {
  return { text, threatId: null, place: null };
}

function factsOfThreat(threat: Threat): ReportFact[] {
  const { id, title, risk, confidence, effect, claim, disposition } = threat;
  const about = (text: string, place: ReportFact["place"] = null): ReportFact => ({ text, threatId: id, place });
  const decided =
    disposition === null
      ? []
      : [about(`${id} was decided: ${disposition.verb} by ${disposition.by}, because ${disposition.reason}`)];
  return [
    about(
      `${id} is a threat: ${title}. Severity ${risk.severity}, confidence ${confidence}, ${effect} by this change, at ${threat.element}.`,
    ),
    about(
      `${id}: reachable from an entry point: ${claim.reachable}; the control that would stop it is absent on that path: ${claim.controlAbsent}.`,
    ),
    ...threat.evidence.map(({ path, side, startLine, endLine, quote, role }) =>
      about(`${id}: ${path}:${startLine} at ${side} (${role}): ${quote.slice(0, LONGEST_QUOTE)}`, {
        path,
        side,
        startLine,
        endLine,
      }),
    ),
    ...threat.steps.map(({ text, path, side, line }) =>
      about(`${id}, a step: ${text}`, { path, side, startLine: line, endLine: line }),
    ),
    ...threat.mitigations.map(({ text }) => about(`${id} is closed by: ${text}`)),
    ...(threat.falsePositives === "" ? [] : [about(`${id} is no threat when: ${threat.falsePositives}`)]),
    ...decided,
  ];
}

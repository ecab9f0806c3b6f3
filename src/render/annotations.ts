import type { Annotation } from "../domain/publication.ts";
import type { ThreatReport } from "../domain/report.ts";
import { atLeast } from "../domain/risk.ts";
import type { Threat } from "../domain/threat.ts";
import { clean, cut } from "./escape.ts";
import { openThreats } from "./selection.ts";
import { statementSentence } from "./voice.ts";
import { sentence } from "./words.ts";

/** Marks on head lines for the open threats; what stands only at the base has no line to be marked. */
export function annotationsOf(report: ThreatReport): Annotation[] {
  const failing = new Set(report.gate.failing);
  return openThreats(report).flatMap((threat) => {
    const evidence = threat.evidence.find(({ side }) => side === "head");
    if (!evidence) return [];
    const { path, startLine, endLine } = evidence;
    const level = levelOf(threat, failing.has(threat.id));
    return [{ path, startLine, endLine, level, title: titleOf(threat), message: messageOf(threat) }];
  });
}

function levelOf(threat: Threat, fails: boolean): Annotation["level"] {
  if (fails) return "failure";
  return atLeast(threat.risk.severity, "medium") ? "warning" : "notice";
}

/** Annotations are shown as plain text: cleaned, not escaped. */
function titleOf(threat: Threat): string {
  return cut(clean(threat.title), 200);
}

function messageOf(threat: Threat): string {
  const [mitigation] = threat.mitigations;
  return [
    cut(clean(statementSentence(threat)), 1_000),
    threat.breakIt && `How I would break this: ${cut(clean(sentence(threat.breakIt)), 600)}`,
    mitigation && `Fix: ${cut(clean(sentence(mitigation.text)), 600)}`,
    `${threat.risk.severity}, confidence ${threat.confidence}, ${threat.id}`,
  ]
    .filter(Boolean)
    .join("\n");
}

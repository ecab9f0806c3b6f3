import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Question } from "../domain/report.ts";
import { assessRisk, riskFactorsSchema } from "../domain/risk.ts";
import { isNew, type Threat } from "../domain/threat.ts";
import type { ThreatKind } from "../domain/threat-kind.ts";

/** More questions than this are not read. */
const MAX_QUESTIONS = 5;

type Draft = Omit<Question, "id">;

/**
 * The questions worth a person's time: those of threat kinds whose answer changes a severity, the most severe threats
 * first, then what the model asked. Numbered in that order.
 */
export function openQuestions(threats: readonly Threat[], catalogue: Catalogue, asked: readonly string[]): Question[] {
  const drafts = new Map<string, Draft>();
  for (const threat of threats.filter((candidate) => isNew(candidate.effect))) {
    const draft = questionOf(
      threat,
      catalogue.kinds.find((kind) => kind.id === threat.kind),
    );
    if (draft === null) continue;
    const same = drafts.get(draft.text);
    drafts.set(draft.text, same ? { ...same, threatIds: [...same.threatIds, threat.id] } : draft);
  }
  for (const text of asked) if (!drafts.has(text)) drafts.set(text, { text, threatIds: [], answers: [] });
  return [...drafts.values()].slice(0, MAX_QUESTIONS).map((draft, index) => ({ id: `Q${index + 1}`, ...draft }));
}

/** `null` when no answer would change this threat's severity. */
function questionOf(threat: Threat, kind: ThreatKind | undefined): Draft | null {
  if (!kind?.question) return null;
  const answers = Object.entries(kind.question.answers).map(([answer, factors]) => ({
    answer,
    severity: assessRisk(riskFactorsSchema.parse({ ...threat.risk.factors, ...factors })).severity,
    factors,
  }));
  if (answers.every(({ severity }) => severity === threat.risk.severity)) return null;
  return { text: kind.question.text, threatIds: [threat.id], answers };
}

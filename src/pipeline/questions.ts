import type { Catalogue } from "../catalogue/catalogue.ts";
import type { Question, ThreatReport } from "../domain/report.ts";
import { assessRisk, riskFactorsSchema } from "../domain/risk.ts";
import { isNew, type Threat } from "../domain/threat.ts";
import type { ThreatKind } from "../domain/threat-kind.ts";

/** More questions than this are not read. */
const MAX_QUESTIONS = 5;

type Draft = Omit<Question, "id">;

/** What questions are drawn from besides the threats. */
export interface QuestionView {
  readonly catalogue: Pick<Catalogue, "kinds">;
  /** Questions of the model, which have no listed answers. */
  readonly asked: readonly string[];
  readonly previous: ThreatReport | null;
}

/**
 * The questions worth a person's time: those of threat kinds whose answer changes a severity, the most severe threats
 * first, then what the model asked. One that an earlier report asked keeps its number, so that an answer finds it.
 */
export function openQuestions(threats: readonly Threat[], { catalogue, asked, previous }: QuestionView): Question[] {
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
  for (const text of asked) {
    if (!drafts.has(text)) drafts.set(text, { text, threatIds: [], answers: [], answered: null });
  }
  return numbered([...drafts.values()].slice(0, MAX_QUESTIONS), previous?.questions ?? []);
}

function numbered(drafts: readonly Draft[], earlier: readonly Question[]): Question[] {
  const known = new Map(earlier.map(({ text, id }) => [text, id]));
  let last = Math.max(0, ...earlier.map(({ id }) => Number(id.slice(1))));
  return drafts.map((draft) => ({ id: known.get(draft.text) ?? `Q${(last += 1)}`, ...draft }));
}

/** `null` when no answer would change this threat's severity. */
function questionOf({ id, risk, assumed }: Threat, kind: ThreatKind | undefined): Draft | null {
  if (!kind?.question) return null;
  const before = assumed?.before ?? risk.factors;
  const answers = Object.entries(kind.question.answers).map(([answer, factors]) => ({
    answer,
    severity: assessRisk(riskFactorsSchema.parse({ ...before, ...factors })).severity,
    factors,
  }));
  if (assumed === null && answers.every(({ severity }) => severity === risk.severity)) return null;
  const answered = assumed && { answer: assumed.answer, by: assumed.by };
  return { text: kind.question.text, threatIds: [id], answers, answered };
}

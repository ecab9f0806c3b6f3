import type { RepositoryConfig } from "../config/repository-config.ts";
import type { ModelCall, ThreatReport } from "../domain/report.ts";
import { costOfAll } from "../domain/spending.ts";
import type { SecretScanner } from "../ports/secret-scanner.ts";
import { type ModelSession, openModelSession, type SessionTools } from "./model-session.ts";
import { loadPrompt, trusted, untrusted } from "./prompts.ts";
import { factsOfReport, type ReportFact } from "./report-facts.ts";
import { askAnswer } from "./schemas/ask-answer.ts";
import { redactText } from "./stages/redact.ts";

/** A sentence of a model, with what it rests on in the report. */
export interface GroundedSentence {
  readonly text: string;
  readonly facts: readonly ReportFact[];
}

const MOST_SENTENCES = 5;
const LONGEST_SENTENCE = 400;

export interface Asked {
  /** `null` when the model gave no answer, or none may be asked. */
  readonly sentences: readonly GroundedSentence[] | null;
  readonly calls: readonly ModelCall[];
  /** US dollars; `null` where nobody has said what tokens cost. */
  readonly cost: number | null;
}

/** Answers a person's question from a report and from nothing else, within the limits of a review. Never throws for a failing model. */
export async function askAboutReport(
  question: string,
  report: ThreatReport,
  config: RepositoryConfig,
  tools: SessionTools & { readonly scanner: SecretScanner },
): Promise<Asked> {
  const model = openModelSession(tools, config);
  if (model === null) return { sentences: null, calls: [], cost: null };
  const sentences = await askModel(await redactText(question, tools.scanner), report, model);
  const { calls, prices } = model;
  return { sentences, calls, cost: costOfAll(calls, prices) };
}

/** What names no fact of the report is left out. */
async function askModel(
  question: string,
  report: ThreatReport,
  model: ModelSession,
): Promise<readonly GroundedSentence[] | null> {
  const facts = factsOfReport(report);
  const answer = await model.ask({
    prompt: loadPrompt("ask"),
    schema: askAnswer,
    values: {
      system: { shape: trusted(askAnswer.shape) },
      user: {
        facts: untrusted("facts", facts.map(({ text }, index) => `${index + 1}. ${text}`).join("\n")),
        question: untrusted("question", question),
      },
    },
    loss: null,
  });
  if (answer === null) return null;
  return answer.sentences
    .map(({ text, facts: named }) => ({ text: text.slice(0, LONGEST_SENTENCE), facts: factsNamed(named, facts) }))
    .filter((sentence) => sentence.facts.length > 0 && sentence.text.trim() !== "")
    .slice(0, MOST_SENTENCES);
}

function factsNamed(numbers: readonly number[], facts: readonly ReportFact[]): ReportFact[] {
  return [...new Set(numbers)].flatMap((number) => facts[number - 1] ?? []);
}

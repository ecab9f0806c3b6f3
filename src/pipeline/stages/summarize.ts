import type { ChangeSet } from "../../domain/change-set.ts";
import type { SummaryItem } from "../../domain/report.ts";
import type { ChangeSummary } from "../change-summary.ts";
import { previewConfig } from "../config-preview.ts";
import type { Grounded } from "../grounded.ts";
import { findQuote } from "../model/anchors.ts";
import { isWorthAsking } from "../model/relevance.ts";
import { describeChanges, describeSystem } from "../model/system-card.ts";
import { plainText } from "../model/visible-text.ts";
import type { ModelSession } from "../model-session.ts";
import { loadPrompt, trusted, untrusted } from "../prompts.ts";
import { summarizeAnswer } from "../schemas/summarize-answer.ts";
import { summaryItemsOf } from "../summary-items.ts";
import { isLarge } from "../reading-plan.ts";
import { planCalls, tokensOf, unitsOf } from "../units.ts";

/** A change whose code takes fewer tokens is read by the finder in one call: a summary of it would only cost another. A large one costs what the finder needs. */
const ONE_CALL = 24_000;
/** Share of the run's budget that the shown code may take; the finder needs more. */
const BUDGET_SHARE = 0.15;
const MAX_ITEMS = 6;
const MAX_QUESTIONS = 2;

type Answer = NonNullable<ReturnType<typeof summarizeAnswer.parser.parse>>;

/** Says what the change does to the system: from facts always, and of a large one what a model saw besides, where its lines are found. */
export async function summarize(
  change: ChangeSet,
  grounded: Grounded,
  model: ModelSession | null,
): Promise<ChangeSummary> {
  const items = [...previewConfig(change).items, ...summaryItemsOf(grounded.delta)];
  const isModelAsked = !isLarge(change) && isWorthAsking(change, grounded);
  if (model === null || !isModelAsked) return { items, questions: [] };
  const answer = await askModel(change, grounded, { items, model });
  if (answer === null) return { items, questions: [] };
  const added = modelItems(answer, change).filter((item) => !items.some((known) => isSamePlace(known, item)));
  return { items: [...items, ...added], questions: questionsOf(answer) };
}

async function askModel(
  change: ChangeSet,
  grounded: Grounded,
  { items, model }: { items: readonly SummaryItem[]; model: ModelSession },
): Promise<Answer | null> {
  const units = unitsOf(change, grounded, model.config);
  const tokens = units.reduce((total, unit) => total + (unit.changed ? tokensOf(unit) : 0), 0);
  if (tokens <= ONE_CALL) return null;
  const [call] = planCalls(units, [model.config.model.maxTokensPerRun * BUDGET_SHARE]).calls;
  if (call === undefined) return null;
  const facts = [describeChanges({ items, questions: [] }), describeSystem(grounded)].join("\n\n");
  return model.ask({
    prompt: loadPrompt("summarize"),
    schema: summarizeAnswer,
    values: {
      system: { shape: trusted(summarizeAnswer.shape) },
      user: { facts: untrusted("facts", facts), change: untrusted("change", call.text) },
    },
    loss: null,
  });
}

function modelItems(answer: Answer, change: ChangeSet): SummaryItem[] {
  return answer.items.slice(0, MAX_ITEMS).flatMap((item): SummaryItem[] => {
    const found = findQuote(item, "config", change);
    const text = plainText(item.text, 160).replace(/\.+$/u, "");
    if (found === null || text === "") return [];
    const { path, side, startLine: line } = found;
    return [{ text, change: item.change, topic: item.topic, path, side, line, origin: "model" }];
  });
}

function isSamePlace(one: SummaryItem, other: SummaryItem): boolean {
  return one.path === other.path && one.side === other.side && one.line === other.line && one.topic === other.topic;
}

function questionsOf({ questions }: Answer): string[] {
  const texts = questions.map((question) => plainText(question, 200)).filter((question) => question !== "");
  return [...new Set(texts)].slice(0, MAX_QUESTIONS);
}

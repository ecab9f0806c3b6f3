import type { Catalogue } from "../catalogue/catalogue.ts";
import type { RepositoryConfig } from "../config/repository-config.ts";
import type { ModelCall } from "../domain/report.ts";
import type { Prices } from "../domain/spending.ts";
import type { AnswerMemory } from "../ports/answer-memory.ts";
import type { LanguageModel, ModelAnswer, ModelMessage, ModelRequest, ModelUsage } from "../ports/language-model.ts";
import { CallBudget, estimateTokens } from "./budget.ts";
import { allowanceOf, NOTHING_SPENT, type RunSpending } from "./allowance.ts";
import { questionKey } from "./question-key.ts";
import { type Prompt, type PromptValues, promptsHash, renderPrompt } from "./prompts.ts";
import type { WireSchema } from "./schemas/wire-schema.ts";
import { decodeAnswer, repairTurn } from "./structured-output.ts";
import type { CallOutcome, TraceEntry } from "./trace.ts";

/** One question of a stage to the model. */
interface Question<T> {
  readonly prompt: Prompt;
  readonly schema: WireSchema<T>;
  readonly values: PromptValues;
  /** What is lost without an answer, completing "The model …, so …"; `null` when nothing goes unreviewed. */
  readonly loss: string | null;
}

/** The model during one run: its budget, what was asked, and what could not be. */
export interface ModelSession {
  /** As shown in the report, such as `gpt-5.6 at api.openai.com`. */
  readonly label: string;
  /** `null` where nobody has said what tokens cost. */
  readonly prices: Prices | null;
  readonly config: RepositoryConfig;
  readonly catalogue: Catalogue;
  readonly promptsHash: string;
  readonly calls: readonly ModelCall[];
  /** What the model did not review and why, one sentence each. */
  readonly gaps: readonly string[];
  /** Why the last unanswered question got no answer, without a full stop; `null` when there was none. */
  readonly failure: string | null;
  /** Paths that were not shown to the model, or not in full, and why. */
  readonly unsent: ReadonlyMap<string, string>;
  readonly trace: readonly TraceEntry[];
  /** Tokens left in this run's budget. */
  readonly remaining: number;
  /** The answer, validated; `null` when there is none, with a gap where that is a loss. Never throws for a failing model. */
  ask<T>(question: Question<T>): Promise<T | null>;
  /** Records that a question was not asked because the budget holds nothing worth asking about. */
  giveUp(loss: string): void;
  leaveOut(path: string, reason: string): void;
}

/** What a session works with; `AnalysisTools` has all of it. */
export interface SessionTools {
  readonly model: LanguageModel | null;
  readonly catalogue: Catalogue;
  readonly signal: AbortSignal;
  /** `null` where every question is asked anew. */
  readonly answers?: AnswerMemory | null;
  /** What was spent before this run, and what there is a limit for; unset where nobody counts. */
  readonly spending?: RunSpending | null;
}

/** `null` when no model is configured or the repository switched it off. */
export function openModelSession(tools: SessionTools, config: RepositoryConfig): ModelSession | null {
  const { model } = tools;
  return model !== null && config.model.enabled ? new OpenSession({ ...tools, model }, config) : null;
}

/** Outcomes after which further calls would only cost time. */
const FINAL: ReadonlySet<CallOutcome> = new Set([
  "quota",
  "rate_limited",
  "timeout",
  "aborted",
  "unavailable",
  "rejected",
]);

/** How a failure reads in a gap sentence. */
const REASONS: Record<Exclude<CallOutcome, "ok">, string> = {
  truncated: "The model's answer was cut off",
  refused: "The model refused to answer",
  filtered: "The model's provider withheld the answer",
  malformed: "The model's endpoint answered with something unreadable",
  invalid: "The model's answer could not be used",
  quota: "The model account's quota is used up",
  rate_limited: "The model was over its rate limit",
  timeout: "The model did not answer in time",
  aborted: "The run was stopped",
  unavailable: "The model could not be reached",
  rejected: "The model's endpoint rejected the request",
};

const LATE = "The model's time for this run was used up";

/** Below this an answer would be cut before it says anything. */
const MIN_OUTPUT_TOKENS = 800;

const NO_USAGE: ModelUsage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0 };
const REMEMBERED: ModelAnswer = { outcome: "ok", text: "", usage: NO_USAGE, seconds: 0, detail: null };

interface Reply<T> {
  readonly outcome: CallOutcome;
  readonly value: T | null;
  readonly text: string;
  readonly problem: string;
}

class OpenSession implements ModelSession {
  readonly label: string;
  readonly prices: Prices | null;
  readonly config: RepositoryConfig;
  readonly catalogue: Catalogue;
  readonly promptsHash = promptsHash();
  readonly calls: ModelCall[] = [];
  readonly gaps: string[] = [];
  failure: string | null = null;
  readonly unsent = new Map<string, string>();
  readonly trace: TraceEntry[] = [];
  readonly #model: LanguageModel;
  readonly #signal: AbortSignal;
  readonly #answers: AnswerMemory | null;
  readonly #budget: CallBudget;
  /** Why the budget is as small as it is. */
  readonly #limit: string;
  readonly #deadline: AbortSignal;
  #closed: string | null = null;

  constructor(tools: SessionTools & { model: LanguageModel }, config: RepositoryConfig) {
    this.label = tools.model.label;
    this.config = config;
    this.catalogue = tools.catalogue;
    this.#model = tools.model;
    this.#signal = tools.signal;
    this.#answers = tools.answers ?? null;
    this.#deadline = AbortSignal.timeout(config.model.deadlineSeconds * 1_000);
    const { limit, ...allowance } = allowanceOf(config, tools.spending ?? NOTHING_SPENT);
    this.#budget = new CallBudget(allowance);
    this.#limit = limit;
    this.prices = allowance.prices;
  }

  /** Past it no question is asked; one that is under way ends with it. */
  get #isLate(): boolean {
    return this.#deadline.aborted;
  }

  get remaining(): number {
    return this.#budget.remaining;
  }

  giveUp(loss: string): void {
    this.#lose(this.#closed ?? this.#limit, loss);
  }

  leaveOut(path: string, reason: string): void {
    this.unsent.set(path, reason);
  }

  async ask<T>(question: Question<T>): Promise<T | null> {
    if (question.prompt.schema !== question.schema.name) {
      throw new Error(`Prompt ${question.prompt.id} asks for ${question.prompt.schema}, not ${question.schema.name}.`);
    }
    if (this.#isLate) this.#closed ??= LATE;
    if (this.#closed !== null) return this.#lose(this.#closed, question.loss);
    const messages = renderPrompt(question.prompt, question.values);
    const first = await this.#call(question, messages);
    if (first?.outcome !== "invalid") return this.#conclude(first, question.loss);
    const second = await this.#call(question, repairTurn(messages, first.text, first.problem));
    return this.#conclude(second ?? first, question.loss);
  }

  #conclude<T>(reply: Reply<T> | null, loss: string | null): T | null {
    if (reply === null) return this.#lose(this.#limit, loss);
    if (reply.outcome === "ok") return reply.value;
    const reason = REASONS[reply.outcome];
    if (FINAL.has(reply.outcome)) this.#closed = reason;
    return this.#lose(reason, loss);
  }

  #lose(reason: string, loss: string | null): null {
    this.failure = reason;
    const sentence = `${reason}, so ${loss ?? ""}.`;
    if (loss !== null && !this.gaps.includes(sentence)) this.gaps.push(sentence);
    return null;
  }

  /** What was answered to the same question before, or one call; `null` when the budget does not hold it. */
  async #call<T>(question: Question<T>, messages: ModelMessage[]): Promise<Reply<T> | null> {
    const { prompt, schema } = question;
    const asked = { tier: prompt.tier, messages, schema: { name: schema.name, schema: schema.json } };
    const key = questionKey(this.label, asked);
    const known = (await this.#answers?.recall(key)) ?? null;
    const remembered = known === null ? null : readReply(schema, { ...REMEMBERED, text: known });
    if (known !== null && remembered?.outcome === "ok") {
      this.#record(prompt, {
        messages,
        answer: { ...REMEMBERED, text: known },
        outcome: "ok",
        usage: NO_USAGE,
        remembered: true,
      });
      return remembered;
    }
    const reply = await this.#callAnew(question, asked);
    if (reply?.outcome === "ok") await this.#answers?.keep(key, JSON.stringify(reply.value));
    return reply;
  }

  /** A call that the run's deadline ended was too slow; one that the run's own end ended was stopped. */
  #timed(answer: ModelAnswer): ModelAnswer {
    const isTooSlow = answer.outcome === "aborted" && this.#isLate && !this.#signal.aborted;
    return isTooSlow ? { ...answer, outcome: "timeout" } : answer;
  }

  async #callAnew<T>(
    { prompt, schema }: Question<T>,
    asked: Omit<ModelRequest, "signal" | "maxOutputTokens">,
  ): Promise<Reply<T> | null> {
    const { messages } = asked;
    const input = estimateTokens(messages.map((message) => message.content).join("\n")) + estimateTokens(schema.shape);
    const output = Math.min(prompt.maxOutputTokens, this.#budget.answerTokens(input));
    if (output < MIN_OUTPUT_TOKENS || !this.#budget.reserve(input, output)) return null;
    const signal = AbortSignal.any([this.#signal, this.#deadline]);
    const answer = this.#timed(await this.#model.complete({ ...asked, maxOutputTokens: output, signal }));
    const usage = reported(answer) ?? guessUsage(answer, input);
    this.#budget.settle({ input, output }, usage);
    const reply = readReply(schema, answer);
    this.#record(prompt, { messages, answer, outcome: reply.outcome, usage, remembered: false });
    return reply;
  }

  #record(
    prompt: Prompt,
    call: {
      messages: readonly ModelMessage[];
      answer: ModelAnswer;
      outcome: CallOutcome;
      usage: ModelUsage;
      remembered: boolean;
    },
  ): void {
    const { messages, answer, outcome, usage, remembered } = call;
    const shared = { stage: prompt.stage, outcome, seconds: answer.seconds, remembered };
    this.calls.push({ ...shared, ...usage, prompt: `${prompt.id} ${prompt.version}` });
    const { id: promptId, hash: promptHash } = prompt;
    this.trace.push({ ...shared, promptId, promptHash, messages, answerText: answer.text, usage });
  }
}

function readReply<T>(schema: WireSchema<T>, answer: ModelAnswer): Reply<T> {
  const { outcome, text } = answer;
  if (outcome !== "ok") return { outcome, value: null, text, problem: "" };
  const decoded = decodeAnswer(schema, text);
  if ("value" in decoded) return { outcome: "ok", value: decoded.value, text, problem: "" };
  return { outcome: "invalid", value: null, text, problem: decoded.problem };
}

/** Many servers report no usage; a failed call may have cost nothing. */
function reported({ usage }: ModelAnswer): ModelUsage | null {
  return usage.inputTokens + usage.outputTokens > 0 ? usage : null;
}

function guessUsage(answer: ModelAnswer, input: number): ModelUsage {
  const answered = answer.outcome === "ok" || answer.outcome === "truncated" || answer.outcome === "filtered";
  return { inputTokens: answered ? input : 0, cachedTokens: 0, outputTokens: estimateTokens(answer.text) };
}

import { setTimeout as sleep } from "node:timers/promises";
import type OpenAI from "openai";
import type { LanguageModel, ModelAnswer, ModelOutcome, ModelRequest, ModelTier } from "../../ports/language-model.ts";
import { type Completion, NO_USAGE, readCompletion } from "./completion.ts";
import { type Dialect, FULL_DIALECT, requestBody, simplerDialect } from "./dialect.ts";
import { type Failure, readFailure } from "./failure.ts";

/** Where the model is and what may be spent on waiting for it. Times are in milliseconds. */
export interface OpenAiSettings {
  /** `null` for endpoints that want none, such as one on this machine. */
  readonly apiKey: string | null;
  /** Such as `http://localhost:11434/v1`; `null` means OpenAI itself. */
  readonly baseUrl: string | null;
  readonly model: string;
  /** Other models for single tiers; `model` answers for the rest. */
  readonly tiers?: Partial<Record<ModelTier, string>>;
  readonly timing?: Partial<Timing>;
}

interface Timing {
  /** Longest wait for one HTTP answer; below the five minutes after which the runtime cuts an idle connection. */
  readonly attempt: number;
  /** Longest time for one call with all its retries. */
  readonly deadline: number;
  /** Pauses before the second, third and further attempts; their number limits the retries. */
  readonly pauses: readonly number[];
}

const TIMING: Timing = { attempt: 180_000, deadline: 240_000, pauses: [500, 2_000, 8_000] };

const DETAILS: Record<ModelOutcome, string | null> = {
  ok: null,
  truncated: "The answer was longer than allowed and arrived cut.",
  refused: "The model refused to answer.",
  filtered: "The provider's content filter withheld the answer.",
  malformed: "The endpoint answered with something that is not a chat completion.",
  quota: "The account's quota is used up.",
  rate_limited: "The endpoint asked to wait longer than the deadline allows.",
  timeout: "No answer arrived before the deadline.",
  aborted: "The run was stopped.",
  unavailable: "The endpoint could not be reached or failed.",
  rejected: "The endpoint rejected the request; check the key, the address and the model's name.",
};

/** A language model behind any endpoint that speaks OpenAI's chat completions. The client loads on the first call. */
export function createOpenAiModel(settings: OpenAiSettings): LanguageModel {
  const timing = { ...TIMING, ...settings.timing };
  const dialects = new Map<string, Dialect>();
  let client: Promise<OpenAI> | null = null;
  return {
    label: labelOf(settings),
    async complete(request) {
      client ??= createClient(settings, timing);
      const model = settings.tiers?.[request.tier] ?? settings.model;
      return new Call(await client, request, { model, dialects, timing }).run();
    },
  };
}

interface CallContext {
  readonly model: string;
  /** What was learned of each model at this address. */
  readonly dialects: Map<string, Dialect>;
  readonly timing: Timing;
}

/** One request with its retries, under one deadline. */
class Call {
  readonly #client: OpenAI;
  readonly #request: ModelRequest;
  readonly #context: CallContext;
  readonly #startedAt = performance.now();
  readonly #deadline: AbortSignal;

  constructor(client: OpenAI, request: ModelRequest, context: CallContext) {
    this.#client = client;
    this.#request = request;
    this.#context = context;
    this.#deadline = AbortSignal.timeout(context.timing.deadline);
  }

  async run(): Promise<ModelAnswer> {
    const { pauses } = this.#context.timing;
    for (let retries = 0; ; retries += 1) {
      const result = await this.#attemptInKnownDialect();
      if (!("status" in result)) return this.#answer(result);
      const pause = pauses[retries];
      if (!result.retryable || pause === undefined) return this.#answer(result);
      if (!(await this.#wait(Math.max(pause, result.retryAfter ?? 0)))) return this.#answer(result);
    }
  }

  /** Repeats at once, without counting as a retry, while the endpoint names a parameter that it does not know. */
  async #attemptInKnownDialect(): Promise<Completion | Failure> {
    const { model, dialects } = this.#context;
    for (;;) {
      const dialect = dialects.get(model) ?? FULL_DIALECT;
      const result = await this.#attempt(dialect);
      const simpler = "status" in result ? simplerDialect(dialect, result) : null;
      if (simpler === null) return result;
      dialects.set(model, simpler);
    }
  }

  async #attempt(dialect: Dialect): Promise<Completion | Failure> {
    const attempt = AbortSignal.timeout(this.#context.timing.attempt);
    const signal = AbortSignal.any([this.#request.signal, this.#deadline, attempt]);
    const body = requestBody(this.#request, this.#context.model, dialect);
    try {
      return readCompletion(await this.#client.chat.completions.create(body, { signal }));
    } catch (error) {
      if (signal.aborted) return { ...readFailure(error, new Date()), outcome: "timeout", retryable: false };
      return readFailure(error, new Date());
    }
  }

  /** False when the pause would end after the deadline, or the run was stopped meanwhile. */
  async #wait(milliseconds: number): Promise<boolean> {
    const left = this.#context.timing.deadline - (performance.now() - this.#startedAt);
    if (milliseconds >= left) return false;
    return sleep(milliseconds, true, { signal: this.#request.signal }).catch(() => false);
  }

  #answer(result: Completion | Failure): ModelAnswer {
    const outcome = this.#request.signal.aborted ? "aborted" : result.outcome;
    const { text, usage } = "text" in result ? result : { text: "", usage: NO_USAGE };
    const seconds = (performance.now() - this.#startedAt) / 1_000;
    return { outcome, text, usage, seconds, detail: DETAILS[outcome] };
  }
}

/** Retries and deadlines are ours: the client's own ignore a `Retry-After` above a minute and multiply the timeout. */
async function createClient(settings: OpenAiSettings, timing: Timing): Promise<OpenAI> {
  const { default: Client } = await import("openai");
  return new Client({
    apiKey: settings.apiKey ?? "none",
    ...(settings.apiKey === null && { defaultHeaders: { authorization: null } }),
    adminAPIKey: null,
    baseURL: settings.baseUrl ?? "https://api.openai.com/v1",
    maxRetries: 0,
    timeout: timing.attempt + 1_000,
    logLevel: "off",
  });
}

function labelOf({ model, baseUrl, tiers = {} }: OpenAiSettings): string {
  const others = Object.entries(tiers).flatMap(([tier, other]) => (other === model ? [] : [`${tier}: ${other}`]));
  const models = others.length === 0 ? model : `${model} (${others.toSorted().join(", ")})`;
  return `${models} at ${baseUrl === null ? "api.openai.com" : new URL(baseUrl).host}`;
}

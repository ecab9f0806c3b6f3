/** Which of the three configured models a stage asks for. */
export type ModelTier = "small" | "main" | "critic";

export interface ModelMessage {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** One call. The schema is a hint to the provider; the pipeline validates the answer whatever the provider promised. */
export interface ModelRequest {
  readonly tier: ModelTier;
  readonly messages: readonly ModelMessage[];
  /** Flat JSON Schema with a name, in the subset that every provider accepts. */
  readonly schema: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
  readonly maxOutputTokens: number;
  /** Aborted when the run is superseded or over its deadline. */
  readonly signal: AbortSignal;
}

export interface ModelUsage {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

/** How a call ended. Everything but `ok` means: this part was not reviewed. */
export type ModelOutcome =
  | "ok"
  | "truncated"
  | "refused"
  | "filtered"
  | "malformed"
  | "quota"
  | "rate_limited"
  | "timeout"
  | "aborted"
  | "unavailable"
  | "rejected";

/** Failures are data: the adapter throws for programming errors only. */
export interface ModelAnswer {
  readonly outcome: ModelOutcome;
  /** The answer's text, also when it was cut; empty when none arrived. */
  readonly text: string;
  readonly usage: ModelUsage;
  readonly seconds: number;
  /** One short sentence for logs and the trace when the outcome is not `ok`; never the provider's own words. */
  readonly detail: string | null;
}

/** Any model behind a chat endpoint. It gets text and returns text: no tools, no addresses, no secrets. */
export interface LanguageModel {
  /** Names the models of all tiers, as shown in the report, such as `gpt-5.6 at api.openai.com`. */
  readonly label: string;
  complete(request: ModelRequest): Promise<ModelAnswer>;
}

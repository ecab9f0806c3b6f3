import type { ModelMessage, ModelOutcome, ModelUsage } from "../ports/language-model.ts";

/** How one call ended once its answer was read: the model's outcome, or `invalid` when the answer has the wrong shape. */
export type CallOutcome = ModelOutcome | "invalid";

/** One model call in full, for `--trace` and the store. Secrets are placeholders already; never part of a review. */
export interface TraceEntry {
  readonly stage: string;
  readonly promptId: string;
  readonly promptHash: string;
  readonly messages: readonly ModelMessage[];
  readonly answerText: string;
  readonly outcome: CallOutcome;
  readonly usage: ModelUsage;
  readonly seconds: number;
  /** True when the answer was given to the same question before and cost nothing now. */
  readonly remembered: boolean;
}

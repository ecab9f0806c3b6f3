import { costOf, type Prices, type TokenUse } from "../domain/spending.ts";

/** Bytes per token on the safe side: real diffs have about four characters per token, dense JSON 3.2. */
const BYTES_PER_TOKEN = 3.2;

/** An upper estimate without a tokenizer, which would differ by provider and stall on hostile text. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text, "utf8") / BYTES_PER_TOKEN);
}

/** What one run may use; `dollars` are what is left of a limit, and count only where prices are known. */
export interface Allowance {
  readonly tokens: number;
  readonly dollars: number | null;
  readonly prices: Prices | null;
}

/** Tokens and money that one run may use, input and output together. Reserve before a call, settle after it. */
export class CallBudget {
  readonly #allowance: Allowance;
  #tokens = 0;
  #dollars = 0;

  constructor(allowance: Allowance) {
    this.#allowance = allowance;
  }

  /** Tokens left. */
  get remaining(): number {
    return Math.max(0, this.#allowance.tokens - this.#tokens);
  }

  /** Tokens that an answer may have after so many of input; negative when the input alone is too much. */
  answerTokens(input: number): number {
    const { dollars, prices } = this.#allowance;
    const byTokens = this.remaining - input;
    if (dollars === null || prices === null || prices.output === 0) return byTokens;
    const left = dollars - this.#dollars - costOf(worstCase(input, 0), prices);
    return Math.min(byTokens, Math.floor((left * 1_000_000) / prices.output + ROUNDING));
  }

  /** Takes the worst case of a call out of the budget, or takes nothing and returns false. */
  reserve(input: number, output: number): boolean {
    if (output > this.answerTokens(input)) return false;
    this.#tokens += input + output;
    this.#dollars += this.#cost(worstCase(input, output));
    return true;
  }

  /** Replaces a reservation by what the call really used. */
  settle(reserved: { readonly input: number; readonly output: number }, used: TokenUse): void {
    this.#tokens += used.inputTokens + used.outputTokens - reserved.input - reserved.output;
    this.#dollars += this.#cost(used) - this.#cost(worstCase(reserved.input, reserved.output));
  }

  #cost(use: TokenUse): number {
    const { prices } = this.#allowance;
    return prices === null ? 0 : costOf(use, prices);
  }
}

/** Sums of prices are not exact. */
const ROUNDING = 1e-6;

function worstCase(input: number, output: number): TokenUse {
  return { inputTokens: input, cachedTokens: 0, outputTokens: output };
}

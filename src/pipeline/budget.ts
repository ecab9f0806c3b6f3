/** Bytes per token on the safe side: real diffs have about four characters per token, dense JSON 3.2. */
const BYTES_PER_TOKEN = 3.2;

/** An upper estimate without a tokenizer, which would differ by provider and stall on hostile text. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text, "utf8") / BYTES_PER_TOKEN);
}

/** Tokens that one run may use, input and output together. Reserve before a call, settle after it. */
export class TokenBudget {
  readonly limit: number;
  #used = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  get remaining(): number {
    return Math.max(0, this.limit - this.#used);
  }

  /** Takes the worst case of a call out of the budget, or takes nothing and returns false. */
  reserve(tokens: number): boolean {
    if (tokens > this.remaining) return false;
    this.#used += tokens;
    return true;
  }

  /** Replaces a reservation by what the call really used. */
  settle(reserved: number, used: number): void {
    this.#used += used - reserved;
  }
}

/** US dollars for a million tokens. */
export interface Prices {
  readonly input: number;
  /** Input that the provider had in its cache. */
  readonly cached: number;
  readonly output: number;
}

/** Tokens of one or several model calls; cached ones are part of the input. */
export interface TokenUse {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

/** What models have cost so far. */
export interface Spending {
  /** Input and output tokens of the installation since midnight, UTC. */
  readonly tokensToday: number;
  /** US dollars of the pull request over all its pushes. */
  readonly dollars: number;
}

/** In US dollars. */
export function costOf({ inputTokens, cachedTokens, outputTokens }: TokenUse, prices: Prices): number {
  const fresh = Math.max(0, inputTokens - cachedTokens);
  return (fresh * prices.input + cachedTokens * prices.cached + outputTokens * prices.output) / 1_000_000;
}

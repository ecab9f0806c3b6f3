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

/** Input and output tokens of several calls. */
export function tokensOf(calls: readonly TokenUse[]): number {
  return calls.reduce((total, { inputTokens, outputTokens }) => total + inputTokens + outputTokens, 0);
}

/** What several calls cost, in US dollars; `null` where nobody has said what tokens cost. */
export function costOfAll(calls: readonly TokenUse[], prices: Prices | null): number | null {
  return prices === null ? null : calls.reduce((total, call) => total + costOf(call, prices), 0);
}

/** In US dollars. */
export function costOf({ inputTokens, cachedTokens, outputTokens }: TokenUse, prices: Prices): number {
  const fresh = Math.max(0, inputTokens - cachedTokens);
  return (fresh * prices.input + cachedTokens * prices.cached + outputTokens * prices.output) / 1_000_000;
}

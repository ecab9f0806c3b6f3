import type { RepositoryConfig } from "../config/repository-config.ts";
import type { Prices, Spending } from "../domain/spending.ts";
import type { Allowance } from "./budget.ts";

/** What was spent before a run, and what limits it. */
export interface RunSpending {
  readonly spent: Spending;
  /** Tokens that an installation may use in a day; `null` means no limit. */
  readonly tokensPerDay: number | null;
  /** `null` where nobody has said what tokens cost: a limit in dollars cannot be kept then. */
  readonly prices: Prices | null;
}

export const NOTHING_SPENT: RunSpending = { spent: { tokensToday: 0, dollars: 0 }, tokensPerDay: null, prices: null };

/** The smallest of all limits for one run, with the sentence that says which it is when it is used up. */
export function allowanceOf(
  { model }: RepositoryConfig,
  { spent, tokensPerDay, prices }: RunSpending,
): Allowance & { readonly limit: string } {
  const { maxTokensPerRun, maxCostPerPullRequest } = model;
  const dollars = maxCostPerPullRequest === null || prices === null ? null : maxCostPerPullRequest - spent.dollars;
  const today = tokensPerDay === null ? maxTokensPerRun : Math.max(0, tokensPerDay - spent.tokensToday);
  const tokens = Math.min(maxTokensPerRun, today);
  return { tokens, dollars, prices, limit: limitOf({ dollars, isByDay: today < maxTokensPerRun }) };
}

function limitOf({ dollars, isByDay }: { dollars: number | null; isByDay: boolean }): string {
  if (isByDay) return "The installation's model tokens for today are used up";
  return dollars === null
    ? "The run's token budget was used up"
    : "The pull request's limit for what a model may cost, or the run's token budget, is used up";
}

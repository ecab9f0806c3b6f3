import type { PullRequestRef } from "../domain/job.ts";
import { type TokenUse, tokensOf } from "../domain/spending.ts";
import type { Store } from "../ports/store.ts";

/** What was asked of models, and what that cost in US dollars where it is known. */
interface Spent {
  readonly calls: readonly TokenUse[];
  readonly cost: number | null;
}

/** Counts towards the limits of the pull request and its installation. */
export async function recordSpending(
  ref: PullRequestRef,
  { calls, cost }: Spent,
  { store }: { readonly store: Pick<Store, "spend"> },
): Promise<void> {
  const tokens = tokensOf(calls);
  if (tokens > 0) await store.spend(ref, { tokens, dollars: cost ?? 0 });
}

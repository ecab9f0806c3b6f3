import type { Step } from "./progress.ts";

/** How a review ended, as operators count it. */
export type ReviewEnd = "published" | "not_wanted" | "superseded" | "failed" | "put_off";

/** What operators watch. Nothing of it names a repository or a person. */
export interface Metrics {
  stepTook(step: Step, seconds: number): void;
  reviewEnded(end: ReviewEnd, seconds: number): void;
  tokensUsed(used: { readonly input: number; readonly cached: number; readonly output: number }): void;
  /** Requests that GitHub still answers in this hour, by the newest answer. */
  quotaLeft(requests: number): void;
}

/** For runs that nobody watches. */
export const NO_METRICS: Metrics = {
  stepTook: () => undefined,
  reviewEnded: () => undefined,
  tokensUsed: () => undefined,
  quotaLeft: () => undefined,
};

import type { Side } from "./change-set.ts";
import type { Button } from "./command-place.ts";

/** Check-run conclusions that Threatdiff uses. */
export type Conclusion = "success" | "failure" | "neutral" | "cancelled" | "skipped";

export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

export interface CheckOutput {
  readonly conclusion: Conclusion;
  readonly title: string;
  readonly summary: string;
  readonly text: string | null;
  readonly annotations: readonly Annotation[];
  /** Buttons under the check, at most three. */
  readonly buttons: readonly Button[];
}

/** A comment on lines that exist in the diff at the head. */
export interface InlineComment {
  readonly threatId: string;
  readonly path: string;
  readonly side: Side;
  readonly startLine: number;
  readonly endLine: number;
  readonly body: string;
}

/** What to publish for one head, as data: the adapter compares it with what stands there and changes only the difference. */
export interface Publication {
  readonly headSha: string;
  readonly check: CheckOutput;
  /** `null` for a change without security meaning on a pull request that has no review of ours. */
  readonly review: ReviewPlan | null;
}

/** What one issue of a private repository says about a pull request. */
export interface PrivateDetails {
  /** Name of a repository of the same owner. */
  readonly repository: string;
  readonly title: string;
  readonly body: string;
}

/** Whether the details were written: a public repository gets none. */
export type DetailsOutcome = "told" | "public" | "unreachable";

/** Where details are told that the pull request does not show. */
export interface PrivateChannel {
  readonly repository: string;
  readonly outcome: DetailsOutcome;
}

export interface ReviewPlan {
  /** The summary; replaces the body of the review that we wrote for an earlier head. */
  readonly body: string;
  /** New threats get a comment; one that stands already is left alone. */
  readonly comments: readonly InlineComment[];
  /** New text, by threat id, for comments whose threat is gone at this head. */
  readonly goneComments: ReadonlyMap<string, string>;
}

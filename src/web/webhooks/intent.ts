import type { CommandJob, MergeJob, PullRequestRef, ReviewJob } from "../../domain/job.ts";

/** A repository as an event names it, before a pull request is known. */
export type RepositoryRef = Omit<PullRequestRef, "number">;

/** What an event asks for. Deciding this needs the payload alone; `receive.ts` does it. */
export type Intent =
  | { readonly kind: "review"; readonly job: ReviewJob }
  /** The event names a commit only: its pull requests are looked up in what we remember. */
  | { readonly kind: "review_head"; readonly repository: RepositoryRef; readonly headSha: string }
  | { readonly kind: "command"; readonly job: CommandJob }
  | { readonly kind: "merge_group"; readonly job: MergeJob }
  | { readonly kind: "cancel"; readonly ref: PullRequestRef }
  | { readonly kind: "forget_installation"; readonly installationId: number }
  | { readonly kind: "forget_repository"; readonly repositoryId: number }
  /** `reason` is a constant sentence for the debug log. */
  | { readonly kind: "ignore"; readonly reason: string };

/** Reads one kind of event. `appId` is our own, because some events also arrive for other apps' checks. */
export type EventReader = (payload: unknown, appId: number) => Intent[];

/** The answer to an event that asks for nothing. */
export function ignore(reason: string): Intent[] {
  return [{ kind: "ignore", reason }];
}

/** The answer to a payload that lacks what GitHub documents, such as an event of a webhook without an installation. */
export const NOT_UNDERSTOOD = ignore("The payload does not name an installation, a repository and what happened");

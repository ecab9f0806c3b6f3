import type { ChangeSet, ConfigSource, ContextFile } from "../domain/change-set.ts";
import type { CommandPlace } from "../domain/command-place.ts";
import type { PullRequestRef } from "../domain/job.ts";
import type { PackPlace, Packs } from "../domain/pack.ts";
import type { CheckOutput, Conclusion, DetailsOutcome, PrivateDetails, Publication } from "../domain/publication.ts";

/** A pull request as it stood when it was read; what the stale guard compares. */
export interface PullRequestState {
  readonly headSha: string;
  readonly baseSha: string;
  readonly state: "open" | "closed";
  readonly draft: boolean;
  readonly author: string;
  readonly labels: readonly string[];
  /** Untrusted, as is the body. */
  readonly title: string;
  readonly body: string;
  /** Address of the base repository for people. */
  readonly repositoryUrl: string;
  /** Number of files that it changes, which may be more than the host lists. */
  readonly changedFiles: number;
}

export type Permission = "admin" | "write" | "read" | "none";

/** The reading half: everything that an analysis needs, for one installation. */
export interface CodeHostReader {
  readState(ref: PullRequestRef): Promise<PullRequestState>;
  /** The check of a head that nobody finished. */
  findCheck(ref: PullRequestRef, headSha: string): Promise<StartedCheck | null>;
  /** The configuration of a commit. */
  readConfig(ref: PullRequestRef, sha: string): Promise<ConfigSource | null>;
  /** Reads the whole change of that state once. Throws `CodeHostError`; files that cannot be read are marked, not thrown. */
  readChange(ref: PullRequestRef, state: PullRequestState, signal: AbortSignal): Promise<ChangeSet>;
  /**
   * Reads further threat kinds: from the reviewed repository at `sha`, from others of the same owner at their default
   * branch. A place that cannot be read is named as missing.
   */
  readPacks(ref: PullRequestRef, places: readonly PackPlace[], sha: string): Promise<Packs>;
  /** Files of a commit that define one of the names or end in one of the paths; see `FurtherCode`. */
  findCode(
    ref: PullRequestRef,
    sha: string,
    needs: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly ContextFile[]>;
  /** The file of a commit whose path is rated highest; see `FurtherCode`. */
  findClosest(
    ref: PullRequestRef,
    sha: string,
    score: (path: string) => number,
    signal: AbortSignal,
  ): Promise<ContextFile | null>;
  /** Text of a file of a repository of the same owner, at its default branch; `null` when this App cannot read one. */
  readOwnerFile(ref: PullRequestRef, repository: string, path: string): Promise<string | null>;
  /** Id of the threat whose thread a comment replies in; `null` when it replies in no thread of ours. */
  readThreadThreat(ref: PullRequestRef, commentId: number): Promise<string | null>;
  /** Permission of a person on the repository; `none` for strangers. */
  readPermission(ref: PullRequestRef, login: string): Promise<Permission>;
}

/** A check run that was started and must be finished. */
export interface StartedCheck {
  readonly id: number;
  readonly headSha: string;
  /** False when an earlier try may have written into it. */
  readonly isNew: boolean;
}

/** A comment of ours whose threat is gone since this review, or came back. */
export interface TurnedComment {
  readonly id: number;
  readonly gone: boolean;
}

export interface PublishOutcome {
  readonly reviewId: number | null;
  readonly commentsCreated: number;
  readonly turned: readonly TurnedComment[];
  /** True when the host refused the inline places and everything went into the body. */
  readonly bodyOnly: boolean;
}

/** The writing half. Every operation looks for its own marker first, so that repeating it changes nothing. */
export interface CodeHostWriter {
  /** Starts, or finds, the one check run of this head. */
  startCheck(ref: PullRequestRef, headSha: string): Promise<StartedCheck>;
  /** Says in a check that runs what is being done. */
  showProgress(ref: PullRequestRef, check: StartedCheck, doing: string): Promise<void>;
  completeCheck(ref: PullRequestRef, check: StartedCheck, output: CheckOutput): Promise<void>;
  /** Ends a check without a result, such as `cancelled` for a superseded head. */
  closeCheck(ref: PullRequestRef, check: StartedCheck, conclusion: Conclusion, title: string): Promise<void>;
  /** Creates or updates the review. The check is not touched. */
  publishReview(ref: PullRequestRef, publication: Publication): Promise<PublishOutcome>;
  /** Creates or updates the issue with the details of a pull request in another, private repository. */
  publishDetails(ref: PullRequestRef, details: PrivateDetails): Promise<DetailsOutcome>;
  /** Resolves, or opens again, the threads of these comments where this App may; resolves to how many. */
  settleThreads(ref: PullRequestRef, turned: readonly TurnedComment[]): Promise<number>;
  /** Shows a SARIF log beside other scanners' findings, where this App may; resolves to whether it did. */
  uploadFindings(ref: PullRequestRef, headSha: string, sarif: string): Promise<boolean>;
  /** Says with a reaction how a command is going, where a reaction can be seen. */
  react(ref: PullRequestRef, place: CommandPlace, reaction: "eyes" | "+1" | "confused"): Promise<void>;
  /** Answers a command once: an answer that carries the same marker is not posted again. */
  reply(ref: PullRequestRef, place: CommandPlace, body: string): Promise<void>;
}

/** Opens the host for one installation; tokens are minted per job and scoped to one repository. */
export interface CodeHost {
  open(ref: PullRequestRef): Promise<CodeHostReader & CodeHostWriter>;
  /** Has events delivered again that were not taken since then; resolves to their number. */
  redeliverMissed(since: Date): Promise<number>;
}

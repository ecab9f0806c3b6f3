import type { Decision } from "../domain/disposition.ts";
import type { PullRequestRef } from "../domain/job.ts";
import type { ThreatReport } from "../domain/report.ts";
import type { Spending } from "../domain/spending.ts";
import type { AnswerMemory } from "./answer-memory.ts";

/** What is remembered of an analysis. */
export interface SavedRun {
  readonly headSha: string;
  readonly baseSha: string;
  readonly configSha: string | null;
  readonly report: ThreatReport;
  /** What the pull request may show of the report, by the configuration of that run. */
  readonly disclosure: "full" | "summary" | "private";
  /** False while the report is saved but not yet published: a crash in between publishes it without a new analysis. */
  readonly published: boolean;
  /** How many decisions of people the report takes into account. */
  readonly decided: number;
  /** The configuration of that run as text, and the files that it comes from; `null` for runs of earlier versions. */
  readonly settings: { readonly origins: readonly string[]; readonly text: string } | null;
}

/** A check that somebody has to come back to. */
export interface OpenCheck {
  readonly ref: PullRequestRef;
  readonly headSha: string;
  /** `started`: it may have been created, and nobody finished it; `abandoned`: it says that the review failed at every try. */
  readonly state: "started" | "abandoned";
}

/** Memory between runs. All of it can be rebuilt from the code host, except decisions. */
export interface Store {
  saveRun(ref: PullRequestRef, run: SavedRun): Promise<void>;
  markPublished(ref: PullRequestRef, headSha: string): Promise<void>;
  /** The run of exactly this head, base and configuration, if it was saved. */
  findRun(ref: PullRequestRef, headSha: string, baseSha: string, configSha: string | null): Promise<SavedRun | null>;
  /** The newest saved run of the pull request. */
  latestRun(ref: PullRequestRef): Promise<SavedRun | null>;
  /** The newest run that people have seen: what stands on the pull request now. */
  latestPublishedRun(ref: PullRequestRef): Promise<SavedRun | null>;
  /** Numbers of the pull requests whose saved runs include this head; for events that name a commit only. */
  pullRequestsOfHead(ref: Pick<PullRequestRef, "installationId" | "repositoryId">, headSha: string): Promise<number[]>;
  /** All decisions of people, oldest first. */
  decisions(ref: PullRequestRef): Promise<Decision[]>;
  /** Saves a decision once: `key` names what gave it, such as a comment. */
  saveDecision(ref: PullRequestRef, key: string, decision: Decision): Promise<void>;
  /** Records what the model calls of a run used. */
  spend(ref: PullRequestRef, used: { readonly tokens: number; readonly dollars: number }): Promise<void>;
  /** What the installation used today, and what the pull request has cost over all its pushes. */
  spent(ref: PullRequestRef): Promise<Spending>;
  /** What models answered about the pull request's repository. */
  answersOf(ref: PullRequestRef): AnswerMemory;
  /** Notes a command once, by what gave it; resolves to how many the person gave in this repository in ten minutes. */
  noteCommand(ref: PullRequestRef, key: string, actor: string): Promise<number>;
  /** Remembers a head whose check is about to be started, or ended without a result, until it is dropped. */
  noteCheck(ref: PullRequestRef, headSha: string, state: OpenCheck["state"]): Promise<void>;
  /** Forgets it; with `state` only when that is what it still is. */
  dropCheck(ref: PullRequestRef, headSha: string, state?: OpenCheck["state"]): Promise<void>;
  /** Checks that were noted longer ago than that and not dropped, the oldest first. */
  checksOpenFor(seconds: number): Promise<OpenCheck[]>;
  /** Pull requests with an acceptance that ended within the last hour and that no run has noticed. */
  pullRequestsWithExpired(): Promise<PullRequestRef[]>;
  /** True for one process at most once in so many seconds: it is its turn to sweep, or to look for open checks. */
  claimTurn(what: "sweep" | "checks", seconds: number): Promise<boolean>;
  /** Records a webhook delivery for the audit trail; true when this id was seen before. */
  recordDelivery(deliveryId: string, event: string): Promise<boolean>;
  /** Deletes everything of an installation. */
  forgetInstallation(installationId: number): Promise<void>;
  /** Deletes everything of a repository that an installation can no longer see. */
  forgetRepository(repositoryId: number): Promise<void>;
  /** Deletes what nobody has touched for so many days. */
  forgetOlderThan(days: number): Promise<void>;
  /** Throws `StoreError` when the database does not answer. */
  ping(): Promise<void>;
}

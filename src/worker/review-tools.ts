import type { RepositoryConfig } from "../config/repository-config.ts";
import type { ChangeSet } from "../domain/change-set.ts";
import type { Decision } from "../domain/disposition.ts";
import type { PullRequestRef } from "../domain/job.ts";
import type { Publication } from "../domain/publication.ts";
import type { ThreatReport } from "../domain/report.ts";
import type { Spending } from "../domain/spending.ts";
import type { Asked } from "../pipeline/ask.ts";
import type { AnswerMemory } from "../ports/answer-memory.ts";
import type { Clock } from "../ports/clock.ts";
import type { CodeHost } from "../ports/code-host.ts";
import type { Metrics } from "../ports/metrics.ts";
import type { FurtherCode } from "../ports/further-code.ts";
import type { Log } from "../ports/log.ts";
import type { Progress } from "../ports/progress.ts";
import type { PublicationOptions } from "../render/publication.ts";
import type { Store } from "../ports/store.ts";

/** What an analysis knows of earlier heads. */
export interface Remembered {
  readonly previous: ThreatReport | null;
  readonly decisions: readonly Decision[];
  readonly answers: AnswerMemory;
  readonly spent: Spending;
  readonly further: FurtherCode;
}

/** Who waits for an analysis: what stops it, and who is told where it is. */
export interface Attention {
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** Threat-models one change: the pipeline behind one function. */
export type Analyze = (
  change: ChangeSet,
  config: RepositoryConfig,
  memory: Remembered,
  attention: Attention,
) => Promise<ThreatReport>;

/** Answers a question from a report with a model, as far as one is configured. */
export type Ask = (
  question: string,
  report: ThreatReport,
  config: RepositoryConfig,
  memory: Pick<Remembered, "answers" | "spent"> & { readonly signal: AbortSignal },
) => Promise<Asked>;

/** Turns a report into what is posted; `previous` is what stands on the pull request now. */
export type Render = (
  report: ThreatReport,
  change: ChangeSet,
  options: PublicationOptions,
  previous: ThreatReport | null,
) => Publication;

/** Everything that the workers work with. */
export interface ReviewTools {
  readonly host: CodeHost;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly analyze: Analyze;
  readonly ask: Ask;
  readonly render: Render;
  /** The report for code scanning. */
  readonly renderSarif: (report: ThreatReport) => string;
  /** Longest time for one review. */
  readonly deadlineSeconds: number;
  /** A new reference by which an operator finds a failure in the log. */
  readonly newReference: () => string;
}

/** The fields that every log line about a job has. */
export function fieldsOf({ installationId, repositoryId, number }: PullRequestRef) {
  return { installationId, repositoryId, number };
}

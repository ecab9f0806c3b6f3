import type { RepositoryConfig } from "../config/repository-config.ts";
import { ConfigError } from "../domain/errors.ts";
import { JobAborted, type ReviewJob } from "../domain/job.ts";
import type { CheckOutput } from "../domain/publication.ts";
import type { CodeHostReader, PullRequestState } from "../ports/code-host.ts";
import type { ReviewEnd } from "../ports/metrics.ts";
import { configInvalid, runFailed, runTooLong } from "./check-outputs.ts";
import { readEffectiveConfig } from "./effective-config.ts";
import { failedConclusion, isWorthRetrying } from "./failure.ts";
import { asksByLabel, type OpenReview, runReview } from "./review-run.ts";
import { whyOutdated } from "./outdated.ts";
import { type ReviewTools, fieldsOf } from "./review-tools.ts";
import { openTracked } from "./tracked-host.ts";
import { isUpToDate } from "./up-to-date.ts";

/**
 * Does review jobs. Resolves when there is nothing left to do for a job, also when it failed and its check says so;
 * rejects when trying again later may help, or when the job is to be given back.
 */
export function createReviewWorker(tools: ReviewTools): (job: ReviewJob, signal: AbortSignal) => Promise<void> {
  return async (job, wanted) => {
    const started = performance.now();
    const count = (end: ReviewEnd) => tools.metrics.reviewEnded(end, (performance.now() - started) / 1_000);
    try {
      count(await openAndRun(job, wanted, tools));
    } catch (error) {
      count(isWorthRetrying(error) || wanted.aborted ? "put_off" : "failed");
      if (wanted.aborted) throw error;
      if (!isWorthRetrying(error)) {
        return tools.log.error({ ...fieldsOf(job), error }, "A review failed, and its check could not say so");
      }
      tools.log.warn({ ...fieldsOf(job), error }, "A review could not go on; it is tried again later");
      throw error;
    }
  };
}

async function openAndRun(job: ReviewJob, wanted: AbortSignal, tools: ReviewTools): Promise<ReviewEnd> {
  const host = await openTracked(job, tools);
  const state = await host.readState(job);
  const needless = await reasonNotToOpen(job, { host, state }, tools);
  if (needless !== null) {
    tools.log.info({ ...fieldsOf(job), reason: needless }, "A review was not needed");
    return "not_wanted";
  }

  const check = await host.startCheck(job, state.headSha);
  const late = AbortSignal.timeout(tools.deadlineSeconds * 1_000);
  let config: RepositoryConfig | null = null;
  const onConfig = (read: RepositoryConfig) => {
    config = read;
  };
  const review = { job, host, state, check, signal: AbortSignal.any([wanted, late]), onConfig };
  try {
    const outcome = await runReview(review, tools);
    if (outcome === "superseded") await closeSuperseded(review, tools);
    return outcome;
  } catch (error) {
    if (wanted.aborted) {
      await concludeAborted(review, wanted, tools);
      return "superseded";
    }
    if (isWorthRetrying(error) && !late.aborted) throw error;
    const output = late.aborted
      ? runTooLong(failedConclusion(config), tools.deadlineSeconds)
      : explainFailure(error, review, config, tools);
    await host.completeCheck(job, check, output);
    tools.log.warn({ ...fieldsOf(job), conclusion: output.conclusion }, "A review ended without a result");
    return "failed";
  }
}

interface Opened {
  readonly host: CodeHostReader;
  readonly state: PullRequestState;
}

/**
 * Closed pull requests, labels that ask for nothing, and heads whose review people have seen already; the configuration
 * is part of the base.
 */
async function reasonNotToOpen(
  job: ReviewJob,
  { host, state }: Opened,
  { store, clock }: ReviewTools,
): Promise<"closed" | "other_label" | "published" | null> {
  if (state.state === "closed") return "closed";
  if (job.force) return null;
  if (job.trigger === "labeled" && !(await hasAskingLabel(job, { host, state }))) return "other_label";
  const run = await store.latestPublishedRun(job);
  if (run?.headSha !== state.headSha || run.baseSha !== state.baseSha) return null;
  return isUpToDate(run, await store.decisions(job), clock.now()) ? "published" : null;
}

/** A faulty configuration is told by the reviews that are asked for otherwise. */
async function hasAskingLabel(job: ReviewJob, { host, state }: Opened): Promise<boolean> {
  const effective = await readEffectiveConfig(host, job, await host.readConfig(job, state.baseSha)).catch(noConfig);
  return effective !== null && asksByLabel(state, effective.config);
}

function noConfig(error: unknown): null {
  if (error instanceof ConfigError) return null;
  throw error;
}

function explainFailure(
  error: unknown,
  { job, check }: OpenReview,
  config: RepositoryConfig | null,
  { log, newReference }: ReviewTools,
): CheckOutput {
  if (error instanceof ConfigError) {
    log.info({ ...fieldsOf(job), path: error.path, line: error.line, key: error.key }, "A configuration has an error");
    return configInvalid(error);
  }
  const reference = newReference();
  log.error({ ...fieldsOf(job), headSha: check.headSha, reference, error }, "A review failed");
  return runFailed(failedConclusion(config), reference);
}

/** A job that is given back keeps its check open; one that is not wanted leaves no check running. */
async function concludeAborted(review: OpenReview, wanted: AbortSignal, tools: ReviewTools): Promise<void> {
  const reason: unknown = wanted.reason;
  if (reason instanceof JobAborted && reason.abortCause === "stopping") throw reason;
  await closeSuperseded(review, tools);
}

/** Closes the check of a head that is no longer reviewed. The check of the newest head belongs to the job that follows. */
async function closeSuperseded({ job, host, check }: OpenReview, { log }: ReviewTools): Promise<void> {
  const now = await host.readState(job);
  log.info({ ...fieldsOf(job), headSha: check.headSha, reason: "superseded" }, "A review was stopped");
  const title = whyOutdated(now, check.headSha) ?? (now.draft ? "The pull request became a draft" : null);
  if (title !== null) await host.closeCheck(job, check, "cancelled", title);
}

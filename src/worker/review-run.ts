import { createHash } from "node:crypto";
import { type EffectiveConfig, writeOut } from "../config/layers.ts";
import type { RepositoryConfig } from "../config/repository-config.ts";
import type { ChangeSet } from "../domain/change-set.ts";
import { missesCache } from "../domain/cache-use.ts";
import type { ReviewJob } from "../domain/job.ts";
import { packPlace } from "../domain/pack.ts";
import type { CheckOutput } from "../domain/publication.ts";
import type { CodeHostReader, CodeHostWriter, PullRequestState, StartedCheck } from "../ports/code-host.ts";
import type { FurtherCode } from "../ports/further-code.ts";
import type { SavedRun } from "../ports/store.ts";
import { notReviewed } from "./check-outputs.ts";
import { watchProgress } from "./check-progress.ts";
import { readEffectiveConfig } from "./effective-config.ts";
import { recordSpending } from "./record-spending.ts";
import { tellInPrivate } from "./private-details.ts";
import { type ReviewTools, fieldsOf } from "./review-tools.ts";

/** A review under way: the job, the head that is reviewed, and its open check. */
export interface OpenReview {
  readonly job: ReviewJob;
  readonly host: CodeHostReader & CodeHostWriter;
  readonly state: PullRequestState;
  readonly check: StartedCheck;
  /** Aborts when the review is no longer wanted or over its deadline. */
  readonly signal: AbortSignal;
  /** Told once the configuration is known, because it decides how a failure is shown. */
  readonly onConfig: (config: RepositoryConfig) => void;
}

/** How a review ended without an error. */
export type ReviewOutcome = "published" | "not_wanted" | "superseded";

/** Reads, analyses and publishes one head. Throws `ConfigError`, the signal's reason, and whatever fails. */
export async function runReview(review: OpenReview, tools: ReviewTools): Promise<ReviewOutcome> {
  const { job, host, state, check, signal } = review;
  const read = await host.readChange(job, state, signal);
  const effective = await readEffectiveConfig(host, job, read.config);
  const { config } = effective;
  review.onConfig(config);

  const standing = await tools.store.latestPublishedRun(job);
  const unwanted = reasonNotToReview(review, config, standing);
  if (unwanted !== null) {
    await host.completeCheck(job, check, unwanted);
    return "not_wanted";
  }
  const places = config.catalogue.packs.map(packPlace);
  const change = places.length === 0 ? read : { ...read, packs: await host.readPacks(job, places, read.baseSha) };
  const run = await findOrAnalyze(review, { change, effective, standing }, tools);

  // Between the start and here minutes may have passed: nothing is posted for a head that is no longer the head.
  signal.throwIfAborted();
  if (!(await isCurrent(review))) return "superseded";

  const previous = standing?.report ?? null;
  const channel = await tellInPrivate(review, config.review, { report: run.report, previous });
  const publication = tools.render(run.report, change, { ...config.review, channel }, previous);
  const posted = await host.publishReview(job, publication);
  await host.completeCheck(job, check, publication.check);
  await tools.store.markPublished(job, check.headSha);
  await extra(review, tools, "Threads were left as they were", async () => host.settleThreads(job, posted.turned));
  if (config.review.disclosure === "full") {
    const sarif = tools.renderSarif(run.report);
    const upload = async () => host.uploadFindings(job, check.headSha, sarif);
    await extra(review, tools, "Findings did not reach code scanning", upload);
  }
  const { conclusion } = publication.check;
  tools.log.info(
    { ...fieldsOf(job), headSha: check.headSha, conclusion, count: posted.commentsCreated },
    posted.bodyOnly ? "A review was published without inline comments" : "A review was published",
  );
  return "published";
}

/** Does what the review is complete without. */
async function extra(
  { job, check }: OpenReview,
  { log }: ReviewTools,
  otherwise: string,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.warn({ ...fieldsOf(job), headSha: check.headSha, error }, otherwise);
  }
}

/** Asked for by a person or by a changed base, a review is always wanted; otherwise the configuration decides. */
function reasonNotToReview(
  { job, state }: OpenReview,
  config: RepositoryConfig,
  standing: SavedRun | null,
): CheckOutput | null {
  const { review } = config;
  if (job.force || asksByLabel(state, config)) return null;
  if (state.draft && !review.drafts) {
    return notReviewed("this is a draft", "The review starts when the pull request is marked as ready.");
  }
  if (isAskedFor(job.trigger, review.on, standing === null)) return null;
  return notReviewed(
    "the configuration does not ask for it",
    `Reviews start on: ${review.on.join(", ") || "nothing"}. Comment \`/threatmodel run\` to ask for one.`,
  );
}

/** True when the pull request has a label that asks for a review. */
export function asksByLabel({ labels }: PullRequestState, { review }: RepositoryConfig): boolean {
  return review.labels.some((label) => labels.includes(label));
}

/** A push that replaced the opening's own job before that was done stands for the opening too. */
function isAskedFor(trigger: ReviewJob["trigger"], on: RepositoryConfig["review"]["on"], first: boolean): boolean {
  if (trigger === "pushed" && first && on.includes("opened")) return true;
  return trigger === "opened" || trigger === "pushed" || trigger === "ready" ? on.includes(trigger) : true;
}

interface Read {
  readonly change: ChangeSet;
  readonly effective: EffectiveConfig;
  readonly standing: SavedRun | null;
}

/** The saved run of exactly this change when it only was not published yet; else a new one, saved before it is shown. */
async function findOrAnalyze(review: OpenReview, read: Read, tools: ReviewTools): Promise<SavedRun> {
  const { job, signal } = review;
  const { change, effective, standing } = read;
  const { config } = effective;
  const settings = { origins: effective.origins, text: writeOut(effective) };
  const key = { headSha: change.headSha, baseSha: change.baseSha, configSha: hashOf(settings.text) };
  const saved = job.force ? null : await tools.store.findRun(job, key.headSha, key.baseSha, key.configSha);
  const decisions = await tools.store.decisions(job);
  if (saved !== null && !saved.published && saved.decided === decisions.length) return saved;

  const [spent, answers] = [await tools.store.spent(job), tools.store.answersOf(job)];
  // What did not change is the same at the base, which belongs to nobody's fork.
  const further: FurtherCode = {
    find: (needs, until) => review.host.findCode(job, change.baseSha, needs, until),
    findClosest: (score, until) => review.host.findClosest(job, change.mergeBaseSha, score, until),
  };
  const started = tools.clock.now().getTime();
  const remembered = { previous: standing?.report ?? null, decisions, answers, spent, further };
  const progress = watchProgress(review, tools.log);
  const attention = { signal, progress: progress.begin };
  const report = await tools.analyze(change, config, remembered, attention).finally(async () => progress.end());
  await recordSpending(job, report.run, tools);
  const seconds = (tools.clock.now().getTime() - started) / 1_000;
  const threats = report.threats.length;
  tools.log.info({ ...fieldsOf(job), headSha: key.headSha, seconds, threats }, "A change was analysed");
  if (missesCache(report.run)) {
    tools.log.warn(
      { ...fieldsOf(job), headSha: key.headSha },
      "The model's provider cached nothing of a repeated prompt",
    );
  }
  for (const reason of report.coverage.gaps) {
    tools.log.warn({ ...fieldsOf(job), headSha: key.headSha, reason }, "A part of an analysis was left out");
  }
  const run: SavedRun = {
    ...key,
    report,
    disclosure: config.review.disclosure,
    published: false,
    decided: decisions.length,
    settings,
  };
  await tools.store.saveRun(job, run);
  return run;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

async function isCurrent({ job, host, check }: OpenReview): Promise<boolean> {
  const now = await host.readState(job);
  return now.headSha === check.headSha && now.state === "open";
}

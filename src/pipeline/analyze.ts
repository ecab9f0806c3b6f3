import type { Catalogue } from "../catalogue/catalogue.ts";
import { withPacks } from "../catalogue/with-packs.ts";
import type { RepositoryConfig } from "../config/repository-config.ts";
import type { ChangeSet } from "../domain/change-set.ts";
import { StageError } from "../domain/errors.ts";
import type { ThreatReport } from "../domain/report.ts";
import type { AnswerMemory } from "../ports/answer-memory.ts";
import type { Clock } from "../ports/clock.ts";
import type { FurtherCode } from "../ports/further-code.ts";
import type { FactSource } from "../ports/fact-source.ts";
import type { LanguageModel } from "../ports/language-model.ts";
import type { Progress, Step } from "../ports/progress.ts";
import type { SecretScanner } from "../ports/secret-scanner.ts";
import type { RunSpending } from "./allowance.ts";
import { readNeeded } from "./model/read-needed.ts";
import { openModelSession } from "./model-session.ts";
import { assembleReport } from "./stages/assemble.ts";
import { enumerate } from "./stages/enumerate.ts";
import { ground } from "./stages/ground.ts";
import { rank } from "./stages/rank.ts";
import { type Memory, reconcile } from "./stages/reconcile.ts";
import { redact } from "./stages/redact.ts";
import { suggestFixes } from "./stages/suggest-fixes.ts";
import { summarize } from "./stages/summarize.ts";
import { verify } from "./stages/verify.ts";
import type { TraceEntry } from "./trace.ts";

/** What an analysis works with besides the change itself. */
export interface AnalysisTools {
  readonly scanner: SecretScanner;
  readonly factSource: FactSource;
  readonly catalogue: Catalogue;
  /** `null` when no model is configured: the rules answer alone. */
  readonly model: LanguageModel | null;
  /** What models have cost so far; `null` where nobody counts. */
  readonly spending?: RunSpending | null;
  /** Answers to earlier questions about the same repository; `null` where none are kept. */
  readonly answers?: AnswerMemory | null;
  /** Code that a model may ask to see; `null` where only what was read with the change is there. */
  readonly further?: FurtherCode | null;
  readonly clock: Clock;
  readonly progress: Progress;
  /** Aborted when a newer head supersedes this one or the deadline passes. */
  readonly signal: AbortSignal;
}

export interface Analysis {
  readonly report: ThreatReport;
  /** Every model call, redacted; for `--trace` and the store, never for the review. */
  readonly trace: readonly TraceEntry[];
}

/**
 * Threat-models one change. Reads nothing but its arguments and the model, whose failures are part of the report.
 * Throws the signal's reason when aborted, `ConfigError` for a faulty pack, and `StageError` for a fault of our own.
 */
export async function analyze(
  read: ChangeSet,
  config: RepositoryConfig,
  memory: Memory,
  tools: AnalysisTools,
): Promise<Analysis> {
  let current: Step = "redact";
  const begin = (step: Step) => {
    tools.signal.throwIfAborted();
    current = step;
    tools.progress(step);
  };
  // A faulty pack is the configuration's fault, not a stage's.
  const catalogue = withPacks(tools.catalogue, read.packs.files);
  try {
    return await runStages(read, config, memory, { ...tools, catalogue, begin });
  } catch (error) {
    throw tools.signal.aborted ? error : new StageError(current, error);
  }
}

/** The product, top to bottom. */
async function runStages(
  read: ChangeSet,
  config: RepositoryConfig,
  memory: Memory,
  tools: AnalysisTools & { begin: (step: Step) => void },
): Promise<Analysis> {
  const { begin, catalogue, clock, scanner } = tools;
  const startedAt = clock.now();

  begin("redact");
  const change = await redact(read, scanner);

  begin("ground");
  const grounded = await ground(change, config, tools);
  const model = openModelSession(tools, config);

  begin("summarize");
  const summary = await summarize(change, grounded, model);

  begin("enumerate");
  const proposed = await enumerate(change, grounded, summary, model);

  begin("verify");
  const verified = verify([...grounded.candidates, ...proposed.candidates], change, config.catalogue.severity);

  begin("rank");
  const shown = await readNeeded(proposed.needs, change, tools);
  const ranked = await rank(verified.threats, { change: shown, grounded, model, needs: proposed.needs });

  begin("suggest");
  const suggested = await suggestFixes(ranked.threats, change, { ...tools, config, model });

  begin("reconcile");
  const { threats, lapsed } = reconcile(suggested, memory, {
    headSha: change.headSha,
    now: clock.now(),
    catalogue,
    config,
  });
  const rejected = [...verified.rejected, ...ranked.refuted];
  const seen = { change, config, catalogue, grounded, summary, model };
  const report = assembleReport({ ...seen, threats, rejected, lapsed, previous: memory.previous, startedAt, clock });
  return { report, trace: model?.trace ?? [] };
}

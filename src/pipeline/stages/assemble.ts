import type { Catalogue } from "../../catalogue/catalogue.ts";
import type { RepositoryConfig } from "../../config/repository-config.ts";
import { ENGINE_VERSION } from "../../config/version.ts";
import type { ChangeSet } from "../../domain/change-set.ts";
import type { Coverage, FileCoverage } from "../../domain/coverage.ts";
import type { Lapsed } from "../../domain/disposition.ts";
import { decideGate } from "../../domain/gate.ts";
import { costOfAll } from "../../domain/spending.ts";
import { type Run, type ThreatReport, threatReportSchema } from "../../domain/report.ts";
import type { Rejected, Threat } from "../../domain/threat.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ChangeSummary } from "../change-summary.ts";
import { previewConfig } from "../config-preview.ts";
import type { Grounded } from "../grounded.ts";
import type { ModelSession } from "../model-session.ts";
import { claimVersusCode } from "../claim-versus-code.ts";
import { openQuestions } from "../questions.ts";

/** What the stages made of one change. */
export interface Findings {
  readonly change: ChangeSet;
  readonly config: RepositoryConfig;
  readonly catalogue: Catalogue;
  readonly grounded: Grounded;
  readonly summary: ChangeSummary;
  readonly threats: readonly Threat[];
  readonly rejected: readonly Rejected[];
  readonly lapsed: readonly Lapsed[];
  /** The report that stands on the pull request now. */
  readonly previous: ThreatReport | null;
  readonly model: ModelSession | null;
  readonly startedAt: Date;
  readonly clock: Clock;
}

/** Puts the report together: coverage, gate, questions and the run's own figures. */
export function assembleReport(findings: Findings): ThreatReport {
  const { change, config, catalogue, grounded, summary, threats, rejected, lapsed, previous } = findings;
  const coverage = coverageOf(findings);
  return threatReportSchema.parse({
    version: 1,
    repository: change.subject.repository,
    number: change.subject.number,
    webUrl: change.subject.webUrl,
    baseSha: change.baseSha,
    mergeBaseSha: change.mergeBaseSha,
    headSha: change.headSha,
    summary: [...summary.items],
    claim: claimVersusCode(change, threats),
    elements: [...grounded.delta.elements],
    flows: [...grounded.delta.flows],
    threats: withDistinctTitles(threats),
    rejected: [...rejected],
    lapsed: [...lapsed],
    questions: openQuestions(threats, { catalogue, asked: summary.questions, previous }),
    coverage,
    gate: decideGate(threats, coverage, config.gate),
    run: runOf(findings),
  } satisfies ThreatReport);
}

/** A title that several threats share says where each of them is. */
function withDistinctTitles(threats: readonly Threat[]): Threat[] {
  const elements = Map.groupBy(threats, ({ title }) => title);
  return threats.map((threat) => {
    const { title, element } = threat;
    const isShared = elements.get(title)?.some((other) => other.element !== element) ?? false;
    return isShared && !title.includes(element) ? { ...threat, title: `${title} at ${element}` } : threat;
  });
}

function coverageOf({ change, grounded, model }: Findings): Coverage {
  const files = grounded.files.map((file) => withModelPart(file, model));
  const missing = change.filesMissing === null ? [] : [change.filesMissing];
  const gaps = [
    ...missing,
    ...change.packs.missing,
    ...grounded.gaps,
    ...previewConfig(change).gaps,
    ...(model?.gaps ?? []),
  ];
  return { files, cells: [...grounded.cells], gaps };
}

/** A file that the rules read but that the model was not shown counts as half looked at. */
function withModelPart(file: FileCoverage, model: ModelSession | null): FileCoverage {
  const reason = model?.unsent.get(file.path);
  if (reason === undefined || file.state !== "analysed" || !file.matters) return file;
  return { ...file, state: "rules_only", reason };
}

function runOf({ catalogue, model, startedAt, clock }: Findings): Run {
  return {
    engine: ENGINE_VERSION,
    catalogue: catalogue.version,
    prompts: model?.promptsHash ?? null,
    model: model?.label ?? null,
    calls: [...(model?.calls ?? [])],
    cost: model && costOfAll(model.calls, model.prices),
    startedAt: startedAt.toISOString(),
    seconds: (clock.now().getTime() - startedAt.getTime()) / 1000,
  };
}

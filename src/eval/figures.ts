import { isComplete } from "../domain/coverage.ts";
import type { ThreatReport } from "../domain/report.ts";
import type { Threat } from "../domain/threat.ts";
import { type EvalRow, type EvalRun, freshOf } from "./evaluate.ts";

/** The figures of one case. */
export interface CaseFigures {
  readonly id: string;
  readonly kind: string;
  /** Published new threats of the first run. */
  readonly threats: readonly Pick<Threat, "id" | "kind" | "title" | "confidence" | "corroboration" | "origin">[];
  readonly primaryExpected: number;
  /** Of the primary threats, those at the line with a weakness of the same family. */
  readonly primaryCaught: number;
  readonly gating: number;
  /** Threats whose reach and missing control are decided. */
  readonly settled: number;
  /** Candidates that were not published because their lines are not there. */
  readonly rejectedAnchors: number;
  readonly badQuotes: number;
  readonly complete: boolean;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly seconds: number;
  /** Threats that every run has, of those that one has. */
  readonly stable: number;
  readonly everSeen: number;
  /** New threats that undoing the change brings; `null` where it was not undone. */
  readonly undone: number | null;
  readonly failure: string;
}

/** What a case came to; tokens and seconds are those of the first run. */
export function figuresOf({ known, runs, primary, badQuotes, undone }: EvalRow): CaseFigures {
  const [first] = runs;
  const fresh = freshOf(first?.report ?? null);
  return {
    id: known.id,
    kind: known.kind,
    threats: fresh.map(shortened),
    primaryExpected: known.expected_threats.filter((expected) => expected.primary).length,
    primaryCaught: primary.filter(({ atLine }) => atLine).length,
    settled: fresh.filter(({ claim }) => claim.reachable !== "unknown" && claim.controlAbsent !== "unknown").length,
    badQuotes,
    ...reportFigures(first?.report ?? null),
    seconds: first?.seconds ?? 0,
    ...stability(runs),
    undone: undone && freshOf(undone.report).length,
    failure: failureOf(undone ? [...runs, undone] : runs),
  };
}

function shortened({ id, kind, title, confidence, corroboration, origin }: Threat): CaseFigures["threats"][number] {
  return { id, kind, title, confidence, corroboration, origin };
}

function reportFigures(report: ThreatReport | null) {
  const calls = report?.run.calls ?? [];
  return {
    gating: report?.gate.failing.length ?? 0,
    rejectedAnchors: report?.rejected.filter(({ stage }) => stage === "verify").length ?? 0,
    complete: report !== null && isComplete(report.coverage),
    calls: calls.length,
    inputTokens: calls.reduce((total, call) => total + call.inputTokens, 0),
    outputTokens: calls.reduce((total, call) => total + call.outputTokens, 0),
  };
}

function stability(runs: readonly EvalRun[]) {
  const sets = runs.map((run) => new Set(freshOf(run.report).map(({ id }) => id)));
  const ever = new Set(sets.flatMap((ids) => [...ids]));
  return { stable: [...ever].filter((id) => sets.every((ids) => ids.has(id))).length, everSeen: ever.size };
}

function failureOf(runs: readonly EvalRun[]): string {
  return runs.map(({ failure }) => failure).find((failure) => failure !== "") ?? "";
}

/** Sums over all cases; `hallucinated` and `failed` must be zero. */
export function totalsOf(cases: readonly CaseFigures[]) {
  const sum = (of: (one: CaseFigures) => number, among = cases) => among.reduce((total, one) => total + of(one), 0);
  const quiet = cases.filter(({ kind }) => kind !== "vulnerable");
  const pairs = cases.filter(({ undone }) => undone !== null);
  const published = sum(({ threats }) => threats.length);
  return {
    cases: cases.length,
    failed: cases.filter(({ failure }) => failure !== "").length,
    primaryExpected: sum(({ primaryExpected }) => primaryExpected),
    primaryCaught: sum(({ primaryCaught }) => primaryCaught),
    published,
    publishedOnQuietCases: sum(({ threats }) => threats.length, quiet),
    gatingOnQuietCases: sum(({ gating }) => gating, quiet),
    settled: sum(({ settled }) => settled),
    pairs: pairs.length,
    correctPairs: pairs.filter(
      ({ primaryCaught, primaryExpected, undone }) => primaryCaught === primaryExpected && undone === 0,
    ).length,
    hallucinated: sum(({ badQuotes }) => badQuotes),
    stable: sum(({ stable }) => stable),
    everSeen: sum(({ everSeen }) => everSeen),
    calls: sum(({ calls }) => calls),
    inputTokens: sum(({ inputTokens }) => inputTokens),
    medianInputTokens: medianOf(cases.map(({ inputTokens }) => inputTokens)),
    outputTokens: sum(({ outputTokens }) => outputTokens),
    seconds: sum(({ seconds }) => seconds),
  };
}

function medianOf(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return middle.reduce((total, figure) => total + figure, 0) / Math.max(1, middle.length);
}

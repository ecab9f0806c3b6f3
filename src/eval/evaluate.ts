import { execFile, execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { type ThreatReport, threatReportSchema } from "../domain/report.ts";
import { isNew } from "../domain/threat.ts";
import { type Judged, judgeChange } from "./judge.ts";
import type { Case } from "./manifest.ts";

const LAUNCHER = resolve(import.meta.dirname, "../../bin/threatdiff.js");
const MOST_OUTPUT = 256 * 1024 * 1024;

/** How cases are run. */
export interface EvalPlan {
  /** Directory with one two-commit repository for each case, with the branches `base` and `main`. */
  readonly root: string;
  /** Reviews of each case. */
  readonly runs: number;
  /** Reviews at a time. */
  readonly parallel: number;
  readonly offline: boolean;
  /** Whether vulnerable changes are also undone, which must bring nothing. */
  readonly pairs: boolean;
  /** Directory of a case's answers for one run, or `null` where every question is asked anew. */
  readonly answersOf: (known: Case, run: number) => string | null;
  readonly variables: NodeJS.ProcessEnv;
}

/** What one review of a case gave. */
export interface EvalRun {
  /** `null` when there was none; `failure` says why. */
  readonly report: ThreatReport | null;
  readonly failure: string;
  readonly seconds: number;
}

/** One case over all its runs. */
export interface EvalRow {
  readonly known: Case;
  readonly runs: readonly EvalRun[];
  /** The mechanical judgement of the first run's primary threats. */
  readonly primary: readonly Judged[];
  readonly badQuotes: number;
  /** The change undone; `null` where that was not asked for. */
  readonly undone: EvalRun | null;
}

/** Reviews every case as the command line does, and compares with what is known of it. */
export async function evaluate(cases: readonly Case[], plan: EvalPlan): Promise<EvalRow[]> {
  const rows = new Map<Case, EvalRow>();
  const waiting = [...cases];
  const work = async () => {
    for (let known = waiting.shift(); known; known = waiting.shift()) rows.set(known, await runCase(known, plan));
  };
  await Promise.all(Array.from({ length: plan.parallel }, work));
  return cases.flatMap((known) => rows.get(known) ?? []);
}

async function runCase(known: Case, plan: EvalPlan): Promise<EvalRow> {
  const directory = join(plan.root, known.id);
  const runs: EvalRun[] = [];
  const there = { base: "base", head: "main" };
  for (let run = 0; run < plan.runs; run += 1) {
    runs.push(await review(directory, there, { ...plan, answers: plan.answersOf(known, run) }));
  }
  const undone = plan.pairs && known.kind === "vulnerable" ? await reviewUndone(known, plan) : null;
  const report = runs[0]?.report;
  const { primary, badQuotes } = report ? judgeChange(known, directory, report) : { primary: [], badQuotes: 0 };
  return { known, runs, primary, badQuotes, undone };
}

async function reviewUndone(known: Case, plan: EvalPlan): Promise<EvalRun> {
  const directory = join(plan.root, known.id);
  return review(directory, wayBack(directory), { ...plan, answers: plan.answersOf(known, 0) });
}

interface Range {
  readonly base: string;
  readonly head: string;
}

/** From the change to a commit on top of it that undoes it. */
function wayBack(directory: string): Range {
  const identity = ["-c", "user.name=eval", "-c", "user.email=eval@example.invalid"];
  const undo = ["commit-tree", "-m", "undo", "-p", "main", "base^{tree}"];
  return {
    base: "main",
    head: execFileSync("git", ["-C", directory, ...identity, ...undo], { encoding: "utf8" }).trim(),
  };
}

async function review(
  directory: string,
  { base, head }: Range,
  { offline, variables, answers }: EvalPlan & { readonly answers: string | null },
): Promise<EvalRun> {
  const started = performance.now();
  const range = ["review", "--repo", directory, "--base", base, "--head", head, "--format", "json"];
  const more = [...(offline ? ["--offline"] : []), ...(answers === null ? [] : ["--answers", answers])];
  const { promise, resolve: done } = Promise.withResolvers<{ stdout: string; problem: string }>();
  execFile(
    process.execPath,
    [LAUNCHER, ...range, ...more],
    { env: variables, maxBuffer: MOST_OUTPUT },
    (_, stdout, stderr) => done({ stdout, problem: stderr.trim().split("\n").at(-1) ?? "no output" }),
  );
  const { stdout, problem } = await promise;
  const seconds = (performance.now() - started) / 1_000;
  if (!stdout.startsWith("{")) return { report: null, failure: problem, seconds };
  return { report: threatReportSchema.parse(JSON.parse(stdout)), failure: "", seconds };
}

/** The new threats of a report. */
export function freshOf(report: ThreatReport | null): ThreatReport["threats"] {
  return report?.threats.filter(({ effect }) => isNew(effect)) ?? [];
}

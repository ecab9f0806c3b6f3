import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { UsageError } from "../domain/errors.ts";
import { type EvalPlan, evaluate } from "../eval/evaluate.ts";
import { type CaseFigures, figuresOf, totalsOf } from "../eval/figures.ts";
import { type Case, readManifest } from "../eval/manifest.ts";
import { recordAnswers, recordModel, restoreAnswers, withRecordedModel } from "../eval/recordings.ts";
import type { CommandInput } from "./command.ts";
import type { Terminal } from "./terminal.ts";

interface EvalOptions {
  readonly root: string;
  readonly cases: readonly Case[];
  readonly record: string | null;
  readonly replay: string | null;
}

/** Reviews the cases and prints the figures. False when a review failed or a published quote is not there. */
export async function runEval(input: CommandInput, terminal: Terminal): Promise<boolean> {
  const raw = mkdtempSync(join(tmpdir(), "threatdiff-eval-"));
  try {
    return await evaluateIn(raw, input, terminal);
  } finally {
    // The answers quote the cases.
    rmSync(raw, { recursive: true, force: true });
  }
}

async function evaluateIn(raw: string, input: CommandInput, terminal: Terminal): Promise<boolean> {
  const { values, switches } = input;
  const options = readOptions(input, terminal.directory);
  const { root, cases, record, replay } = options;
  const plan: EvalPlan = {
    root,
    answersOf: answersIn(raw, options),
    runs: readCount(values["runs"], 1, "--runs"),
    parallel: readCount(values["parallel"], 2, "--parallel"),
    offline: switches.has("offline"),
    pairs: switches.has("pairs"),
    variables: replay === null ? terminal.variables : withRecordedModel(replay, terminal.variables),
  };
  const rows = await evaluate(cases, plan);
  if (record !== null) {
    recordModel(record, terminal.variables);
    for (const { id } of cases) recordAnswers(join(raw, "0", id), join(record, id), join(root, id));
  }
  const figures = rows.map(figuresOf);
  const totals = totalsOf(figures);
  const isJson = values["format"] === "json";
  await terminal.write(isJson ? `${JSON.stringify({ cases: figures, totals }, null, 2)}\n` : table(figures, totals));
  return totals.failed + totals.hallucinated === 0;
}

function readOptions({ values }: CommandInput, directory: string): EvalOptions {
  const at = (name: string) => (values[name] === undefined ? null : resolve(directory, values[name]));
  const [root, manifest] = [at("cases"), at("manifest")];
  if (root === null || manifest === null || !existsSync(root) || !existsSync(manifest)) {
    throw new UsageError("eval needs --cases DIR and --manifest FILE; evals/README.md says what they hold.");
  }
  return { root, cases: readManifest(manifest), record: at("record"), replay: at("replay") };
}

/** Each run asks anew, unless answers are recorded or replayed; a replay gives every run the same ones. */
function answersIn(raw: string, { root, cases, record, replay }: EvalOptions): EvalPlan["answersOf"] {
  if (replay !== null) {
    for (const { id } of cases) restoreAnswers(join(replay, id), join(raw, "0", id), join(root, id));
    return ({ id }) => join(raw, "0", id);
  }
  return ({ id }, run) => (record === null ? null : join(raw, String(run), id));
}

function readCount(given: string | undefined, usual: number, option: string): number {
  const count = given === undefined ? usual : Number(given);
  if (!Number.isInteger(count) || count < 1 || count > 20)
    throw new UsageError(`${option} takes a number from 1 to 20.`);
  return count;
}

const HEADINGS = [
  "case",
  "primary",
  "undone",
  "new",
  "gating",
  "settled",
  "complete",
  "calls",
  "input",
  "output",
  "s",
  "kinds",
];

function table(cases: readonly CaseFigures[], totals: ReturnType<typeof totalsOf>): string {
  const rows = cases.map((one) => [
    one.id,
    one.primaryExpected === 0 ? "–" : `${one.primaryCaught}/${one.primaryExpected}`,
    one.undone === null ? "–" : String(one.undone),
    String(one.threats.length),
    String(one.gating),
    `${one.settled}/${one.threats.length}`,
    one.complete ? "yes" : "no, said so",
    String(one.calls),
    String(one.inputTokens),
    String(one.outputTokens),
    one.seconds.toFixed(1),
    one.failure ||
      one.threats
        .map(({ kind, confidence, corroboration }) => `${kind} (${confidence}, ${corroboration.join("+")})`)
        .join(", "),
  ]);
  const lines = [HEADINGS, HEADINGS.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`);
  return [...lines, "\n", ...Object.entries(totals).map(([name, value]) => `- ${name}: ${Math.round(value)}\n`)].join(
    "",
  );
}

/**
 * Runs the rules over real changes, there and back: `node evals/offline.ts CASES MANIFEST [--format json]`, where CASES
 * holds one two-commit repository per case (branches `base` and `main`).
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { judge, type Verdict } from "../src/eval/judge.ts";
import { type Case, readManifest } from "../src/eval/manifest.ts";
import { runReverse, runReview } from "./run-review.ts";

interface Row {
  readonly known: Case;
  /** `null` when a review failed. */
  readonly verdict: Verdict | null;
  readonly failure: string;
  readonly seconds: number;
}

function runCase(root: string, known: Case): Row {
  const directory = join(root, known.id);
  const there = runReview(directory, "base", "main");
  const back = runReverse(directory);
  const failure = there.failure || back.failure;
  const verdict = there.report && back.report ? judge(known, directory, there.report, back.report) : null;
  return { known, verdict, failure, seconds: there.seconds };
}

const HEADINGS = [
  "case",
  "at the line",
  "in the file",
  "place",
  "new",
  "gating",
  "resolved on the way back",
  "introduced on the way back",
  "complete",
  "bad quotes",
  "s",
  "kinds",
];

function format({ known, verdict, failure, seconds }: Row): string {
  if (!verdict) return tableRow([known.id, `failed: ${failure}`, ...HEADINGS.slice(2).map(() => "")]);
  const { primary, fresh, reverse } = verdict;
  const share = (key: "atLine" | "inFile") =>
    primary.length === 0 ? "–" : `${primary.filter((one) => one[key]).length}/${primary.length}`;
  const kinds = [...new Set(fresh.map((threat) => `${threat.kind} (${threat.risk.severity}, ${threat.confidence})`))];
  return tableRow([
    known.id,
    share("atLine"),
    share("inFile"),
    primary.map(({ rank }) => rank ?? "–").join(", ") || "–",
    String(fresh.length),
    String(verdict.gating),
    `${reverse.resolved}/${fresh.length}`,
    reverse.introduced.join(", ") || "nothing",
    verdict.isComplete ? "yes" : "no, said so",
    String(verdict.badQuotes),
    seconds.toFixed(1),
    kinds.join(", "),
  ]);
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

/** Sums over all cases; what must be zero is named so. */
function totalsOf(rows: readonly Row[]) {
  const judged = rows.flatMap(({ known, verdict }) => (verdict ? [{ known, verdict }] : []));
  const sum = (count: (row: (typeof judged)[number]) => number) => judged.reduce((all, row) => all + count(row), 0);
  return {
    cases: rows.length,
    failed: rows.filter(({ verdict }) => verdict === null).length,
    primary: sum(({ verdict }) => verdict.primary.length),
    atLine: sum(({ verdict }) => verdict.primary.filter((one) => one.atLine).length),
    inFile: sum(({ verdict }) => verdict.primary.filter((one) => one.inFile).length),
    amongFirstFive: sum(({ verdict }) => verdict.primary.filter(({ rank }) => rank !== null && rank <= 5).length),
    newOnQuietCases: sum((row) => (quiet(row) ? row.verdict.fresh.length : 0)),
    gatingOnQuietCases: sum((row) => (quiet(row) ? row.verdict.gating : 0)),
    fresh: sum(({ verdict }) => verdict.fresh.length),
    resolvedOnTheWayBack: sum(({ verdict }) => verdict.reverse.resolved),
    introducedOnTheWayBack: sum(({ known, verdict }) =>
      known.kind === "vulnerable" ? verdict.reverse.introduced.length : 0,
    ),
    badQuotes: sum(({ verdict }) => verdict.badQuotes),
    complete: sum(({ verdict }) => (verdict.isComplete ? 1 : 0)),
  };
}

/** Benign and architectural changes: what is new on them is a false alarm. */
function quiet({ known }: { known: Case }): boolean {
  return known.kind !== "vulnerable";
}

function missesOf(rows: readonly Row[]): string[] {
  return rows.flatMap(({ known, verdict }) =>
    (verdict?.primary ?? []).flatMap(({ expected, miss }) => {
      const [first, last] = expected.lines;
      return miss === null ? [] : [`${known.id} ${expected.file}:${first}-${last} ${expected.cwe.join(" ")}: ${miss}`];
    }),
  );
}

function printTable(rows: readonly Row[]): void {
  const lines = [tableRow(HEADINGS), tableRow(HEADINGS.map(() => "---")), ...rows.map(format)];
  const totals = Object.entries(totalsOf(rows)).map(([name, value]) => `- ${name}: ${value}\n`);
  const misses = missesOf(rows).map((miss) => `- ${miss}\n`);
  process.stdout.write([...lines, "\n", ...totals, "\nMissed:\n", ...misses].join(""));
}

function main(): void {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { format: { type: "string" } } });
  const [root, manifestPath] = positionals;
  if (!root || !manifestPath || !existsSync(root)) {
    process.stderr.write("usage: node evals/offline.ts CASES MANIFEST [--format json]\n");
    process.exitCode = 2;
    return;
  }
  const rows = readManifest(manifestPath).map((known) => runCase(root, known));
  if (values.format === "json") {
    const cases = rows.map(({ known: { id, kind }, ...rest }) => ({ id, kind, ...rest }));
    process.stdout.write(`${JSON.stringify({ cases, totals: totalsOf(rows), misses: missesOf(rows) }, null, 2)}\n`);
  } else printTable(rows);
  const { failed, badQuotes } = totalsOf(rows);
  if (failed + badQuotes > 0) process.exitCode = 1;
}

main();

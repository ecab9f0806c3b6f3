/**
 * Runs the rules over real changes: `node evals/offline.ts CASES [MANIFEST]`, where CASES holds one two-commit
 * repository per case (branches `base` and `main`). Prints one Markdown row per case, and totals.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { isComplete } from "../src/domain/coverage.ts";
import { type ThreatReport, threatReportSchema } from "../src/domain/report.ts";
import { isNew, type Threat } from "../src/domain/threat.ts";

const manifestSchema = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["vulnerable", "benign", "architectural"]),
      expected_threats: z.array(
        z.object({
          file: z.string(),
          lines: z.tuple([z.int(), z.int()]),
          cwe: z.array(z.string()),
          primary: z.boolean(),
        }),
      ),
    }),
  ),
});
type Case = z.infer<typeof manifestSchema>["cases"][number];

const LINES_AROUND = 5;
const LAUNCHER = resolve(import.meta.dirname, "../bin/threatdiff.js");

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly report: ThreatReport | null;
  readonly seconds: number;
  readonly failure: string;
  readonly badQuotes: number;
  readonly caught: string;
}

function runCase(root: string, known: Case): Row {
  const directory = join(root, known.id);
  const started = performance.now();
  const args = [
    LAUNCHER,
    "review",
    "--repo",
    directory,
    "--base",
    "base",
    "--head",
    "main",
    "--offline",
    "--format",
    "json",
  ];
  const child = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 256 * 1024 * 1024 });
  const seconds = (performance.now() - started) / 1000;
  const row = { id: known.id, kind: known.kind, seconds };
  if (child.status === null || child.status === 2 || !child.stdout) {
    return {
      ...row,
      report: null,
      failure: child.stderr.trim().split("\n").at(-1) ?? "no output",
      badQuotes: 0,
      caught: "–",
    };
  }
  const report = threatReportSchema.parse(JSON.parse(child.stdout));
  return { ...row, report, failure: "", badQuotes: countBadQuotes(directory, report), caught: caughtOf(known, report) };
}

/** Quotes that are not in the blob at the named lines; a masked secret is compared up to the mask. */
function countBadQuotes(directory: string, report: ThreatReport): number {
  const evidence = report.threats.flatMap((threat) => threat.evidence);
  return evidence.filter(({ path, side, startLine, endLine, quote }) => {
    const sha = side === "base" ? report.mergeBaseSha : report.headSha;
    const blob = execFileSync("git", ["-C", directory, "show", `${sha}:${path}`], {
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    const lines = blob
      .split(/\r?\n/u)
      .slice(startLine - 1, endLine)
      .join("\n");
    return quote.includes("<secret:") ? !lines.startsWith(quote.split("<secret:")[0] ?? "") : lines !== quote;
  }).length;
}

/** Primary expected threats that a reported new threat names by file and lines; the CWE is for people to compare. */
function caughtOf(known: Case, report: ThreatReport): string {
  const primary = known.expected_threats.filter((expected) => expected.primary);
  if (known.kind !== "vulnerable") return "–";
  const fresh = report.threats.filter((threat) => isNew(threat.effect));
  const hits = primary.filter((expected) => fresh.some((threat) => names(threat, expected)));
  return `${hits.length}/${primary.length}`;
}

function names(threat: Threat, expected: Case["expected_threats"][number]): boolean {
  const [start, end] = expected.lines;
  return threat.evidence.some(
    (evidence) =>
      evidence.side === "head" &&
      evidence.path === expected.file &&
      evidence.startLine <= end + LINES_AROUND &&
      evidence.endLine >= start - LINES_AROUND,
  );
}

function format(row: Row): string {
  if (!row.report) return `| ${row.id} | ${row.kind} | failed: ${row.failure} | | | | | |`;
  const fresh = row.report.threats.filter((threat) => isNew(threat.effect));
  const gone = row.report.threats.filter((threat) => threat.effect === "resolved").length;
  const kinds = [...new Set(fresh.map((threat) => `${threat.kind} (${threat.risk.severity})`))].join(", ");
  const complete = isComplete(row.report.coverage) ? "complete" : "incomplete, said so";
  const cells = [
    row.id,
    row.kind,
    `${fresh.length} new, ${gone} resolved`,
    row.caught,
    complete,
    row.badQuotes,
    row.seconds.toFixed(1),
    kinds,
  ];
  return `| ${cells.join(" | ")} |`;
}

function main([root, manifestPath]: readonly string[]): void {
  if (!root || !manifestPath || !existsSync(root)) {
    process.stderr.write("usage: node evals/offline.ts CASES MANIFEST\n");
    process.exitCode = 2;
    return;
  }
  const { cases } = manifestSchema.parse(JSON.parse(readFileSync(manifestPath, "utf8")));
  process.stdout.write(
    "| case | kind | threats | primary at the line | coverage | quotes not in the blob | seconds | kinds |\n",
  );
  process.stdout.write("|---|---|---|---|---|---|---|---|\n");
  const rows = cases.map((known) => {
    const row = runCase(root, known);
    process.stdout.write(`${format(row)}\n`);
    return row;
  });
  if (rows.some((row) => row.report === null || row.badQuotes > 0)) process.exitCode = 1;
}

main(process.argv.slice(2));

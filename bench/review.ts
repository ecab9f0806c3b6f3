/**
 * Seconds and peak memory of `review --offline` on ranges of one repository:
 * `node bench/review.ts REPOSITORY BASE..HEAD…`. Whole processes, three runs each, the median is printed.
 */
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const LAUNCHER = resolve(import.meta.dirname, "../bin/threatdiff.js");
const RUNS = 3;

interface Measure {
  readonly seconds: number;
  readonly megabytes: number;
  readonly threats: number;
  readonly files: number;
}

function measure(repository: string, base: string, head: string): Measure {
  const args = ["-v", process.execPath, LAUNCHER, "review", "--repo", repository, "--base", base, "--head", head];
  const started = performance.now();
  const child = spawnSync("/usr/bin/time", [...args, "--offline", "--format", "json"], {
    encoding: "utf8",
    maxBuffer: 512 * 1024 * 1024,
  });
  const seconds = (performance.now() - started) / 1000;
  const peak = /Maximum resident set size \(kbytes\): (\d+)/u.exec(child.stderr)?.[1];
  if (!child.stdout || !peak) throw new Error(`review failed: ${child.stderr.slice(-400)}`);
  const report: { threats: unknown[]; coverage: { files: unknown[] } } = JSON.parse(child.stdout);
  return {
    seconds,
    megabytes: Number(peak) / 1024,
    threats: report.threats.length,
    files: report.coverage.files.length,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const [repository, ...ranges] = process.argv.slice(2);
if (!repository || ranges.length === 0) {
  process.stderr.write("usage: node bench/review.ts REPOSITORY BASE..HEAD…\n");
  process.exit(2);
}
process.stdout.write("| range | files | threats | seconds (median of 3) | peak MB |\n|---|---|---|---|---|\n");
for (const range of ranges) {
  const [base = "", head = "HEAD"] = range.split("..");
  const runs = Array.from({ length: RUNS }, () => measure(repository, base, head));
  const seconds = median(runs.map((run) => run.seconds)).toFixed(2);
  const megabytes = Math.round(median(runs.map((run) => run.megabytes)));
  process.stdout.write(`| ${range} | ${runs[0]?.files} | ${runs[0]?.threats} | ${seconds} | ${megabytes} |\n`);
}

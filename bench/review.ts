/**
 * Seconds and peak memory of `review --offline` on ranges of one repository:
 * `node bench/review.ts REPOSITORY BASE..HEAD…`. Whole processes, three runs each, the median is printed.
 */
import { type Measure, measure } from "./measure.ts";

const RUNS = 3;

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
  const runs: Measure[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await measure(repository, base, head));
  const seconds = median(runs.map((run) => run.seconds)).toFixed(2);
  const megabytes = Math.round(median(runs.map((run) => run.megabytes)));
  process.stdout.write(`| ${range} | ${runs[0]?.files} | ${runs[0]?.threats} | ${seconds} | ${megabytes} |\n`);
}

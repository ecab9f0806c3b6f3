import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";

const LAUNCHER = resolve(import.meta.dirname, "../bin/threatdiff.js");
/** Asking how much memory is shared takes the kernel a while; more often would slow down what is measured. */
const SAMPLE_MS = 200;

/** What one review of a range cost, as a whole process with those that it starts. */
export interface Measure {
  readonly seconds: number;
  /** Peak of all processes together. */
  readonly megabytes: number;
  readonly threats: number;
  readonly files: number;
}

/** Runs `review --offline` once, on Linux. Throws when there is no report. */
export async function measure(repository: string, base: string, head: string): Promise<Measure> {
  const range = ["--repo", repository, "--base", base, "--head", head];
  const started = performance.now();
  const child = spawn(process.execPath, [LAUNCHER, "review", ...range, "--offline", "--format", "json"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, kilobytesOf(child.pid ?? 0));
  }, SAMPLE_MS);
  const [output, problems] = await Promise.all([text(child.stdout), text(child.stderr)]);
  clearInterval(sampling);
  const seconds = (performance.now() - started) / 1000;
  if (output === "") throw new Error(`review failed: ${problems.slice(-400)}`);
  const report: { threats: unknown[]; coverage: { files: unknown[] } } = JSON.parse(output);
  return { seconds, megabytes: peak / 1024, threats: report.threats.length, files: report.coverage.files.length };
}

/** Memory of a process and everything below it, shared pages by halves; one that just ended has none. */
function kilobytesOf(processId: number): number {
  try {
    const own = /^Pss:\s+(\d+)/mu.exec(readFileSync(`/proc/${processId}/smaps_rollup`, "utf8"))?.[1] ?? 0;
    const children = readFileSync(`/proc/${processId}/task/${processId}/children`, "utf8").split(" ").filter(Boolean);
    return Number(own) + children.reduce((total, child) => total + kilobytesOf(Number(child)), 0);
  } catch {
    return 0;
  }
}

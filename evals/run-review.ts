import { execFileSync, spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { type ThreatReport, threatReportSchema } from "../src/domain/report.ts";

const LAUNCHER = resolve(import.meta.dirname, "../bin/threatdiff.js");
const MOST_OUTPUT = 256 * 1024 * 1024;

/** One review by the command line, as a whole process. */
export interface ReviewRun {
  /** `null` when there was none; `failure` says why. */
  readonly report: ThreatReport | null;
  readonly failure: string;
  readonly seconds: number;
}

/** Reviews a two-commit repository without a model, from one revision to the other. */
export function runReview(directory: string, base: string, head: string): ReviewRun {
  const started = performance.now();
  const args = [LAUNCHER, "review", "--repo", directory, "--base", base, "--head", head, "--offline"];
  const child = spawnSync(process.execPath, [...args, "--format", "json"], {
    encoding: "utf8",
    maxBuffer: MOST_OUTPUT,
  });
  const seconds = (performance.now() - started) / 1000;
  if (child.status === null || child.status === 2 || !child.stdout) {
    return { report: null, failure: child.stderr.trim().split("\n").at(-1) ?? "no output", seconds };
  }
  return { report: threatReportSchema.parse(JSON.parse(child.stdout)), failure: "", seconds };
}

/**
 * Reviews the way back. The change's merge base must be its other end, so the commits are laid the other way round as
 * unreferenced objects; the repository's branches stay as they are.
 */
export function runReverse(directory: string): ReviewRun {
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", directory, ...IDENTITY, ...args])
      .toString()
      .trim();
  const base = git("commit-tree", "-m", "base", git("rev-parse", "main^{tree}"));
  const head = git("commit-tree", "-m", "change", "-p", base, git("rev-parse", "base^{tree}"));
  return runReview(directory, base, head);
}

const IDENTITY = ["-c", "user.name=case", "-c", "user.email=case@example.invalid"];

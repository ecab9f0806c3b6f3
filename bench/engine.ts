/**
 * Compares the rules with `deepsec scan` on one repository in the same run: `node bench/engine.ts REPOSITORY DEEPSEC`.
 * DEEPSEC is a folder where `npm i deepsec@2.3.9 --ignore-scripts` was run; REPOSITORY is a clone that may get a
 * `.deepsec` folder. The whole repository counts as one change, since the peer knows no changes.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { threatReportSchema } from "../src/domain/report.ts";
import { isNew } from "../src/domain/threat.ts";
import { type Place, placeKind } from "./place-kind.ts";

const LAUNCHER = resolve(import.meta.dirname, "../bin/threatdiff.js");
const RUNS = 3;
const SAMPLE = 50;

interface Scan {
  readonly seconds: number;
  readonly matches: readonly Place[];
}

const scannedSchema = z.object({
  filePath: z.string(),
  candidates: z.array(z.object({ lineNumbers: z.array(z.int()) })),
});

/** Runs the peer's scan; it writes one file of candidates per scanned file. */
function scanWithDeepsec(repository: string, install: string): Scan {
  const program = join(install, "node_modules/deepsec/dist/cli.mjs");
  const workspace = join(repository, ".deepsec");
  if (!existsSync(workspace)) {
    execFileSync(process.execPath, [program, "init", "--scaffold-only"], { cwd: repository, stdio: "ignore" });
    mkdirSync(join(workspace, "node_modules"), { recursive: true });
    symlinkSync(join(install, "node_modules/deepsec"), join(workspace, "node_modules/deepsec"));
  }
  const [project = ""] = readdirSync(join(workspace, "data"));
  const output = join(workspace, "data", project, "files");
  rmSync(output, { recursive: true, force: true });
  const started = performance.now();
  execFileSync(process.execPath, [program, "scan"], { cwd: workspace, stdio: "ignore" });
  const seconds = (performance.now() - started) / 1000;
  const results = readdirSync(output, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".json"));
  const matches = results.flatMap((path) => {
    const { filePath, candidates } = scannedSchema.parse(JSON.parse(readFileSync(join(output, path), "utf8")));
    return candidates.map(({ lineNumbers: [line = 1] }) => ({ path: filePath, line }));
  });
  return { seconds, matches };
}

/** Reviews the change from nothing to everything. */
function reviewEverything(repository: string): Scan {
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", repository, ...IDENTITY, ...args])
      .toString()
      .trim();
  const nothing = git("commit-tree", "-m", "base", git("hash-object", "-t", "tree", "/dev/null"));
  const everything = git("commit-tree", "-m", "change", "-p", nothing, git("rev-parse", "HEAD^{tree}"));
  const args = [LAUNCHER, "review", "--repo", repository, "--base", nothing, "--head", everything];
  const started = performance.now();
  const output = outputOf([...args, "--offline", "--format", "json"]);
  const seconds = (performance.now() - started) / 1000;
  const { threats } = threatReportSchema.parse(JSON.parse(output));
  const matches = threats
    .filter(({ effect }) => isNew(effect))
    .flatMap(({ evidence: [first] }) => (first ? [{ path: first.path, line: first.startLine }] : []));
  return { seconds, matches };
}

const IDENTITY = ["-c", "user.name=bench", "-c", "user.email=bench@example.invalid"];

/** A review ends with 1 or 3 when it has something to say; its output counts all the same. */
function outputOf(args: readonly string[]): string {
  try {
    return execFileSync(process.execPath, args, {
      maxBuffer: 512 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    }).toString();
  } catch (error) {
    const output = error instanceof Error && "stdout" in error ? String(error.stdout) : "";
    if (output === "") throw error;
    return output;
  }
}

/** Evenly spread, so that the same matches are taken every time. */
function sampleOf(matches: readonly Place[]): readonly Place[] {
  if (matches.length <= SAMPLE) return matches;
  return Array.from({ length: SAMPLE }, (_, index) => matches[Math.floor((index * matches.length) / SAMPLE)]).filter(
    (place) => place !== undefined,
  );
}

function describe(name: string, scans: readonly Scan[], repository: string): { row: string; seconds: number } {
  const [last] = scans.slice(-1);
  const seconds =
    scans.map((scan) => scan.seconds).toSorted((a, b) => a - b)[Math.floor(scans.length / 2)] ?? Number.NaN;
  const sample = sampleOf(last?.matches ?? []);
  const kinds = Map.groupBy(sample, (place) => placeKind(repository, place));
  const count = (kind: ReturnType<typeof placeKind>) => kinds.get(kind)?.length ?? 0;
  const cells = [name, seconds.toFixed(2), last?.matches.length ?? 0, `${count("code")}/${sample.length}`];
  const others = [count("comment"), count("type"), count("test")];
  return { row: `| ${[...cells, ...others].join(" | ")} |\n`, seconds };
}

const [repository, install] = process.argv.slice(2);
if (!repository || !install) {
  process.stderr.write("usage: node bench/engine.ts REPOSITORY DEEPSEC\n");
  process.exit(2);
}
const peers: Scan[] = [];
const ours: Scan[] = [];
for (let run = 0; run < RUNS; run += 1) {
  peers.push(scanWithDeepsec(repository, install));
  ours.push(reviewEverything(repository));
}
const peer = describe("deepsec scan", peers, repository);
const own = describe("threatdiff review --offline, all files new", ours, repository);
process.stdout.write(
  "| tool | seconds (median of 3) | matches | sampled in code | in comments | in types | in tests, docs, data |\n",
);
process.stdout.write(`|---|---|---|---|---|---|---|\n${peer.row}${own.row}`);
process.stdout.write(`\nWall time, ours to theirs: ${(own.seconds / peer.seconds).toFixed(2)}\n`);

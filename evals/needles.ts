/**
 * Hides vulnerable cases in large changes: `node evals/needles.ts MIRRORS MANIFEST OUT [--least 5000] [--most 20000]` moves
 * the base of each back in its repository's history until the change has so many lines, and writes a two-commit
 * repository as `offline.ts` and `threatdiff eval` read it. MIRRORS holds `owner+name/repo`, bare and with history.
 */
import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";

const manifestSchema = z.object({
  cases: z.array(
    z.object({ id: z.string(), repo: z.string(), base_sha: z.string(), head_sha: z.string(), kind: z.string() }),
  ),
});
type Case = z.infer<typeof manifestSchema>["cases"][number];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { least: { type: "string", default: "5000" }, most: { type: "string", default: "20000" } },
});
const [mirrors, manifest, out] = positionals;
if (mirrors === undefined || manifest === undefined || out === undefined) {
  process.stderr.write("needles needs MIRRORS, MANIFEST and OUT.\n");
  process.exit(2);
}
const [LEAST, MOST] = [Number(values.least), Number(values.most)];
/** Commits that are looked back. */
const FURTHEST = 3_000;
const NOBODY = { name: "case", email: "case@example.invalid", date: "2026-01-01T00:00:00Z" };

function git(directory: string, ...args: string[]): string {
  const env = {
    ...process.env,
    GIT_AUTHOR_NAME: NOBODY.name,
    GIT_AUTHOR_EMAIL: NOBODY.email,
    GIT_AUTHOR_DATE: NOBODY.date,
    GIT_COMMITTER_NAME: NOBODY.name,
    GIT_COMMITTER_EMAIL: NOBODY.email,
    GIT_COMMITTER_DATE: NOBODY.date,
    GIT_NO_LAZY_FETCH: "1",
  };
  const options: ExecFileSyncOptionsWithStringEncoding = {
    encoding: "utf8",
    env,
    maxBuffer: 1e9,
    stdio: ["ignore", "pipe", "ignore"],
  };
  return execFileSync("git", ["-C", directory, ...args], options).trim();
}

/** Added and removed lines. */
function linesBetween(mirror: string, from: string, to: string): number {
  const counted = git(mirror, "diff", "--shortstat", from, to);
  return [...counted.matchAll(/(\d+) (?:insertion|deletion)/gu)].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** The nearest ancestor that makes the change large enough; lines grow with the distance, so halving finds it. */
function furtherBase(mirror: string, { base_sha: base, head_sha: head }: Case): { sha: string; lines: number } | null {
  const ancestors = git(mirror, "log", "--first-parent", "--format=%H", `-n${FURTHEST}`, base).split("\n");
  let [near, far] = [0, ancestors.length - 1];
  while (near < far) {
    const middle = Math.floor((near + far) / 2);
    if (linesBetween(mirror, ancestors[middle] ?? base, head) >= LEAST) far = middle;
    else near = middle + 1;
  }
  const sha = ancestors[near] ?? base;
  const lines = linesBetween(mirror, sha, head);
  return lines >= LEAST && lines <= MOST ? { sha, lines } : null;
}

/** Two commits with the mirror's trees; its objects are borrowed, not copied. */
function write(mirror: string, directory: string, trees: { base: string; head: string }): void {
  mkdirSync(directory, { recursive: true });
  git(directory, "init", "-q", "-b", "main");
  git(directory, "config", "core.symlinks", "false");
  writeFileSync(join(directory, ".git/objects/info/alternates"), `${join(mirror, "objects")}\n`);
  const base = git(directory, "commit-tree", "-m", "base", `${trees.base}^{tree}`);
  const head = git(directory, "commit-tree", "-m", "change", "-p", base, `${trees.head}^{tree}`);
  git(directory, "update-ref", "refs/heads/base", base);
  git(directory, "update-ref", "refs/heads/main", head);
}

for (const one of manifestSchema.parse(JSON.parse(readFileSync(manifest, "utf8"))).cases) {
  if (one.kind !== "vulnerable") continue;
  const mirror = resolve(mirrors, one.repo.replace("/", "+"), "repo");
  try {
    const found = furtherBase(mirror, one);
    if (found) write(mirror, join(resolve(out), one.id), { base: found.sha, head: one.head_sha });
    process.stdout.write(
      `${one.id}: ${found ? `${found.lines} lines since ${found.sha.slice(0, 10)}` : "no such base"}\n`,
    );
  } catch (error) {
    process.stdout.write(`${one.id}: ${error instanceof Error ? error.message.split("\n")[0] : "failed"}\n`);
  }
}

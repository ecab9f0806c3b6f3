import { execFileSync } from "node:child_process";
import { readLocalChange } from "../src/adapters/local-git/local-change.ts";
import { createFactSource } from "../src/adapters/reader-process/fact-source.ts";
import { createSecretScanner } from "../src/adapters/secretlint/secret-scanner.ts";
import { loadCatalogue } from "../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../src/config/repository-config.ts";
import type { ThreatReport } from "../src/domain/report.ts";
import { analyze } from "../src/pipeline/analyze.ts";
import { systemClock } from "../src/ports/clock.ts";
import { READER_PROGRAM } from "../src/reader-program.ts";

/** Larger changes are merges of many, which say little about one. */
const MOST_FILES = 40;

/** A commit with its first parent. */
export interface Commit {
  readonly sha: string;
  readonly parent: string;
}

const TOOLS = {
  scanner: createSecretScanner(),
  factSource: createFactSource(READER_PROGRAM),
  catalogue: loadCatalogue(),
  model: null,
  clock: systemClock,
  progress: () => undefined,
  signal: new AbortController().signal,
};

/** What the rules say of one commit, or of undoing it; a text when there is no report, with the reason. */
export async function reviewCommit(
  directory: string,
  commit: Commit,
  reverse: boolean,
): Promise<ThreatReport | string> {
  const [base, head] = reverse ? [commit.sha, backwards(directory, commit)] : [commit.parent, commit.sha];
  try {
    const change = await readLocalChange(
      { directory, base, head, worktree: false, cacheDirectory: null },
      TOOLS.signal,
    );
    if (change.files.length > MOST_FILES) return "too many files";
    const { report } = await analyze(change, DEFAULT_CONFIG, { previous: null, decisions: [] }, TOOLS);
    return report;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** A commit on top of this one that undoes it: its parent's tree. */
function backwards(directory: string, { sha, parent }: Commit): string {
  const identity = ["-c", "user.name=eval", "-c", "user.email=eval@example.invalid"];
  const args = ["-C", directory, ...identity, "commit-tree", "-m", "undo", "-p", sha, `${parent}^{tree}`];
  return execFileSync("git", args).toString().trim();
}

import { resolve } from "node:path";
import { CONFIG_PATH, type ChangeSet, type ConfigSource } from "../../domain/change-set.ts";
import { ConfigError } from "../../domain/errors.ts";
import { NO_PACKS } from "../../domain/pack.ts";
import { readBlobs } from "./blobs.ts";
import { isFile, toChangedFile } from "./changed-file.ts";
import { readCommittedChanges } from "./committed.ts";
import { type Git, openGit } from "./git.ts";
import { findRepository, resolveRange } from "./revisions.ts";
import { readSurroundings } from "./surroundings.ts";
import { readTree } from "./tree.ts";
import { readWorktreeChanges } from "./worktree.ts";

/** What to compare in a local repository. */
export interface LocalRange {
  readonly directory: string;
  /** A revision, or `null` for the default branch. */
  readonly base: string | null;
  readonly head: string;
  /** Compare with the files on disk instead of `head`, new files included. */
  readonly worktree: boolean;
  /** Where what files import may be kept between runs; `null` for nowhere. */
  readonly cacheDirectory: string | null;
}

/**
 * Reads a local change once, as the code host's adapter reads a pull request: nothing is checked out, fetched or executed.
 * Throws `UsageError` when there is no repository, revision or common commit, and `ConfigError` for a configuration
 * that is not a readable file.
 */
export async function readLocalChange(range: LocalRange, signal: AbortSignal): Promise<ChangeSet> {
  const directory = resolve(range.directory);
  const repository = await findRepository(openGit(directory, signal));
  const git = openGit(repository.root, signal);
  const commits = await resolveRange(git, repository, range);
  const [changes, tree, config, title] = await Promise.all([
    range.worktree ? readWorktreeChanges(git, repository, commits.mergeBaseSha) : readCommittedChanges(git, commits),
    readTree(git, commits.mergeBaseSha),
    readConfig(git, commits.baseSha),
    readTitle(git, commits.headSha),
  ]);
  const files = changes.map(toChangedFile);
  const place = { git, repository: repository.root, cacheDirectory: range.cacheDirectory, tree };
  return {
    subject: { repository: repository.name, number: null, webUrl: null },
    title,
    body: "",
    ...commits,
    files,
    ...(await readSurroundings(place, files)),
    config,
    packs: NO_PACKS,
    filesMissing: null,
  };
}

async function readTitle(git: Git, commit: string): Promise<string> {
  const output = (await git.run(["rev-list", "--max-count=1", "--format=%s", commit])).toString();
  return output.split("\n")[1] ?? "";
}

/** The configuration at the base: the head's copy belongs to whoever wrote the change. */
async function readConfig(git: Git, commit: string): Promise<ConfigSource | null> {
  const entry = (await readTree(git, commit, CONFIG_PATH)).get(CONFIG_PATH);
  if (entry === undefined) return null;
  const content = isFile(entry) ? (await readBlobs(git, [entry.sha])).get(entry.sha) : "unreadable";
  if (typeof content === "object") return { path: CONFIG_PATH, sha: commit, text: content.text };
  throw new ConfigError(`The configuration at the base is not a readable text file (${content ?? "unreadable"}).`, {
    path: CONFIG_PATH,
  });
}

import { resolve } from "node:path";
import {
  CONFIG_PATH,
  type ChangeSet,
  type ChangedFile,
  type ConfigSource,
  type ContextFile,
} from "../../domain/change-set.ts";
import { chooseContext } from "../../domain/context-choice.ts";
import { changeGraph } from "../../domain/imports/change-imports.ts";
import { ConfigError } from "../../domain/errors.ts";
import { NO_PACKS } from "../../domain/pack.ts";
import { readBlobs } from "./blobs.ts";
import { isFile, toChangedFile } from "./changed-file.ts";
import { readCommittedChanges } from "./committed.ts";
import { type Git, openGit } from "./git.ts";
import type { Entry } from "./raw-diff.ts";
import { readAliases } from "./manifests.ts";
import { findRepository, resolveRange } from "./revisions.ts";
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
  const map = { paths: headPaths(tree, files), truncated: false, aliases: await readAliases(git, tree, files) };
  const choice = chooseContext({ files, paths: map.paths, graph: changeGraph({ files, map }, []) });
  return {
    subject: { repository: repository.name, number: null, webUrl: null },
    title,
    body: "",
    ...commits,
    files,
    context: await readContext(git, choice.paths, tree),
    contextLimits: { importers: choice.unread, graph: null },
    map,
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

/** The paths at the head, from those at the merge base and what changed. */
function headPaths(tree: ReadonlyMap<string, Entry>, files: readonly ChangedFile[]): string[] {
  const paths = new Set(tree.keys());
  for (const file of files) {
    if (file.status === "removed") paths.delete(file.path);
    if (file.status === "renamed" && file.previousPath !== null) paths.delete(file.previousPath);
  }
  for (const file of files) if (file.status !== "removed") paths.add(file.path);
  return [...paths].sort();
}

/** Context files are unchanged, so the merge base has them as the head does. */
async function readContext(
  git: Git,
  paths: readonly string[],
  tree: ReadonlyMap<string, Entry>,
): Promise<ContextFile[]> {
  const entries = paths.flatMap((path) => {
    const entry = tree.get(path);
    return entry !== undefined && isFile(entry) ? [{ path, sha: entry.sha }] : [];
  });
  const blobs = await readBlobs(
    git,
    entries.map(({ sha }) => sha),
  );
  return entries.flatMap(({ path, sha }) => {
    const blob = blobs.get(sha);
    return typeof blob === "object" ? [{ path, blob }] : [];
  });
}

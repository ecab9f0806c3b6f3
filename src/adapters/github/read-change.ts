import type { ChangeSet, ConfigSource } from "../../domain/change-set.ts";
import { CodeHostError } from "../../domain/errors.ts";
import type { PullRequestRef } from "../../domain/job.ts";
import { NO_PACKS } from "../../domain/pack.ts";
import type { PullRequestState } from "../../ports/code-host.ts";
import { contentText } from "./content-text.ts";
import { type Client, openSource, type Source } from "./client.ts";
import { attempt, statusOf, toCodeHostError } from "./errors.ts";
import { type FileRow, readFiles } from "./read-files.ts";
import { readSurroundings } from "./surroundings.ts";
import { readTree, type Tree } from "./trees.ts";
import type { Repository } from "./unchanged-code.ts";

const CONFIG_PATH = ".github/threatdiff.yml";

/** Reads the pull request as it stands now. */
export async function readState(client: Client, { owner, repo, number }: PullRequestRef): Promise<PullRequestState> {
  const pull = await attempt("read the pull request", async () => {
    const { data } = await client.rest.pulls.get({ owner, repo, pull_number: number });
    return data;
  });
  return {
    headSha: pull.head.sha,
    baseSha: pull.base.sha,
    state: pull.state === "open" ? "open" : "closed",
    draft: pull.draft ?? false,
    author: pull.user?.login ?? "ghost",
    labels: pull.labels.map(({ name }) => name),
    title: pull.title,
    body: pull.body ?? "",
    repositoryUrl: pull.base.repo.html_url,
    changedFiles: pull.changed_files,
  };
}

/** Reads everything that an analysis needs, through the base repository and by commit id: a deleted fork changes nothing. */
export async function readChange(repository: Repository, state: PullRequestState): Promise<ChangeSet> {
  try {
    return await readAll(repository, state);
  } catch (error) {
    repository.source.where.request.signal.throwIfAborted();
    throw isMissing(error) ? notYet(error) : error;
  }
}

function isMissing(error: unknown): error is CodeHostError {
  return error instanceof CodeHostError && error.status === 404;
}

/** The pull request was there a moment ago: its commits may not have reached every machine of GitHub's. */
function notYet({ operation }: CodeHostError): CodeHostError {
  const message = `GitHub did not have what it takes to ${operation} (404), although the pull request is there; it is tried again later.`;
  return new CodeHostError(operation, message, { status: 404, fleeting: true });
}

async function readAll(repository: Repository, state: PullRequestState): Promise<ChangeSet> {
  const { source, ref } = repository;
  const { headSha, baseSha } = state;
  const mergeBaseSha = await readMergeBase(source, state);
  const [rows, baseTree, headTree] = await Promise.all([
    readRows(source),
    readTree(source, mergeBaseSha),
    readHeadTree(source, headSha),
  ]);
  const versions = { base: { sha: mergeBaseSha, tree: baseTree }, head: { sha: headSha, tree: headTree } };
  const files = await readFiles(source, rows, versions);
  return {
    subject: { repository: `${ref.owner}/${ref.repo}`, number: ref.number, webUrl: state.repositoryUrl },
    title: state.title,
    body: state.body,
    baseSha,
    mergeBaseSha,
    headSha,
    files,
    ...(await readSurroundings(repository, files, versions)),
    config: await readConfig(source, baseSha, baseSha === mergeBaseSha ? baseTree : null),
    packs: NO_PACKS,
    filesMissing: missing(rows.length, state.changedFiles),
  };
}

async function readRows({ client, where, number }: Source): Promise<FileRow[]> {
  return attempt("list the changed files", async () =>
    client.paginate(client.rest.pulls.listFiles, { ...where, pull_number: number, per_page: 100 }),
  );
}

/** The second page carries the merge base without the files, which the first page repeats in full. */
async function readMergeBase(source: Source, { baseSha, headSha }: PullRequestState): Promise<string> {
  const compare = async (head: string) => {
    const basehead = `${baseSha}...${head}`;
    const { data } = await source.client.rest.repos.compareCommitsWithBasehead({
      ...source.where,
      basehead,
      per_page: 1,
      page: 2,
    });
    return data.merge_base_commit.sha;
  };
  return attempt("find the merge base", async () => orPullRef(source, headSha, compare));
}

async function readHeadTree(source: Source, headSha: string): Promise<Tree> {
  return orPullRef(source, headSha, async (head) => readTree(source, head));
}

/** A fork's commit is known to the base repository; should it not be found by id, the pull request's own ref holds it. */
async function orPullRef<T>(source: Source, sha: string, read: (head: string) => Promise<T>): Promise<T> {
  try {
    return await read(sha);
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    return read(`refs/pull/${source.number}/head`);
  }
}

/** Reads the configuration of a commit. */
export async function readConfigAt(client: Client, ref: PullRequestRef, sha: string): Promise<ConfigSource | null> {
  return readConfig(openSource(client, ref, new AbortController().signal), sha, null);
}

/** `tree` is the whole of that commit when it is known, and spares asking for a file that is not there. */
async function readConfig(source: Source, sha: string, tree: Tree | null): Promise<ConfigSource | null> {
  if (tree !== null && !tree.truncated && !tree.entries.has(CONFIG_PATH)) return null;
  try {
    const { data } = await source.client.rest.repos.getContent({ ...source.where, path: CONFIG_PATH, ref: sha });
    const text = contentText(data);
    return text === null ? null : { path: CONFIG_PATH, sha, text };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw toCodeHostError("read the configuration", error);
  }
}

function missing(listed: number, changed: number): string | null {
  if (listed >= changed) return null;
  return `GitHub listed ${listed} of ${changed} changed files; the other ${changed - listed} were not looked at.`;
}

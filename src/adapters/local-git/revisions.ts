import { basename, dirname } from "node:path";
import { UsageError } from "../../domain/errors.ts";
import type { Git } from "./git.ts";

/** The repository that a directory lies in. */
export interface Repository {
  /** The top of the working tree, or the git directory of a bare repository. */
  readonly root: string;
  /** The directory's name, as people know the repository. */
  readonly name: string;
  readonly bare: boolean;
  readonly shallow: boolean;
}

/** The two commits to compare, and the one where they parted. Object ids in full. */
export interface Range {
  readonly baseSha: string;
  readonly mergeBaseSha: string;
  readonly headSha: string;
}

/** Where the default branch may be found, most authoritative first. */
const DEFAULT_BRANCHES = [
  "refs/remotes/origin/HEAD",
  "refs/heads/main",
  "refs/heads/master",
  "refs/remotes/origin/main",
  "refs/remotes/origin/master",
];

/** Finds the repository around the directory that `git` runs in. */
export async function findRepository(git: Git): Promise<Repository> {
  const [bare, shallow, gitDirectory = ""] = await lines(
    git,
    "rev-parse --is-bare-repository --is-shallow-repository --absolute-git-dir".split(" "),
  );
  const flags = { bare: bare === "true", shallow: shallow === "true" };
  if (flags.bare) return { ...flags, root: gitDirectory, name: bareName(gitDirectory) };
  const [root = ""] = await lines(git, ["rev-parse", "--show-toplevel"]);
  return { ...flags, root, name: basename(root) };
}

/**
 * Resolves what to compare: `head` against where it parted from `base`, or from the default branch when `base` is `null`.
 * A head that `base` already contains is compared with `base` itself: what would going back to it mean?
 */
export async function resolveRange(
  git: Git,
  repository: Repository,
  names: { readonly base: string | null; readonly head: string },
): Promise<Range> {
  const headSha = await resolve(git, names.head, repository);
  const baseSha =
    names.base === null ? await defaultBranch(git, repository) : await resolve(git, names.base, repository);
  const parted = await git.find(["merge-base", baseSha, headSha]);
  if (parted === null) throw noCommonCommit(repository, names.base);
  const goesBack = names.base !== null && parted === headSha;
  return { baseSha, headSha, mergeBaseSha: goesBack ? baseSha : parted };
}

async function resolve(git: Git, name: string, repository: Repository): Promise<string> {
  if (name === "" || name.startsWith("-") || /[\0\n]/u.test(name)) throw new UsageError(`"${name}" is not a revision.`);
  const sha = await git.find(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
  if (sha !== null) return sha;
  if ((await git.find(["rev-parse", "--verify", "--quiet", "HEAD"])) === null) {
    throw new UsageError(`${repository.name} has no commits yet; make one and try again.`);
  }
  const remedy = repository.shallow ? "; this clone is shallow, so fetch it first" : "; `git log` shows the commits";
  throw new UsageError(`There is no commit called ${name} in ${repository.name}${remedy}.`);
}

async function defaultBranch(git: Git, repository: Repository): Promise<string> {
  const found = await lines(git, ["for-each-ref", "--format=%(refname) %(objectname)", ...DEFAULT_BRANCHES]);
  const shas = new Map(
    found.map((line): [string, string] => [line.slice(0, -41).trim(), line.split(" ").at(-1) ?? ""]),
  );
  const name = DEFAULT_BRANCHES.find((candidate) => shas.has(candidate));
  const sha = name === undefined ? undefined : shas.get(name);
  if (sha === undefined) {
    throw new UsageError(`Cannot tell the default branch of ${repository.name}; name the base with --base.`);
  }
  return sha;
}

function noCommonCommit(repository: Repository, base: string | null): UsageError {
  const what = `HEAD and ${base ?? "the default branch"} have no commit in common in ${repository.name}`;
  const remedy = repository.shallow
    ? "this clone is shallow, so run `git fetch --unshallow` (in CI: check out with full history)"
    : "name another base with --base";
  return new UsageError(`${what}; ${remedy}.`);
}

async function lines(git: Git, command: readonly string[]): Promise<string[]> {
  return (await git.run(command)).toString().replace(/\n$/u, "").split("\n");
}

function bareName(gitDirectory: string): string {
  const name = basename(gitDirectory);
  return name === ".git" ? basename(dirname(gitDirectory)) : name.replace(/\.git$/u, "");
}

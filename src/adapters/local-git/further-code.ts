import type { ContextFile } from "../../domain/change-set.ts";
import { definitionIndex, isPath, wantedName } from "../../domain/definitions.ts";
import type { FurtherCode } from "../../ports/further-code.ts";
import { readBlobs } from "./blobs.ts";
import { type Git, openGit } from "./git.ts";

/** Files with a name in them that are looked into for its definition. */
const MOST_CANDIDATES = 40;

/** Looks for code in a repository on this machine, at one commit. */
export function createLocalCode(directory: string, commitSha: string): FurtherCode {
  return {
    async find(needs, signal) {
      const git = openGit(directory, signal);
      const found: ContextFile[] = [];
      for (const need of needs) {
        const file = (await findPath(git, commitSha, need)) ?? (await findDefinition(git, commitSha, need));
        if (file && !found.some(({ path }) => path === file.path)) found.push(file);
      }
      return found;
    },
    async findClosest(score, signal) {
      const git = openGit(directory, signal);
      const rated = (await pathsOf(git, commitSha)).map((path) => ({ path, rate: score(path) }));
      const best = rated.reduce((one, other) => (other.rate > one.rate ? other : one), { path: "", rate: 0 });
      return best.rate > 0 ? readFile(git, commitSha, best.path) : null;
    },
  };
}

async function pathsOf(git: Git, commitSha: string): Promise<string[]> {
  return (await git.run(["ls-tree", "-r", "-z", "--name-only", commitSha])).toString().split("\0");
}

async function findPath(git: Git, commitSha: string, need: string): Promise<ContextFile | null> {
  if (!isPath(need)) return null;
  const path = (await pathsOf(git, commitSha)).find(
    (candidate) => candidate === need || candidate.endsWith(`/${need}`),
  );
  return path === undefined ? null : readFile(git, commitSha, path);
}

async function findDefinition(git: Git, commitSha: string, need: string): Promise<ContextFile | null> {
  const name = wantedName(need);
  if (name === null) return null;
  const grep = ["grep", "-l", "-z", "-I", "-w", "-F", "--max-count=1", "-e", name, commitSha];
  const listed = (await git.find(grep)) ?? "";
  const paths = listed.split("\0").filter(Boolean).slice(0, MOST_CANDIDATES);
  for (const place of paths) {
    const file = await readFile(git, commitSha, place.slice(commitSha.length + 1));
    if (file && definitionIndex(name, file.blob.text.split("\n")) !== -1) return file;
  }
  return null;
}

async function readFile(git: Git, commitSha: string, path: string): Promise<ContextFile | null> {
  const row = (await git.run(["ls-tree", "-z", commitSha, "--", path])).toString();
  const sha = /^100\d{3} blob ([0-9a-f]{40,64})\t/u.exec(row)?.[1];
  if (sha === undefined) return null;
  const content = (await readBlobs(git, [sha])).get(sha);
  return content === undefined || typeof content === "string" ? null : { path, blob: content };
}

import type { Source } from "./client.ts";
import { attempt, statusOf, toCodeHostError } from "./errors.ts";

/** One path of a commit; modes are git's: `100644`, `100755`, `120000` symlink, `160000` submodule. */
export interface TreeEntry {
  readonly sha: string;
  readonly mode: string;
  readonly size: number;
}

/** Every path of a commit, as far as GitHub lists them. */
export interface Tree {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly truncated: boolean;
}

/** Lists a commit's files in one call, which is made once. */
export async function readTree(source: Source, commitSha: string): Promise<Tree> {
  const known = source.trees.get(commitSha);
  if (known) return known;
  const reading = askForTree(source, commitSha);
  source.trees.set(commitSha, reading);
  reading.catch(() => source.trees.delete(commitSha));
  return reading;
}

async function askForTree(source: Source, commitSha: string): Promise<Tree> {
  return attempt("list the repository's files", async () => {
    const { data } = await source.client.rest.git.getTree({ ...source.where, tree_sha: commitSha, recursive: "1" });
    const files = data.tree.filter((entry) => entry.type !== "tree");
    return {
      entries: new Map(files.map(({ path, sha, mode, size }) => [path, { sha, mode, size: size ?? 0 }])),
      truncated: data.truncated,
    };
  });
}

/** Looks one path up; asks for it alone when the listing was cut before it. */
export async function entryAt(source: Source, tree: Tree, commitSha: string, path: string): Promise<TreeEntry | null> {
  const listed = tree.entries.get(path);
  if (listed || !tree.truncated) return listed ?? null;
  try {
    const { data } = await source.client.rest.repos.getContent({ ...source.where, path, ref: commitSha });
    if (Array.isArray(data)) return null;
    return { sha: data.sha, mode: modeOf(data.type), size: data.size };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw toCodeHostError("find a file", error);
  }
}

function modeOf(type: string): string {
  if (type === "submodule") return "160000";
  return type === "symlink" ? "120000" : "100644";
}

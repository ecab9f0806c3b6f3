import type { Git } from "./git.ts";
import type { Entry } from "./raw-diff.ts";

/** Every path of one commit, or only `path` of it, with mode and object id. */
export async function readTree(git: Git, commit: string, path: string | null = null): Promise<Map<string, Entry>> {
  const only = path === null ? [] : ["--", path];
  const output = (await git.run(["ls-tree", "-r", "-z", "--full-tree", commit, ...only])).toString();
  return new Map(output.split("\0").flatMap((line) => toRow(line)));
}

function toRow(line: string): (readonly [string, Entry])[] {
  const tab = line.indexOf("\t");
  if (tab === -1) return [];
  const [mode = "", , sha = ""] = line.slice(0, tab).split(" ");
  return [[line.slice(tab + 1), { mode, sha }]];
}

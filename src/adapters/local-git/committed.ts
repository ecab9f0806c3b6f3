import { readBlobs } from "./blobs.ts";
import { type ReadChange, isFile } from "./changed-file.ts";
import type { Git } from "./git.ts";
import { parsePatches, patchKey } from "./patches.ts";
import { type Entry, parseRawDiff } from "./raw-diff.ts";
import type { Range } from "./revisions.ts";

const DIFF_TREE = ["diff-tree", "-r", "-M", "-l1000", "--no-color", "--no-ext-diff", "--no-textconv"];
const RAW = ["--raw", "-z", "--no-abbrev"];
const PATCH = ["-p", "--full-index", "--unified=3", "--src-prefix=a/", "--dst-prefix=b/"];

/** Reads what differs between two commits: paths, contents and git's own hunks. */
export async function readCommittedChanges(git: Git, { mergeBaseSha, headSha }: Range): Promise<ReadChange[]> {
  const [raw, patch] = await Promise.all([
    git.run([...DIFF_TREE, ...RAW, mergeBaseSha, headSha, "--"]),
    git.run([...DIFF_TREE, ...PATCH, mergeBaseSha, headSha, "--"]),
  ]);
  const changes = parseRawDiff(raw.toString());
  const patches = parsePatches(patch);
  const entries = changes.flatMap(({ base, head }) => [base, head]);
  const blobs = await readBlobs(
    git,
    entries.filter(isFile).map(({ sha }) => sha),
  );
  const contentOf = (entry: Entry) => (isFile(entry) ? (blobs.get(entry.sha) ?? "unreadable") : null);
  return changes.map((change) => ({
    ...change,
    baseContent: contentOf(change.base),
    headContent: contentOf(change.head),
    hunks: patches.get(patchKey(change.base.sha, change.head.sha)) ?? null,
  }));
}

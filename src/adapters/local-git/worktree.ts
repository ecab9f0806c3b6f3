import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { join } from "node:path";
import { MAX_BLOB_BYTES } from "../../domain/blob-content.ts";
import { UsageError } from "../../domain/errors.ts";
import { type Content, readBlobs, toContent } from "./blobs.ts";
import { type ReadChange, isFile } from "./changed-file.ts";
import type { Git } from "./git.ts";
import { ABSENT, type RawChange, parseRawDiff } from "./raw-diff.ts";
import type { Repository } from "./revisions.ts";

const DIFF_INDEX = ["diff-index", "--raw", "-z", "--no-renames", "--no-abbrev", "--ignore-submodules=dirty"];

/** Reads what differs between a commit and the files on disk, new files that git does not ignore included. */
export async function readWorktreeChanges(git: Git, { root, bare }: Repository, commit: string): Promise<ReadChange[]> {
  if (bare) throw new UsageError("A bare repository has no working tree; leave out --worktree.");
  const [tracked, untracked] = await Promise.all([
    git.run([...DIFF_INDEX, commit, "--"]),
    git.run(["ls-files", "--others", "--exclude-standard", "-z"]),
  ]);
  const added = untracked
    .toString()
    .split("\0")
    .filter((path) => path !== "");
  const raw = [...parseRawDiff(tracked.toString()), ...(await Promise.all(added.map((path) => toAdded(root, path))))];
  const blobs = await readBlobs(
    git,
    raw.flatMap(({ base }) => (isFile(base) ? [base.sha] : [])),
  );
  const changes: ReadChange[] = [];
  for (const change of raw.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const baseContent = isFile(change.base) ? (blobs.get(change.base.sha) ?? "unreadable") : null;
    const headContent = isFile(change.head) ? await readFileOnDisk(root, change.path, commit.length) : null;
    changes.push({ ...change, baseContent, headContent, hunks: null });
  }
  return changes.filter(differs);
}

/** Git lists a file that was only touched; its content says that it is the same. */
function differs({ base, head, baseContent, headContent }: ReadChange): boolean {
  if (base.mode !== head.mode || typeof baseContent !== "object" || typeof headContent !== "object") return true;
  return baseContent?.sha !== headContent?.sha;
}

async function toAdded(root: string, path: string): Promise<RawChange> {
  const mode = await modeOf(join(root, path));
  return { path, previousPath: null, status: "added", base: ABSENT, head: { mode, sha: "" } };
}

async function modeOf(file: string): Promise<string> {
  const state = await lstat(file).catch(() => null);
  if (state?.isSymbolicLink() === true) return "120000";
  if (state?.isDirectory() === true) return "160000";
  return state !== null && (state.mode & 0o100) !== 0 ? "100755" : "100644";
}

/** Reads without following a link or waiting for a pipe; the id is the one that git would give. */
async function readFileOnDisk(root: string, path: string, idLength: number): Promise<Content> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(join(root, path), flags).catch(() => null);
  if (file === null) return "unreadable";
  try {
    const state = await file.stat();
    if (!state.isFile()) return "unreadable";
    if (state.size > MAX_BLOB_BYTES) return "too_large";
    const bytes = await file.readFile();
    return toContent(objectId(bytes, idLength), bytes);
  } finally {
    await file.close();
  }
}

function objectId(bytes: Uint8Array, idLength: number): string {
  const hash = createHash(idLength === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

import {
  MOST_PACK_BYTES,
  MOST_PACK_FILES,
  type PackFile,
  type PackPlace,
  packPath,
  type Packs,
} from "../../domain/pack.ts";
import { readBlobs } from "./blobs.ts";
import { isFile } from "./changed-file.ts";
import { type Git, openGit } from "./git.ts";
import { findRepository } from "./revisions.ts";
import { readTree } from "./tree.ts";

/** Reads the threat kinds that this repository holds at a commit; those of other repositories are out of reach here. */
export async function readLocalPacks(
  directory: string,
  places: readonly PackPlace[],
  sha: string,
  signal: AbortSignal,
): Promise<Packs> {
  const { root } = await findRepository(openGit(directory, signal));
  const git = openGit(root, signal);
  const files: PackFile[] = [];
  const missing: string[] = [];
  for (const place of places) {
    const read =
      place.repository === null ? await readFolder(git, place, sha) : "a local review reads no other repository.";
    if (typeof read === "string") missing.push(`The threat kinds in ${packPath(place, "")} were not read: ${read}`);
    else files.push(...read);
  }
  return { files, missing };
}

async function readFolder(git: Git, place: PackPlace, sha: string): Promise<PackFile[] | string> {
  const entries = [...(await readTree(git, sha, place.folder))].filter(
    ([path, entry]) => isFile(entry) && /^[^/]+\.ya?ml$/u.test(path.slice(place.folder.length + 1)),
  );
  if (entries.length === 0) return "there is no such folder at the base.";
  if (entries.length > MOST_PACK_FILES) return `it has more than ${MOST_PACK_FILES} files.`;
  const blobs = await readBlobs(
    git,
    entries.map(([, entry]) => entry.sha),
  );
  const files: PackFile[] = [];
  for (const [path, { sha: blobSha }] of entries) {
    const blob = blobs.get(blobSha);
    if (typeof blob !== "object" || Buffer.byteLength(blob.text) > MOST_PACK_BYTES) {
      return `${path} is no text of at most ${MOST_PACK_BYTES / 1_024} KB.`;
    }
    files.push({ path, text: blob.text });
  }
  return files;
}

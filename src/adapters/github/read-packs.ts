import { decodeText } from "../../domain/blob-content.ts";
import type { PullRequestRef } from "../../domain/job.ts";
import {
  MOST_PACK_BYTES,
  MOST_PACK_FILES,
  type PackFile,
  type PackPlace,
  packPath,
  type Packs,
} from "../../domain/pack.ts";
import { contentBytes } from "./blobs.ts";
import type { Client, Session } from "./client.ts";
import { attempt, statusOf } from "./errors.ts";

/** Reads the threat kinds of every place; a place that is not there, too large or out of reach is said to be missing. */
export async function readPacks(
  session: Session,
  ref: PullRequestRef,
  places: readonly PackPlace[],
  sha: string,
): Promise<Packs> {
  const files: PackFile[] = [];
  const missing: string[] = [];
  for (const place of places) {
    const read = await readPlace(session, ref, place, sha);
    if (typeof read === "string") missing.push(`The threat kinds in ${packPath(place, "")} were not read: ${read}`);
    else files.push(...read);
  }
  return { files, missing };
}

async function readPlace(session: Session, ref: PullRequestRef, place: PackPlace, sha: string) {
  try {
    const { repository, folder } = place;
    const client = repository === null ? session.client : await session.sibling(repository, { contents: "read" });
    const at = { owner: ref.owner, repo: repository ?? ref.repo, ...(repository === null ? { ref: sha } : {}) };
    return await attempt("read the threat kinds", async () => readFolder(client, { ...at, path: folder }, place));
  } catch (error) {
    const status = statusOf(error);
    // 422 is GitHub's word for a repository that the installation does not include.
    if (status === 404 || status === 403 || status === 422) return "it does not exist, or this App cannot read it.";
    throw error;
  }
}

type Folder = Parameters<Client["rest"]["repos"]["getContent"]>[0] & { owner: string; repo: string };

async function readFolder(client: Client, at: Folder, place: PackPlace): Promise<PackFile[] | string> {
  const { data } = await client.rest.repos.getContent(at);
  if (!Array.isArray(data)) return "it is no folder.";
  const kinds = data.filter(({ type, name }) => type === "file" && /\.ya?ml$/u.test(name));
  if (kinds.length > MOST_PACK_FILES) return `it has more than ${MOST_PACK_FILES} files.`;
  const large = kinds.find(({ size }) => size > MOST_PACK_BYTES);
  if (large) return `${large.name} is larger than ${MOST_PACK_BYTES / 1_024} KB.`;
  const files: PackFile[] = [];
  for (const { name, sha } of kinds) {
    const blob = await client.rest.git.getBlob({ owner: at.owner, repo: at.repo, file_sha: sha });
    const text = decodeText(contentBytes(blob.data.content, blob.data.encoding));
    if (text === null) return `${name} is no text.`;
    files.push({ path: packPath(place, name), text });
  }
  return files;
}

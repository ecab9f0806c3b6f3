import { decodeText } from "../../domain/blob-content.ts";
import type { Blob, OmittedReason } from "../../domain/change-set.ts";
import type { Source } from "./client.ts";
import { statusOf, toCodeHostError } from "./errors.ts";
import { inParallel } from "./in-parallel.ts";

/** Larger files are never worth a model's or a reader's time. */
export const MOST_BYTES = 1_048_576;
const READS_AT_ONCE = 10;

/** What reading one blob gave: its text, or why there is none. */
export type BlobRead = Blob | OmittedReason;

/** Reads blobs by id, each once, at most ten at a time. Throws only when no blob could be read, such as a rate limit. */
export async function readBlobs(source: Source, shas: Iterable<string>): Promise<Map<string, BlobRead>> {
  const wanted = [...new Set(shas)];
  const read = await inParallel(wanted, READS_AT_ONCE, async (sha) => readBlob(source, sha));
  return new Map(wanted.map((sha, index) => [sha, read[index] ?? "unreadable"]));
}

async function readBlob(source: Source, sha: string): Promise<BlobRead> {
  try {
    const { data } = await source.client.rest.git.getBlob({ ...source.where, file_sha: sha });
    if ((data.size ?? 0) > MOST_BYTES) return "too_large";
    const text = decodeText(contentBytes(data.content, data.encoding));
    return text === null ? "binary" : { sha, text };
  } catch (error) {
    if (concernsOnlyThisBlob(statusOf(error))) return "unreadable";
    throw toCodeHostError("read a file", error);
  }
}

/** Bytes of a content field as GitHub's git and contents endpoints give it. */
export function contentBytes(content: string, encoding: string): Uint8Array {
  return Buffer.from(content, encoding === "base64" ? "base64" : "utf8");
}

function concernsOnlyThisBlob(status: number | null): boolean {
  return status !== null && status !== 401 && status !== 403 && status !== 429;
}

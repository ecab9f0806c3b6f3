import { MAX_BLOB_BYTES, decodeText } from "../../domain/blob-content.ts";
import type { Blob, OmittedReason } from "../../domain/change-set.ts";
import type { Git } from "./git.ts";

/** The text of a file, or why it has none. */
export type Content = Blob | OmittedReason;

/** A change with more text than this is not held in memory; files beyond it count as too large. */
const MAX_TOTAL_BYTES = 256_000_000;

/** Reads objects by id: sizes first, then the contents of those that are small enough, each through one process. */
export async function readBlobs(git: Git, shas: Iterable<string>): Promise<Map<string, Content>> {
  const wanted = [...new Set(shas)];
  const contents = new Map<string, Content>();
  if (wanted.length === 0) return contents;
  const sizes = await readSizes(git, wanted);
  let total = 0;
  const small = wanted.filter((sha) => {
    const size = sizes.get(sha);
    if (size === undefined) contents.set(sha, "unreadable");
    else if (size > MAX_BLOB_BYTES || total + size > MAX_TOTAL_BYTES) contents.set(sha, "too_large");
    else total += size;
    return !contents.has(sha);
  });
  for (const [sha, bytes] of await readBytes(git, small, sizes)) contents.set(sha, toContent(sha, bytes));
  return contents;
}

/** The bytes of objects whose sizes are known, through one process. */
export async function readBytes(
  git: Git,
  shas: readonly string[],
  sizes: ReadonlyMap<string, number>,
): Promise<Map<string, Uint8Array>> {
  const output = await git.run(["cat-file", "--batch"], toInput(shas));
  const contents = new Map<string, Uint8Array>();
  let start = 0;
  for (const sha of shas) {
    const body = output.indexOf(0x0a, start) + 1;
    const end = body + (sizes.get(sha) ?? 0);
    contents.set(sha, output.subarray(body, end));
    start = end + 1;
  }
  return contents;
}

/** The text of bytes that are known to be small enough. */
export function toContent(sha: string, bytes: Uint8Array): Content {
  const text = decodeText(bytes);
  return text === null ? "binary" : { sha, text };
}

/** Sizes of the blobs that exist here; a partial clone lacks some, and they are not fetched. */
export async function readSizes(git: Git, shas: readonly string[]): Promise<Map<string, number>> {
  const output = (await git.run(["cat-file", "--batch-check"], toInput(shas))).toString();
  const rows = output
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" "));
  return new Map(rows.flatMap(([sha = "", type, size]) => (type === "blob" ? [[sha, Number(size)] as const] : [])));
}

function toInput(shas: readonly string[]): string {
  return shas.map((sha) => `${sha}\n`).join("");
}

import { createHash } from "node:crypto";
import { pipeline } from "node:stream/promises";
import { Readable, Transform } from "node:stream";
import { createGunzip } from "node:zlib";
import { decodeText } from "../../domain/blob-content.ts";
import type { ContextFile } from "../../domain/change-set.ts";
import type { Source } from "./client.ts";
import { statusOf, toCodeHostError } from "./errors.ts";
import { readTar } from "./tar.ts";

/** A repository beyond this is not read whole; what was read until then counts. */
const MOST_PACKED_BYTES = 80_000_000;
const MOST_UNPACKED_BYTES = 600_000_000;
/** Larger files define nothing that people read. */
const MOST_SCANNED_BYTES = 500_000;

/** What to do with an archive's files. */
export interface ArchiveReading {
  /** The blob id of a file that is wanted, by its path in the repository. */
  readonly wanted: ReadonlyMap<string, string>;
  readonly mostBytes: number;
  /** Told the text of each wanted file whose bytes are those of its blob: attributes can make an archive say something else. */
  readonly onFile: (path: string, text: string) => void;
}

/**
 * Reads the wanted files of a commit from its archive: one call, whatever their number. An archive that is missing, too
 * large or broken gives fewer files, not an error. Throws when the job is aborted or the rate limit is reached.
 */
export async function readArchive(source: Source, commitSha: string, reading: ArchiveReading): Promise<void> {
  await whileItLasts(source, async () => {
    const body = await openArchive(source, commitSha);
    if (body !== null) await readFiles(body, reading);
  });
}

async function whileItLasts(source: Source, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    source.where.request.signal.throwIfAborted();
    if (statusOf(error) === 401 || statusOf(error) === 403 || statusOf(error) === 429)
      throw toCodeHostError("read the repository's archive", error);
  }
}

/** What to do with every file of an archive that is wanted by its path. */
export interface ArchiveScan {
  readonly wants: (path: string) => boolean;
  readonly onFile: (file: ContextFile) => void;
}

/** Reads an archive to its end, or to where it breaks off. Throws as `readArchive` does. */
export async function scanArchive(source: Source, commitSha: string, { wants, onFile }: ArchiveScan): Promise<void> {
  await whileItLasts(source, async () => {
    const body = await openArchive(source, commitSha);
    if (body === null) return;
    await unpack(body, { mostBytes: MOST_SCANNED_BYTES, wants }, ({ path, bytes }) => {
      const text = decodeText(bytes);
      if (text !== null) onFile({ path, blob: { sha: blobId(bytes), text } });
    });
  });
}

async function openArchive({ client, where }: Source, commitSha: string): Promise<Readable | null> {
  const { data } = await client.request("GET /repos/{owner}/{repo}/tarball/{ref}", {
    ...where,
    ref: commitSha,
    request: { ...where.request, parseSuccessResponseBody: false },
  });
  const body: unknown = data;
  return body instanceof ReadableStream ? Readable.fromWeb(body) : null;
}

async function readFiles(body: Readable, { wanted, mostBytes, onFile }: ArchiveReading): Promise<void> {
  await unpack(body, { mostBytes, wants: (path) => wanted.has(path) }, ({ path, bytes }) => {
    const text = blobId(bytes) === wanted.get(path) ? decodeText(bytes) : null;
    if (text !== null) onFile(path, text);
  });
}

interface Unpacking {
  readonly mostBytes: number;
  readonly wants: (path: string) => boolean;
}

async function unpack(
  body: Readable,
  { mostBytes, wants }: Unpacking,
  onFile: (file: { readonly path: string; readonly bytes: Uint8Array }) => void,
): Promise<void> {
  const read = async (chunks: AsyncIterable<Uint8Array>) => {
    for await (const { path, bytes } of readTar(chunks, { mostBytes, wants: (name) => wants(withoutTop(name)) })) {
      onFile({ path: withoutTop(path), bytes });
    }
  };
  await pipeline(body, atMost(MOST_PACKED_BYTES), createGunzip(), atMost(MOST_UNPACKED_BYTES), read);
}

/** Ends a stream with an error when more bytes come than anybody should send. */
function atMost(bytes: number): Transform {
  let total = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      total += chunk.length;
      done(total > bytes ? new Error("The archive is too large.") : null, chunk);
    },
  });
}

/** Archives have everything in one folder, named after the repository and the commit. */
function withoutTop(path: string): string {
  return path.slice(path.indexOf("/") + 1);
}

function blobId(bytes: Uint8Array): string {
  return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

import { gzipSync } from "node:zlib";
import type { Hono } from "hono";
import { isObject, type Upstream } from "./upstream.ts";

/** One entry of a tar archive. */
export interface ArchiveEntry {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** As ustar has it: `0` for a file, `5` for a folder. */
  readonly type?: string;
}

const BLOCK = 512;

/** A commit's files as one archive, in a folder named after repository and commit. */
export function archiveRoutes(app: Hono, upstream: Upstream): void {
  app.get("/repos/:owner/:repo/tarball/:ref", async ({ req }) => {
    const { owner, repo, ref } = req.param();
    const where = `/repos/${owner}/${repo}/git`;
    const tree = await upstream.read(`${where}/trees/${ref}?recursive=1`);
    if (!isObject(tree) || !Array.isArray(tree["tree"]))
      return Response.json({ message: "Not Found" }, { status: 404 });
    const files = tree["tree"].filter((entry) => isObject(entry) && entry["type"] === "blob");
    const entries = await Promise.all(
      files.map(async ({ path, sha }) => ({
        path: `${owner}-${repo}-${ref}/${path}`,
        content: contentOf(await upstream.read(`${where}/blobs/${sha}`)),
      })),
    );
    return new Response(new Uint8Array(packArchive(entries)), { headers: { "content-type": "application/x-gzip" } });
  });
}

function contentOf(blob: unknown): Uint8Array {
  if (!isObject(blob)) return new Uint8Array();
  return Buffer.from(String(blob["content"]), blob["encoding"] === "base64" ? "base64" : "utf8");
}

/** Entries as a compressed tar archive. */
export function packArchive(entries: readonly ArchiveEntry[]): Buffer {
  return gzipSync(packTar(entries));
}

/** Entries as a tar archive. */
export function packTar(entries: readonly ArchiveEntry[]): Buffer {
  const parts = entries.flatMap(({ path, content, type = "0" }) => {
    const bytes = Buffer.from(content);
    return [headerOf(path, bytes.length, type), bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function headerOf(path: string, size: number, type: string): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0, 100);
  header.write(`${size.toString(8).padStart(11, "0")} `, 124);
  header.write("        ", 148);
  header.write(type, 156);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\u0000 `, 148);
  return header;
}

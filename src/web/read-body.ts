import type { IncomingMessage } from "node:http";

/** GitHub never sends more. */
export const LARGEST_BODY = 25 * 1_024 * 1_024;

/** The body of a request, or `too_large` as soon as that is known; no more than the limit is ever held. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | "too_large"> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return "too_large";
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > limit) return "too_large";
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, size);
}

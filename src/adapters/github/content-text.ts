import { decodeText } from "../../domain/blob-content.ts";
import { contentBytes } from "./blobs.ts";

/** Contents come as base64 in an object, or as text or bytes when a proxy answers in the raw media type. */
export function contentText(data: unknown): string | null {
  if (typeof data === "string") return data;
  if (data instanceof ArrayBuffer) return decodeText(new Uint8Array(data));
  if (typeof data !== "object" || data === null || !("content" in data) || typeof data.content !== "string")
    return null;
  const encoding = "encoding" in data && typeof data.encoding === "string" ? data.encoding : "base64";
  return decodeText(contentBytes(data.content, encoding));
}

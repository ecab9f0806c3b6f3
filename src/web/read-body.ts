import type { IncomingMessage } from "node:http";

/** GitHub never sends more. */
export const LARGEST_BODY = 25 * 1_024 * 1_024;

/** Bytes of all bodies that are under way at once: what senders who are not known yet may fill of the memory. */
export const LARGEST_TOTAL = 64 * 1_024 * 1_024;

/** Memory for bodies that requests share. */
export interface BodyRoom {
  /** A share that is empty; `leave` it when the body is no longer needed. */
  enter(): BodyShare;
}

/** What one request holds of the room. */
export interface BodyShare {
  /** Whether this many bytes more were still free; they are held then. */
  take(bytes: number): boolean;
  leave(): void;
}

/** Opens a room for this many bytes. */
export function openBodyRoom(most: number): BodyRoom {
  let held = 0;
  return {
    enter() {
      let own = 0;
      return {
        take(bytes) {
          if (held + bytes > most) return false;
          held += bytes;
          own += bytes;
          return true;
        },
        leave() {
          held -= own;
          own = 0;
        },
      };
    },
  };
}

/** The body of a request, or why it was not read to its end, as soon as that is known. */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  share: BodyShare,
): Promise<Buffer | "too_large" | "no_room"> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return "too_large";
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size > limit) return "too_large";
    if (!share.take(bytes.length)) return "no_room";
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, size);
}

/** Files beyond this are not read: generated, vendored or data. Long locks are within it. */
export const MAX_BLOB_BYTES = 2_000_000;

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of a file, with byte order mark and line endings as stored; `null` for NUL bytes or anything but UTF-8. */
export function decodeText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null;
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

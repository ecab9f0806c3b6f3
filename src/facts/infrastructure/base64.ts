/** Longest text that is decoded; what machines are started with is far shorter. */
const MAX_LENGTH = 100_000;
const BASE64 = /^[A-Za-z0-9+/\s]{8,}={0,2}\s*$/u;

/** The printable text that base64 stands for, or `null` when it stands for none. */
export function decodeBase64(text: string): string | null {
  if (text.length > MAX_LENGTH || !BASE64.test(text)) return null;
  const decoded = Buffer.from(text, "base64").toString("utf8");
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Z}\s]*$/u.test(decoded) && !decoded.includes("\uFFFD") ? decoded : null;
}

import { createPrivateKey } from "node:crypto";

/** The key as PEM, from the three ways it is handed around: PEM, PEM with written-out `\n`, base64 of PEM; else `null`. */
export function readPrivateKey(given: string): string | null {
  const unfolded = given.trim().replaceAll(String.raw`\n`, "\n");
  const text = unfolded.includes("-----BEGIN") ? unfolded : Buffer.from(unfolded, "base64").toString("utf8");
  if (!text.includes("-----BEGIN")) return null;
  try {
    return createPrivateKey(text).asymmetricKeyType === "rsa" ? `${text.trim()}\n` : null;
  } catch {
    return null;
  }
}

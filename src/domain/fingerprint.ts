import { createHash } from "node:crypto";
import type { RiskFactors } from "./risk.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What a threat is, apart from where it stands and how it is worded. */
export interface ThreatIdentity {
  readonly kind: string;
  /** Method and route template, or the element's name. */
  readonly element: string;
  readonly asset: string;
  /** `from>to` zones, or the empty string when no boundary is crossed. */
  readonly crossing: string;
}

/** `T-` and eight base32 characters. Contains no path, line, prose or model text, so edits elsewhere keep it. */
export function threatId(identity: ThreatIdentity): string {
  const parts = [identity.kind, normaliseElement(identity.element), identity.asset, identity.crossing];
  const digest = createHash("sha256").update(parts.join("|")).digest();
  return `T-${base32(digest, 8)}`;
}

/** Hash of quoted lines without layout, so that a reformat does not count as a change of evidence. */
export function evidenceHash(quotes: readonly string[]): string {
  const text = quotes
    .map((quote) => quote.replace(/\s+/gu, ""))
    .toSorted()
    .join("\n");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Hash of the enums that a score rests on; a decision lapses when it changes. */
export function factorsHash(factors: RiskFactors): string {
  const text = JSON.stringify(Object.entries(factors).toSorted(([a], [b]) => a.localeCompare(b)));
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Route parameters lose their names: `/invoices/:id` and `/invoices/{invoiceId}` are the same place. */
export function normaliseElement(element: string): string {
  return element
    .replace(/:[A-Za-z_]\w*|\{[^}]*\}|<[^>]*>|\[[^\]]*\]/gu, "{}")
    .replace(/\/+$/u, "")
    .toLowerCase();
}

function base32(bytes: Uint8Array, length: number): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from({ length }, (_, index) => ALPHABET[Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)]).join(
    "",
  );
}

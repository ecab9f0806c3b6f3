import { z } from "zod";
import { type Blob, linesOf } from "./change-set.ts";

export const evidenceRoleSchema = z.enum(["source", "sink", "missing_control", "control", "config"]);
export type EvidenceRole = z.infer<typeof evidenceRoleSchema>;

/** Lines that code has found in the blob. Branded: only `locateEvidence` and the report's own parser make one. */
export const evidenceSchema = z
  .strictObject({
    path: z.string(),
    side: z.enum(["base", "head"]),
    startLine: z.int().positive(),
    endLine: z.int().positive(),
    quote: z.string().describe("The lines as they stand in the blob, secrets replaced"),
    blobSha: z.string().describe("Git object id of the file that was read"),
    role: evidenceRoleSchema,
    match: z.enum(["exact", "normalised", "moved"]).describe("How the claimed lines were found"),
  })
  .brand<"Evidence">();
export type Evidence = z.infer<typeof evidenceSchema>;

/** What a rule or a model says stands in a file, before anyone has looked. */
export interface Anchor {
  readonly path: string;
  readonly side: "base" | "head";
  readonly startLine: number;
  readonly endLine: number;
  readonly quote: string;
  readonly role: EvidenceRole;
}

/** Lines around the claimed place that are searched before the whole file is. */
const NEARBY_LINES = 20;

/**
 * Finds an anchor's quote in the blob: at the claimed lines, within 20 lines of them, then anywhere if it is unique.
 * Returns `null` when the quote is not there; line numbers and quote of the result are the blob's, not the claim's.
 */
export function locateEvidence(anchor: Anchor, blob: Blob): Evidence | null {
  const lines = linesOf(blob.text);
  const wanted = linesOf(anchor.quote.replace(/\n+$/u, "")).map(normalise);
  if (wanted.every((line) => line === "")) return null;
  const place = findPlace(lines.map(normalise), wanted, anchor.startLine - 1);
  if (place === null) return null;
  const quote = lines.slice(place, place + wanted.length).join("\n");
  return evidenceSchema.parse({
    path: anchor.path,
    side: anchor.side,
    startLine: place + 1,
    endLine: place + wanted.length,
    quote,
    blobSha: blob.sha,
    role: anchor.role,
    match: matchOf(place === anchor.startLine - 1, quote === linesOf(anchor.quote).join("\n")),
  });
}

function matchOf(atClaim: boolean, verbatim: boolean): "exact" | "normalised" | "moved" {
  if (!atClaim) return "moved";
  return verbatim ? "exact" : "normalised";
}

function findPlace(lines: string[], wanted: string[], claimed: number): number | null {
  const places = lines.flatMap((_, start) => (startsAt(lines, wanted, start) ? [start] : []));
  const nearest = places.toSorted((a, b) => Math.abs(a - claimed) - Math.abs(b - claimed))[0];
  if (nearest === undefined) return null;
  if (Math.abs(nearest - claimed) <= NEARBY_LINES) return nearest;
  return places.length === 1 ? nearest : null;
}

function startsAt(lines: string[], wanted: string[], start: number): boolean {
  return wanted.every((line, offset) => lines[start + offset] === line);
}

function normalise(line: string): string {
  return line.trim().replace(/\s+/gu, " ");
}

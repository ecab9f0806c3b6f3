import { type ChangeSet, type Side, blobAt, linesOf } from "../../domain/change-set.ts";
import { type Anchor, type Evidence, type EvidenceRole, locateEvidence } from "../../domain/evidence.ts";
import { changedLines } from "../../domain/hunks.ts";
import type { WireAnchor } from "../schemas/anchor.ts";
import { originalText } from "./visible-text.ts";

/** The longest quote that is taken; a threat is shown with a few lines, not with a file. */
const MAX_QUOTE_LINES = 12;

/** A line number or mark and the diff sign, as the model saw them before the code. */
const GUTTER = /^\|?(?:\d+|-) [+\- ]/u;

/**
 * Looks up what a model quotes: on the side it names, then on the other. A gutter that was copied along is taken off.
 * Returns `null` when the lines are not there, or too plain to mean anything.
 */
export function findQuote(wire: WireAnchor, role: EvidenceRole, change: ChangeSet): Evidence | null {
  const sides: readonly Side[] = wire.side === "head" ? ["head", "base"] : ["base", "head"];
  for (const side of sides) {
    for (const quote of readings(wire.quote)) {
      const anchor = claimedAnchor({ ...wire, side, quote }, role, change);
      const blob = blobAt(change, anchor.path, side);
      const found = blob && isTelling(quote) ? locateEvidence(anchor, blob) : null;
      if (found) return found;
    }
  }
  return null;
}

/** The anchor as claimed, for a quote that may not be there; verification says why it is not taken. */
export function claimedAnchor(wire: WireAnchor, role: EvidenceRole, change: ChangeSet): Anchor {
  const path = knownPath(wire.path, change);
  const claimed = wire.line === null || wire.line < 1 ? null : Math.round(wire.line);
  const startLine = claimed ?? changedLineLike(wire.quote, path, wire.side, change) ?? 1;
  return { path, side: wire.side, startLine, endLine: startLine, quote: wire.quote, role };
}

/** True when the lines are part of the change. */
export function isInChange({ path, side, startLine, endLine }: Evidence, change: ChangeSet): boolean {
  const file = change.files.find((candidate) => candidate.path === path || candidate.previousPath === path);
  const lines = file ? changedLines(file.hunks, side) : new Set<number>();
  return [...lines].some((line) => startLine <= line && line <= endLine);
}

function readings(shown: string): string[] {
  const lines = linesOf(originalText(shown).replace(/^\n+|\s+$/gu, "")).slice(0, MAX_QUOTE_LINES);
  const quote = lines.join("\n");
  if (!lines.every((line) => GUTTER.test(line))) return [quote];
  return [quote, lines.map((line) => line.replace(GUTTER, "")).join("\n")];
}

/** Braces and brackets alone stand everywhere. */
function isTelling(quote: string): boolean {
  return /\w{3}/u.test(quote);
}

/** Models prefix paths the way diffs do. */
function knownPath(path: string, change: ChangeSet): string {
  const paths = new Set([...change.files, ...change.context].map((file) => file.path));
  if (paths.has(path)) return path;
  const bare = path.replace(/^(?:\.\/|[ab]\/|\/)/u, "");
  return paths.has(bare) ? bare : path;
}

/** The changed line with this text, for quotes of removed lines, which have no number. */
function changedLineLike(quote: string, path: string, side: Side, change: ChangeSet): number | null {
  const file = change.files.find((candidate) => candidate.path === path);
  const blob = file?.[side];
  if (!file || !blob) return null;
  const lines = linesOf(blob.text);
  const wanted = linesOf(quote)[0]?.trim();
  const changed = [...changedLines(file.hunks, side)];
  return changed.find((line) => lines[line - 1]?.trim() === wanted) ?? null;
}

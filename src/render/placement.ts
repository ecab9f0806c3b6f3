import { type ChangedFile, type Hunk, pathOn } from "../domain/change-set.ts";
import { hunkHolding, numberOn } from "../domain/hunks.ts";
import type { Evidence } from "../domain/evidence.ts";
import type { Threat } from "../domain/threat.ts";
import type { Place } from "./links.ts";

/** Where a review comment can stand, and whether the fix replaces exactly those lines. */
export interface InlinePlace extends Place {
  readonly holdsFix: boolean;
}

/**
 * The lines of the diff at which a threat can be commented: the first of its own evidence that is in one hunk, widened to
 * a fix around it. Returns `null` when there is none; a threat is never moved to lines that do not show it.
 */
export function placeInDiff(threat: Threat, files: readonly ChangedFile[]): InlinePlace | null {
  for (const evidence of threat.evidence.filter(({ role }) => role !== "control")) {
    const place = placeOf(threat, evidence, files);
    if (place) return place;
  }
  return null;
}

function placeOf(threat: Threat, evidence: Evidence, files: readonly ChangedFile[]): InlinePlace | null {
  const file = files.find((candidate) => pathOn(candidate, evidence.side) === evidence.path);
  if (!file || !isHeld(file, evidence)) return null;
  const own = { path: file.path, side: evidence.side, startLine: evidence.startLine, endLine: evidence.endLine };
  const fix = fixAround(threat, own);
  return fix && isHeld(file, fix) ? { ...fix, holdsFix: true } : { ...own, holdsFix: false };
}

function fixAround({ fix }: Threat, own: Place): Place | null {
  if (fix === null || own.side !== "head" || fix.path !== own.path) return null;
  if (fix.startLine > own.startLine || fix.endLine < own.endLine) return null;
  return { path: own.path, side: "head", startLine: fix.startLine, endLine: fix.endLine };
}

function isHeld(file: ChangedFile, { side, startLine, endLine }: Place): boolean {
  const hunk = hunkHolding(file.hunks, side, startLine, endLine);
  return hunk !== null && (side === "head" || allRemoved(hunk, startLine, endLine));
}

/** On the left side the host takes comments on deleted lines only. */
function allRemoved(hunk: Hunk, startLine: number, endLine: number): boolean {
  return hunk.lines.every((line) => {
    const number = numberOn(line, "base");
    const inside = number !== null && number >= startLine && number <= endLine;
    return !inside || line.type === "removed";
  });
}

import { type Blob, type ChangeSet, type Side, linesOf, pathOn } from "../../domain/change-set.ts";
import type { Scope } from "../../domain/fact.ts";
import { codeLinesOf } from "./code-lines.ts";

const SIDES: readonly Side[] = ["base", "head"];

/** Gives the lines of a scope that say something: no blank lines, no comment lines, no layout. */
export type ScopeText = (scope: Scope) => readonly string[];

/** Splits each file of the change at most once per side. */
export function readScopeText(change: ChangeSet): ScopeText {
  const blobs = blobsByPlace(change);
  const files = new Map<string, readonly string[]>();
  const linesAt = (place: string): readonly string[] => {
    const lines = files.get(place) ?? linesOf(blobs.get(place)?.text ?? "");
    files.set(place, lines);
    return lines;
  };
  return ({ side, path, startLine, endLine }) =>
    meaningfulLines(linesAt(placeOf(side, path)).slice(startLine - 1, endLine));
}

/** The same without what comments and literal texts say, with single spaces between words. */
export function readScopeCode(change: ChangeSet): ScopeText {
  const blobs = blobsByPlace(change);
  return ({ side, path, startLine, endLine }) => {
    const blob = blobs.get(placeOf(side, path));
    const lines = blob ? codeLinesOf(blob, path).slice(startLine - 1, endLine) : [];
    return lines.filter((line) => line !== "");
  };
}

function blobsByPlace({ files, context }: ChangeSet): Map<string, Blob> {
  const blobs = new Map<string, Blob>();
  for (const { path, blob } of context) {
    for (const side of SIDES) blobs.set(placeOf(side, path), blob);
  }
  for (const file of files) {
    for (const side of SIDES) {
      const blob = file[side];
      if (blob) blobs.set(placeOf(side, pathOn(file, side)), blob);
      else blobs.delete(placeOf(side, pathOn(file, side)));
    }
  }
  return blobs;
}

function placeOf(side: Side, path: string): string {
  return `${side}:${path}`;
}

/** Lines without layout and without those that are comments as a whole. */
export function meaningfulLines(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let inComment = false;
  for (const line of lines) {
    const text = line.trim();
    const opens = text.startsWith("/*");
    const hidden = inComment || opens || text === "" || /^(?:\/\/|#(?:\s|$))/u.test(text);
    if (!hidden) kept.push(text.replaceAll(/\s+/gu, ""));
    inComment = (inComment || opens) && !text.includes("*/");
  }
  return kept;
}

/** The names in a piece of code, without what stands in quotation marks. */
export function wordsIn(code: string): Set<string> {
  return new Set(code.replaceAll(/(["'`]).*?\1/gu, "").match(/[\p{L}_$][\p{L}\p{N}_$]*/gu));
}

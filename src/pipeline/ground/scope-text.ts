import { type ChangeSet, type Side, linesOf, pathOn } from "../../domain/change-set.ts";
import type { Scope } from "../../domain/fact.ts";
import { withoutText } from "./without-text.ts";

const SIDES: readonly Side[] = ["base", "head"];

/** Gives the lines of a scope that say something: no blank lines, no comment lines, no layout. */
export type ScopeText = (scope: Scope) => readonly string[];

/** Splits each file of the change at most once per side. */
export function readScopeText(change: ChangeSet): ScopeText {
  const linesAt = readOnce(change, (text) => text);
  return ({ side, path, startLine, endLine }) =>
    meaningfulLines(linesAt(placeOf(side, path)).slice(startLine - 1, endLine));
}

/** The same without what comments and literal texts say, with single spaces between words. */
export function readScopeCode(change: ChangeSet): ScopeText {
  const linesAt = readOnce(change, withoutText);
  return ({ side, path, startLine, endLine }) => {
    const lines = linesAt(placeOf(side, path)).slice(startLine - 1, endLine);
    return lines.map((line) => line.trim().replaceAll(/\s+/gu, " ")).filter((line) => line !== "");
  };
}

function readOnce(change: ChangeSet, read: (text: string) => string): (place: string) => readonly string[] {
  const texts = textByPlace(change);
  const files = new Map<string, readonly string[]>();
  return (place) => {
    const lines = files.get(place) ?? linesOf(read(texts.get(place) ?? ""));
    files.set(place, lines);
    return lines;
  };
}

function textByPlace({ files, context }: ChangeSet): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { path, blob } of context) {
    for (const side of SIDES) texts.set(placeOf(side, path), blob.text);
  }
  for (const file of files) {
    for (const side of SIDES) texts.set(placeOf(side, pathOn(file, side)), file[side]?.text ?? "");
  }
  return texts;
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

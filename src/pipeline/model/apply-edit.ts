import { type ChangeSet, type ChangedFile, linesOf } from "../../domain/change-set.ts";
import { diffTexts, hunkHolding } from "../../domain/hunks.ts";
import type { Fix } from "../../domain/threat.ts";
import type { WireFix } from "../schemas/fixes-answer.ts";
import { hidesCharacters } from "./visible-text.ts";

/** Longest edit that is offered as a suggestion. */
const MAX_LINES = 20;

/** An edit that applies, and the change as it would be with it. */
export interface AppliedEdit {
  readonly fix: Fix;
  readonly patched: ChangeSet;
}

/**
 * Applies a search-and-replace edit in memory. Returns `null` unless the searched lines stand exactly once in the head of
 * that file, inside one hunk, and the edit is small and leaves brackets as balanced as they were.
 */
export function applyEdit(change: ChangeSet, { path, search, replace }: WireFix): AppliedEdit | null {
  const file = change.files.find((candidate) => candidate.path === path);
  if (!file?.head || !isAcceptable(search, replace)) return null;
  const lines = linesOf(file.head.text);
  const start = onlyPlace(lines, blockOf(search));
  if (start === null) return null;
  const { skipped, from, to } = trim(blockOf(search), blockOf(replace));
  const startLine = start + skipped + 1;
  const endLine = startLine + from.length - 1;
  if (hunkHolding(file.hunks, "head", startLine, endLine) === null) return null;
  const breakWith = file.head.text.includes("\r\n") ? "\r\n" : "\n";
  const text = lines.toSpliced(startLine - 1, from.length, ...to).join(breakWith);
  const patched = patchedFile(file, text);
  if (patched === null) return null;
  const fix = { path, startLine, endLine, replacement: to.join("\n") };
  return { fix, patched: { ...change, files: change.files.map((other) => (other === file ? patched : other)) } };
}

function isAcceptable(search: string, replace: string): boolean {
  const [from, to] = [blockOf(search), blockOf(replace)];
  const isSmall = from.length <= MAX_LINES && to.length <= MAX_LINES;
  const isClean = !hidesCharacters(replace) && !`${search}${replace}`.includes("<secret:");
  return isSmall && isClean && from.join("\n") !== to.join("\n") && isBalancedAlike(search, replace);
}

/** Lines without the empty ones that models put around a block. */
function blockOf(text: string): string[] {
  return linesOf(text.replace(/^(?:[ \t]*\r?\n)+|\s+$/gu, ""));
}

function onlyPlace(lines: readonly string[], wanted: readonly string[]): number | null {
  if (wanted.every((line) => line.trim() === "")) return null;
  const places = lines.flatMap((_, start) =>
    wanted.every((line, offset) => lines[start + offset]?.trimEnd() === line.trimEnd()) ? [start] : [],
  );
  return places.length === 1 ? (places[0] ?? null) : null;
}

/** Leaves out lines that stay as they are at both ends, but always keeps one to replace. */
function trim(from: readonly string[], to: readonly string[]): { skipped: number; from: string[]; to: string[] } {
  let head = 0;
  while (head < Math.min(from.length, to.length) - 1 && from[head] === to[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(from.length, to.length) - head - 1 && from.at(-1 - tail) === to.at(-1 - tail)) tail += 1;
  return { skipped: head, from: from.slice(head, from.length - tail), to: to.slice(head, to.length - tail) };
}

/** A cheap sign that the file still parses, for every language with brackets. */
function isBalancedAlike(one: string, other: string): boolean {
  return ["()", "[]", "{}"].every(
    ([open = "", close = ""]) => balance(one, open, close) === balance(other, open, close),
  );
}

function balance(text: string, open: string, close: string): number {
  return text.split(open).length - text.split(close).length;
}

function patchedFile(file: ChangedFile, text: string): ChangedFile | null {
  const hunks = diffTexts(file.base?.text ?? "", text);
  return file.head && hunks ? { ...file, head: { ...file.head, text }, hunks } : null;
}

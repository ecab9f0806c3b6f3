import { type ChangeSet, type ChangedFile, type HunkLine, linesOf } from "../../domain/change-set.ts";
import type { IndexRange } from "./numbered-diff.ts";

/** Names by which changed and unchanged code speak of one another. */
export interface SharedNames {
  /** Written on changed lines. */
  readonly used: ReadonlySet<string>;
  /** Defined where lines changed. */
  readonly changed: ReadonlySet<string>;
}

interface Definition extends IndexRange {
  readonly name: string;
}

/** Shorter names are in every file. */
const WORD = /[A-Za-z_$][\w$]{3,}/gu;
const DEFINITION =
  /^\s*(?:(?:export|default|public|private|protected|internal|static|final|abstract|override|virtual|async|pub(?:\([^)]*\))?|suspend|open)\s+)*(?:(?:function\*?|def|class|func|fn|fun|interface|trait|struct|type|enum|module|object|const|let|var|val)\s+(?:self\.)?(?:\([^)]*\)\s*)?([A-Za-z_$][\w$]{3,})|(?:[\w<>[\],.?]+\s+)?([A-Za-z_$][\w$]{3,})\s*\([^;]*\)\s*(?:\{|=>))/u;
const LONGEST_LINE = 400;
const LONGEST_BODY = 40;
const MARGIN = 3;
/** What looks like a definition and is a statement. */
const STATEMENTS = new Set(["switch", "while", "catch", "return", "else", "elseif", "foreach", "match", "when"]);

/** What a change speaks of, and what speaks of it. */
export function sharedNames({ files }: ChangeSet): SharedNames {
  const used = new Set<string>();
  const changed = new Set<string>();
  for (const file of files) {
    const lines = changedLines(file);
    for (const { text } of lines) for (const [word] of shown(text).matchAll(WORD)) used.add(word);
    const text = file.head === null ? [] : linesOf(file.head.text);
    const isTouched = touchedIn(lines, text.length);
    for (const { name, from, to } of definitionsIn(text)) if (isTouched(from + 1, to + 1)) changed.add(name);
  }
  return { used, changed };
}

/** Parts of an unchanged file. */
export interface RelatedCode {
  /** What the change uses. */
  readonly callees: readonly IndexRange[];
  /** Lines that use what it changed. */
  readonly callers: readonly IndexRange[];
}

/** What an unchanged file has to do with a change; `null` for a file that defines nothing. */
export function relatedCode(lines: readonly string[], { used, changed }: SharedNames): RelatedCode | null {
  const definitions = definitionsIn(lines);
  if (definitions.length === 0) return null;
  const callees = definitions.filter(({ name }) => used.has(name));
  const callers = lines.flatMap((line, index) => {
    const isCaller = [...shown(line).matchAll(WORD)].some(([word]) => changed.has(word));
    return isCaller ? [{ from: Math.max(0, index - MARGIN), to: Math.min(lines.length - 1, index + MARGIN) }] : [];
  });
  return { callees, callers };
}

function changedLines({ hunks }: ChangedFile): HunkLine[] {
  return hunks.flatMap((hunk) => hunk.lines).filter(({ type }) => type !== "context");
}

/** Answers at once whether any of some lines changed, however many of both there are. */
function touchedIn(lines: readonly HunkLine[], length: number): (first: number, last: number) => boolean {
  const until = new Uint32Array(length + 1);
  for (const { headLine } of lines) if (headLine !== null && headLine <= length) until[headLine] = 1;
  for (let line = 1; line <= length; line += 1) until[line] = (until[line] ?? 0) + (until[line - 1] ?? 0);
  return (first, last) => (until[last] ?? 0) > (until[first - 1] ?? 0);
}

function shown(text: string): string {
  return text.length > LONGEST_LINE ? "" : text;
}

/** By the words that define names in any language; a body ends where a line stands as far left again. */
function definitionsIn(lines: readonly string[]): Definition[] {
  return lines.flatMap((line, from) => {
    const found = DEFINITION.exec(shown(line));
    const name = found?.[1] ?? found?.[2];
    if (name === undefined || STATEMENTS.has(name)) return [];
    return [{ name, from, to: endOf(lines, from) }];
  });
}

function endOf(lines: readonly string[], from: number): number {
  const depth = indentOf(lines[from] ?? "");
  const most = Math.min(lines.length - 1, from + LONGEST_BODY);
  let last = from;
  for (let index = from + 1; index <= most; index += 1) {
    const line = lines[index] ?? "";
    if (line.trim() === "") continue;
    if (indentOf(line) <= depth) return /^\s*(?:[)}\]]|end\b)/u.test(line) ? index : last;
    last = index;
  }
  return last;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

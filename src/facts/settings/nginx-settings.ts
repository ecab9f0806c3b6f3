import type { Entry, Setting } from "./setting.ts";
import { TextCursor } from "./text-cursor.ts";

const MAX_DEPTH = 30;
const BLANK = /(?:\s+|#[^\n]*)+/uy;
const WORD =
  /"(?:[^"\\]|\\[^])*"|'(?:[^'\\]|\\[^])*'|(?:[^\s;{}"'\\]|\\[^]|\$\{\w+\})(?:[^\s;{}\\]|\\[^]|\$\{\w+\})*/uy;
/** Blocks that hold another language. */
const FOREIGN_BLOCK = /_by_lua_block$|^js_|^perl/u;

/** Reads an nginx configuration; every directive is an entry whose labels and text are its arguments. */
export function parseNginx(text: string): Setting {
  const cursor = new TextCursor(text);
  const entries: Entry[] = [];
  while (!cursor.isAtEnd) {
    entries.push(...directives(cursor, MAX_DEPTH));
    // A closing brace that nothing opened must not end the reading of the file.
    cursor.at += 1;
  }
  return { text: null, reference: null, entries, items: [], lines: { start: 1, end: cursor.lineAt(text.length) } };
}

function directives(cursor: TextCursor, depth: number): Entry[] {
  const entries: Entry[] = [];
  for (cursor.take(BLANK); !cursor.isAtEnd && cursor.here !== "}"; cursor.take(BLANK)) {
    const entry = directive(cursor, depth);
    if (entry) entries.push(entry);
  }
  return entries;
}

function directive(cursor: TextCursor, depth: number): Entry | null {
  const start = cursor.at;
  const [key = null, ...labels] = words(cursor);
  if (cursor.here === "{") return block(cursor, { key: key ?? "", labels, start }, depth);
  cursor.at += 1;
  if (key === null) return null;
  const lines = cursor.linesFrom(start);
  return { key, labels, value: { text: labels.join(" "), reference: null, entries: [], items: [], lines }, lines };
}

function words(cursor: TextCursor): string[] {
  const found: string[] = [];
  for (let word = cursor.take(WORD); word !== null; word = cursor.take(WORD)) {
    found.push(/^["']/u.test(word) ? word.slice(1, -1) : word);
    cursor.take(BLANK);
  }
  return found;
}

function block(cursor: TextCursor, head: { key: string; labels: string[]; start: number }, depth: number): Entry {
  cursor.at += 1;
  const isOpaque = depth === 0 || FOREIGN_BLOCK.test(head.key);
  const entries = isOpaque ? skipBraces(cursor) : directives(cursor, depth - 1);
  if (cursor.here === "}") cursor.at += 1;
  const lines = cursor.linesFrom(head.start);
  const value = { text: head.labels.join(" "), reference: null, entries, items: [], lines };
  return { key: head.key, labels: head.labels, value, lines };
}

/** Moves to the brace that closes the block; its contents are none of ours. */
function skipBraces(cursor: TextCursor): Entry[] {
  for (let open = 1; !cursor.isAtEnd; cursor.at += 1) {
    if (cursor.here === "{") open += 1;
    if (cursor.here === "}") open -= 1;
    if (open === 0) return [];
  }
  return [];
}

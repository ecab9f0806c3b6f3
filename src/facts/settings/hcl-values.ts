import type { LineRange } from "./line-range.ts";
import type { Entry, Setting } from "./setting.ts";
import type { TextCursor } from "./text-cursor.ts";

const SPACE = /[ \t\r]+/uy;
const BLANK = /(?:[ \t\r\n,]+|#[^\n]*|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?)+/uy;
/** Most strings that stand in expressions of each other. */
const MAX_STRINGS = 20;
const EXPRESSION = /[$%]\{/uy;
const CHARACTERS = /\$\$\{|%%\{|\\[^]|[^"\\\n]/uy;
const COMMENT = /#[^\n]*|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?/uy;
const PLAIN = /-?\d[\w.]*|true\b|false\b|null\b/uy;
const HEREDOC = /<<-?\s*([A-Za-z_]\w*)[^\n]*\n/uy;
const CALL = /[A-Za-z_][\w:]*\(/uy;
const KEY = /"(?:[^"\\\n]|\\.)*"|[A-Za-z_][\w.-]*/uy;
const SEPARATOR = /[ \t]*[=:]/uy;
/** Functions that hand their argument on in another form. */
const TRANSPARENT = new Set(["jsonencode(", "yamlencode(", "tolist(", "toset(", "sensitive(", "nonsensitive("]);
const CLOSING: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

type Part = Partial<Pick<Setting, "text" | "reference" | "entries" | "items">>;

/** Reads the expressions of HCL as far as they are literal; everything else becomes a reference. */
export class HclValues {
  private readonly cursor: TextCursor;

  constructor(cursor: TextCursor) {
    this.cursor = cursor;
  }

  skipSpace(): void {
    this.cursor.take(SPACE);
  }

  /** Skips layout, comments and separators. */
  skipBlank(): void {
    this.cursor.take(BLANK);
  }

  /** The value here; the cursor stands behind its whole expression afterwards. */
  value(depth: number): Setting {
    this.skipSpace();
    const start = this.cursor.at;
    const primary = depth === 0 ? null : this.primary(depth);
    this.skipSpace();
    if (primary !== null && this.isAtValueEnd()) return settingOf(primary, this.cursor.linesFrom(start));
    this.skipExpression();
    return settingOf({ reference: this.cursor.text.slice(start, this.cursor.at).trim() }, this.cursor.linesFrom(start));
  }

  /** Moves behind the bracket that closes the one at this offset, or to the end. */
  skipBalanced(opening: number, depth = 0): void {
    this.cursor.at = opening;
    const open: string[] = [];
    while (!this.cursor.isAtEnd) {
      const { here } = this.cursor;
      if (CLOSING[here] !== undefined) open.push(CLOSING[here]);
      else if (here === open.at(-1)) open.pop();
      this.skipToken(depth);
      if (open.length === 0) return;
    }
  }

  private primary(depth: number): Part | null {
    if (this.cursor.here === '"') return stringPart(this.string(0));
    if (this.cursor.here === "[") return this.list(depth);
    if (this.cursor.here === "{") return this.object(depth);
    if (this.cursor.startsWith("<<")) return this.heredoc();
    const plain = this.cursor.take(PLAIN);
    return plain === null ? this.call(depth) : { text: plain };
  }

  private call(depth: number): Part | null {
    const start = this.cursor.at;
    const name = this.cursor.take(CALL);
    if (name === null) return null;
    if (!TRANSPARENT.has(name)) {
      this.cursor.at = start;
      return null;
    }
    this.skipBlank();
    const { text, reference, entries, items } = this.value(depth - 1);
    this.skipBlank();
    if (this.cursor.here === ")") this.cursor.at += 1;
    return { text, reference, entries, items };
  }

  private list(depth: number): Part | null {
    const items: Setting[] = [];
    this.cursor.at += 1;
    for (this.skipBlank(); !this.isAtClosing("]"); this.skipBlank()) {
      const before = this.cursor.at;
      items.push(this.value(depth - 1));
      if (this.cursor.at === before) this.cursor.at += 1;
    }
    this.cursor.at += 1;
    return { items };
  }

  private object(depth: number): Part {
    const entries: Entry[] = [];
    this.cursor.at += 1;
    for (this.skipBlank(); !this.isAtClosing("}"); this.skipBlank()) {
      const start = this.cursor.at;
      const key = this.cursor.take(KEY);
      if (key === null || this.cursor.take(SEPARATOR) === null) this.skipToken();
      else {
        const value = this.value(depth - 1);
        entries.push({ key: key.replace(/^"|"$/gu, ""), labels: [], value, lines: this.cursor.linesFrom(start) });
      }
    }
    this.cursor.at += 1;
    return { entries };
  }

  private heredoc(): Part | null {
    const head = this.cursor.take(HEREDOC);
    const name = head === null ? undefined : /[A-Za-z_]\w*/u.exec(head)?.[0];
    if (name === undefined) return null;
    const start = this.cursor.at;
    const end = new RegExp(String.raw`^[ \t]*${name}[ \t\r]*$`, "mu").exec(this.cursor.text.slice(start));
    const length = end?.index ?? this.cursor.text.length - start;
    this.cursor.at = start + length + (end?.[0].length ?? 0);
    const text = this.cursor.text.slice(start, start + length);
    return /(?<!\$)\$\{/u.test(text) ? { reference: text } : { text };
  }

  /** The string here with its quotes; quotes of an expression inside it do not end it, but the line does. */
  private string(depth: number): string | null {
    const start = this.cursor.at;
    this.cursor.at += 1;
    while (!this.cursor.isAtEnd && this.cursor.here !== "\n") {
      if (this.cursor.here === '"') {
        this.cursor.at += 1;
        return this.cursor.text.slice(start, this.cursor.at);
      }
      if (this.cursor.take(EXPRESSION) === null || depth > MAX_STRINGS) this.skipCharacter();
      else this.skipBalanced(this.cursor.at - 1, depth + 1);
    }
    // What has been read is not read again, or broken text would cost more with each quote.
    return null;
  }

  private skipCharacter(): void {
    if (this.cursor.take(CHARACTERS) === null) this.cursor.at += 1;
  }

  private isAtClosing(bracket: string): boolean {
    return this.cursor.isAtEnd || this.cursor.here === bracket;
  }

  private isAtValueEnd(): boolean {
    return this.cursor.isAtEnd || /[\n,\]})#]/u.test(this.cursor.here) || this.cursor.startsWith("//");
  }

  /** To the end of the line or of the enclosing brackets, whichever comes first. */
  private skipExpression(): void {
    while (!this.isAtValueEnd()) {
      if (CLOSING[this.cursor.here] === undefined) this.skipToken();
      else this.skipBalanced(this.cursor.at);
    }
  }

  private skipToken(depth = 0): void {
    if (this.cursor.here === '"') {
      this.string(depth);
      return;
    }
    if (this.cursor.startsWith("<<") && this.heredoc() !== null) return;
    if (this.cursor.take(COMMENT) === null) this.cursor.at += 1;
  }
}

function stringPart(quoted: string | null): Part | null {
  if (quoted === null) return null;
  const inner = quoted.slice(1, -1);
  const whole = /^\$\{([^{}]*)\}$/u.exec(inner)?.[1];
  if (whole !== undefined) return { reference: whole.trim() };
  if (/(?<!\$)\$\{|%\{/u.test(inner)) return { reference: inner };
  return { text: inner.replace(/\\(["\\])/gu, "$1").replaceAll("\\n", "\n") };
}

function settingOf(part: Part, lines: LineRange): Setting {
  return { text: null, reference: null, entries: [], items: [], ...part, lines };
}

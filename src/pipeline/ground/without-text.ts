import { extensionOf } from "../../facts/file-role.ts";

/** Code that a language lets stand in a literal text: what the text begins with, and what a hole in it begins with. */
interface Holes {
  readonly start: RegExp;
  readonly opens: string;
}

const HOLES: readonly (readonly [extensions: RegExp, holes: Holes])[] = [
  [/^(?:[cm]?[jt]sx?|vue|svelte)$/u, { start: /^`$/u, opens: "${" }],
  [/^(?:kts?|php|groovy|gradle|dart|scala)$/u, { start: /^"/u, opens: "${" }],
  [/^(?:rb|rake|erb)$/u, { start: /^["`]$/u, opens: "#{" }],
  [/^cs$/u, { start: /^\$@?"$/u, opens: "{" }],
  [/^py$/u, { start: /^[rR]?[fF]["']/u, opens: "{" }],
];
/** Words that were to end a text and did not; with more the file is no program. */
const MOST_MISSING = 40;
/** Holes in holes are read so deep. */
const MOST_DEPTH = 3;

/** Languages whose texts in plain marks may go over lines, and that have texts between two equal words. */
const LONG_TEXTS = /^(?:php|rb|rake|erb|rs|sh|bash|pl)$/u;

const PLAIN = /[^/#*\-"'`<=]+/uy;
const LINE_COMMENT = /(?<=^|[^:\\])\/\/|(?<=^|\s)#(?![[{!])|(?<=^|\s)--(?=\s)|(?<=^[^\S\n]*)\*(?=\s|\/|$)/muy;
const BEGINS = /"""|'''|["'`]|\/\*|<!--|(?<=^)=begin\b/muy;
const ENDS: Readonly<Record<string, string>> = { "/*": "*/", "<!--": "-->", "=begin": "\n=end" };
const CHARACTER = /'(?:\\.[^'\\\n]{0,8}|[^'\\\n])'/uy;
const HEREDOC = /<<<?[~-]?(["'`]?)([A-Za-z_]\w{0,40})\1(?=[^\n]*\n)/uy;
const PREFIX = /(?<![\w$@])(?:[rR]?[fF]|\$@?)$/u;
/** A slash after one of these begins a pattern and divides nothing. */
const BEFORE_PATTERN = /(?:^|[(,=:[!&|?{};+~]|\b(?:return|when|unless|if|and|or|not))[^\S\n]*$/u;
const PATTERN = /\/(?![/*])(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\//uy;
/** How far back the sign before a slash is looked for. */
const BACK = 40;

/**
 * Code without what it says in words, with as many lines as before: comments and patterns are gone, and of a literal text
 * only the code in its holes is left. What is opened and never closed counts as code. Takes time in proportion to the length.
 */
export function withoutText(code: string, path: string): string {
  const extension = extensionOf(path);
  const holes = HOLES.find(([extensions]) => extensions.test(extension))?.[1] ?? null;
  // A page with code in it has apostrophes that open no text.
  const isPage = extension === "php" && (!code.trimStart().startsWith("<?") || code.includes("?>"));
  const hasLongTexts = LONG_TEXTS.test(extension) && !isPage;
  return new Scan(code, { holes, depth: 0, quotesNames: extension === "rs", hasLongTexts }).run();
}

interface Language {
  readonly holes: Holes | null;
  readonly depth: number;
  /** Whether a single mark stands before names, as in `&'a str`. */
  readonly quotesNames: boolean;
  readonly hasLongTexts: boolean;
}

interface Found {
  readonly end: number;
  /** The code that is left of what is taken out. */
  readonly left: string;
}

/** A literal text: what it begins with, and where it begins behind that. */
interface Opened {
  readonly start: string;
  readonly from: number;
}

class Scan {
  private readonly code: string;
  private readonly language: Language;
  private at = 0;
  /** Ends that do not come, with the place before which that is known: nothing is looked for twice. */
  private readonly missing = new Map<string, number>();

  constructor(code: string, language: Language) {
    this.code = code;
    this.language = language;
  }

  run(): string {
    const parts: string[] = [];
    while (this.at < this.code.length) {
      const plain = this.match(PLAIN);
      const found = plain === "" ? (this.lineComment() ?? this.literal() ?? this.heredoc() ?? this.pattern()) : null;
      const end = found?.end ?? this.at + (plain.length || 1);
      const taken = this.code.slice(this.at, end);
      parts.push(found ? ` ${found.left.replaceAll("\n", " ")} ${taken.replaceAll(/[^\n]+/gu, "")}` : taken);
      this.at = end;
    }
    return parts.join("");
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    return pattern.exec(this.code)?.[0] ?? "";
  }

  private lineComment(): Found | null {
    return this.match(LINE_COMMENT) === "" ? null : { end: this.endOfLine(), left: "" };
  }

  private endOfLine(from = this.at): number {
    const end = this.code.indexOf("\n", from);
    return end < 0 ? this.code.length : end;
  }

  private literal(): Found | null {
    const mark = this.match(BEGINS);
    if (mark === "'" && this.language.quotesNames) return this.character();
    if (mark === "") return null;
    const from = this.at + mark.length;
    const close = ENDS[mark] ?? mark;
    const start = this.prefix() + mark;
    const end = this.endOf(close, { start, from });
    if (end >= 0) return { end: end + close.length, left: this.codeIn(start, { from, end }) };
    // What was cut off in the middle of a comment is one as far as the line goes.
    return mark in ENDS ? { end: this.endOfLine(), left: "" } : null;
  }

  private character(): Found | null {
    const sign = this.match(CHARACTER);
    return sign === "" ? null : { end: this.at + sign.length, left: "" };
  }

  private prefix(): string {
    return PREFIX.exec(this.code.slice(Math.max(0, this.at - 3), this.at))?.[0] ?? "";
  }

  private endOf(close: string, text: Opened): number {
    if ((this.missing.get(close) ?? 0) > text.from) return -1;
    const end = close.length > 1 ? this.code.indexOf(close, text.from) : this.endOfText(close, text, 0);
    if (end < 0) this.missing.set(close, this.isOfOneLine(text.start) ? this.endOfLine() : this.code.length);
    return end;
  }

  private isOfOneLine(start: string): boolean {
    return /^[rRfF$]*["']$/u.test(start) && !this.language.hasLongTexts;
  }

  /** The end of a text in marks; -1 where it does not come. */
  private endOfText(mark: string, { start, from }: Opened, depth: number): number {
    const opens = depth < MOST_DEPTH ? this.opensIn(start) : null;
    const last = this.isOfOneLine(start) ? this.endOfLine(from) : this.code.length;
    for (let index = from; index < last; index += 1) {
      const sign = this.code[index];
      if (sign === mark) return index;
      if (sign === "\\") index += 1;
      else if (opens !== null && this.code.startsWith(opens, index)) {
        const end = this.endOfHole(index + opens.length, depth + 1);
        index = end < 0 ? this.code.length : end;
      }
    }
    return -1;
  }

  /** What a hole begins with in a text that begins so; `null` where it has none. */
  private opensIn(start: string): string | null {
    const { holes } = this.language;
    return holes?.start.test(start) ? holes.opens : null;
  }

  /** The end of a hole, with the texts in it left out of account; -1 where it does not come. */
  private endOfHole(from: number, depth: number): number {
    let open = 0;
    for (let index = from; index < this.code.length; index += 1) {
      const sign = this.code[index] ?? "";
      if (sign === "}" && open-- === 0) return index;
      if (sign === "{") open += 1;
      if (!/["'`]/u.test(sign)) continue;
      index = this.endOfText(sign, { start: sign, from: index + 1 }, depth);
      if (index < 0) return -1;
    }
    return -1;
  }

  /** The code in the holes of a text. */
  private codeIn(start: string, { from, end }: { from: number; end: number }): string {
    const { depth } = this.language;
    const opens = this.opensIn(start);
    if (opens === null || depth >= MOST_DEPTH) return "";
    const parts: string[] = [];
    for (let at = this.code.indexOf(opens, from); at >= 0 && at < end;) {
      const begin = at + opens.length;
      const close = this.endOfHole(begin, depth + 1);
      const last = close < 0 || close > end ? end : close;
      parts.push(new Scan(this.code.slice(begin, last), { ...this.language, depth: depth + 1 }).run());
      at = this.code.indexOf(opens, last);
    }
    return parts.join(" ");
  }

  /** A text between two equal words; what else its first line says is code. */
  private heredoc(): Found | null {
    if (!this.language.hasLongTexts) return null;
    const opening = this.match(HEREDOC);
    const word = /\w+/u.exec(opening)?.[0] ?? "";
    if (word === "" || this.missing.has(`<<${word}`) || this.missing.size > MOST_MISSING) return null;
    const body = this.endOfLine();
    const ending = new RegExp(`^[^\\S\\n]*${word}\\b`, "gmu");
    ending.lastIndex = body + 1;
    const found = ending.exec(this.code);
    if (found) return { end: found.index + found[0].length, left: this.code.slice(this.at + opening.length, body) };
    this.missing.set(`<<${word}`, this.code.length);
    return null;
  }

  private pattern(): Found | null {
    if (this.code[this.at] !== "/" || (this.missing.get("/") ?? 0) > this.at) return null;
    const before = this.code.slice(Math.max(0, this.at - BACK), this.at);
    if (!BEFORE_PATTERN.test(before.slice(before.lastIndexOf("\n") + 1))) return null;
    const found = this.match(PATTERN);
    if (found !== "") return { end: this.at + found.length, left: "" };
    this.missing.set("/", this.endOfLine());
    return null;
  }
}

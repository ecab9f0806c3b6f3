/** One statement of an SQL file. */
export interface SqlPiece {
  /** Without comments; what stands in quotes is kept. */
  readonly text: string;
  /** 1-based. */
  readonly startLine: number;
  readonly endLine: number;
}

const TOKEN = /--[^\n]*|\/\*|'(?:[^']|'')*'|"[^"\n]*"|\$\w*\$|;|[^;'"$/-]+|[^]/gu;

/** Splits an SQL file into statements; semicolons in comments, quotes and function bodies end none. */
export function sqlStatements(text: string): SqlPiece[] {
  return new Splitter(text).split();
}

class Splitter {
  private readonly text: string;
  private readonly closings: ReadonlyMap<string, readonly number[]>;
  private readonly pieces: SqlPiece[] = [];
  private line = 1;
  private startLine = 1;
  private current = "";

  constructor(text: string) {
    this.text = text;
    const tags = [...text.matchAll(/\$\w*\$/gu)];
    this.closings = new Map(
      [...Map.groupBy(tags, ([tag]) => tag)].map(([tag, found]) => [tag, found.map(({ index }) => index)]),
    );
  }

  split(): SqlPiece[] {
    let at = 0;
    while (at < this.text.length) {
      TOKEN.lastIndex = at;
      const token = TOKEN.exec(this.text)?.[0] ?? this.text.slice(at, at + 1);
      at = this.take(token, at);
    }
    this.finish();
    return this.pieces;
  }

  /** Takes one token and says where the next one starts. */
  private take(token: string, at: number): number {
    if (token === ";") this.finish();
    else if (token === "/*") return this.skipTo(this.text.indexOf("*/", at), at + 2, 2);
    else if (/^\$\w*\$$/u.test(token)) return this.takeBody(token, at);
    else if (!token.startsWith("--")) this.add(token);
    return at + token.length;
  }

  private skipTo(end: number, otherwise: number, length: number): number {
    const next = end === -1 ? otherwise : end + length;
    this.line += breaksIn(this.text.slice(otherwise, next));
    return next;
  }

  /** A function body between two equal tags belongs to its statement. */
  private takeBody(tag: string, at: number): number {
    const end = this.closings.get(tag)?.find((index) => index > at);
    const next = end === undefined ? at + tag.length : end + tag.length;
    this.add(this.text.slice(at, next));
    return next;
  }

  private add(text: string): void {
    if (this.current.trim() === "") {
      const leading = text.length - text.trimStart().length;
      this.startLine = this.line + breaksIn(text.slice(0, leading));
    }
    this.current += text;
    this.line += breaksIn(text);
  }

  private finish(): void {
    const text = this.current.trim();
    const endLine = this.startLine + breaksIn(text);
    if (text !== "") this.pieces.push({ text, startLine: this.startLine, endLine: Math.max(endLine, this.startLine) });
    this.current = "";
  }
}

function breaksIn(text: string): number {
  return text.split("\n").length - 1;
}

import { type DataNode, MAX_DEPTH } from "./data-node.ts";

/** Reads JSON, also with comments and trailing commas; a text that is none throws a `SyntaxError`. */
export function parseJsonData(text: string): DataNode {
  const reader = new JsonReader(text);
  const root = reader.value(0);
  reader.end();
  return root;
}

const LITERAL = /[-+\w.]+/uy;
const STRING = /"([^"\\\n]*(?:\\.[^"\\\n]*)*)"/uy;
const SPACE = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)+/uy;

class JsonReader {
  readonly #text: string;
  #offset: number;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
    this.#offset = text.startsWith("\uFEFF") ? 1 : 0;
  }

  value(depth: number): DataNode {
    if (depth > MAX_DEPTH) throw new SyntaxError("it is nested too deeply");
    this.#skip();
    const next = this.#text[this.#offset];
    if (next === "{") return this.#mapping(depth);
    if (next === "[") return this.#list(depth);
    const startLine = this.#line;
    const text = next === '"' ? this.#string() : this.#literal();
    return { text, entries: new Map(), items: [], startLine, endLine: startLine };
  }

  end(): void {
    this.#skip();
    if (this.#offset < this.#text.length) this.#fail();
  }

  #mapping(depth: number): DataNode {
    const startLine = this.#line;
    const entries = new Map<string, DataNode>();
    this.#offset += 1;
    while (!this.#closes("}")) {
      const keyLine = this.#line;
      const key = this.#string();
      this.#skip();
      if (!this.#takes(":")) this.#fail();
      entries.set(key, { ...this.value(depth + 1), startLine: keyLine });
      this.#skip();
      if (!this.#takes(",") && this.#text[this.#offset] !== "}") this.#fail();
    }
    return { text: null, entries, items: [], startLine, endLine: this.#line };
  }

  #list(depth: number): DataNode {
    const startLine = this.#line;
    const items: DataNode[] = [];
    this.#offset += 1;
    while (!this.#closes("]")) {
      items.push(this.value(depth + 1));
      this.#skip();
      if (!this.#takes(",") && this.#text[this.#offset] !== "]") this.#fail();
    }
    return { text: null, entries: new Map(), items, startLine, endLine: this.#line };
  }

  #closes(bracket: string): boolean {
    this.#skip();
    return this.#takes(bracket);
  }

  #takes(character: string): boolean {
    if (this.#text[this.#offset] !== character) return false;
    this.#offset += 1;
    return true;
  }

  #string(): string {
    const inner = this.#match(STRING)?.[1];
    if (inner === undefined) return this.#fail();
    return inner.includes("\\") ? inner.replaceAll(/\\(u[\da-fA-F]{4}|.)/gsu, unescape) : inner;
  }

  #literal(): string | null {
    const literal = this.#match(LITERAL)?.[0] ?? this.#fail();
    return literal === "null" ? null : literal;
  }

  #skip(): void {
    const space = this.#match(SPACE)?.[0] ?? "";
    for (let found = space.indexOf("\n"); found !== -1; found = space.indexOf("\n", found + 1)) this.#line += 1;
  }

  #match(shape: RegExp): RegExpExecArray | null {
    shape.lastIndex = this.#offset;
    const match = shape.exec(this.#text);
    if (match) this.#offset = shape.lastIndex;
    return match;
  }

  #fail(): never {
    throw new SyntaxError(`unexpected text in line ${this.#line}`);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function unescape(_: string, escaped: string): string {
  if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
  return ESCAPES[escaped] ?? escaped;
}

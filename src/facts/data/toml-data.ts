import { type DataNode, MAX_DEPTH } from "./data-node.ts";

/** A table or value while it is being filled. */
interface Draft extends DataNode {
  text: string | null;
  readonly entries: Map<string, Draft>;
  readonly items: Draft[];
  endLine: number;
}

/** Reads TOML; dates and numbers stay text. A text that is none throws a `SyntaxError`. */
export function parseTomlData(text: string): DataNode {
  return new TomlReader(text).document();
}

const SPACE = /[ \t]+/uy;
const LAYOUT = /(?:\s+|#[^\n]*)+/uy;
const REST = /[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/uy;
const BASIC = String.raw`"([^"\\\n]*(?:\\.[^"\\\n]*)*)"|'([^'\n]*)'`;
const MULTILINE = String.raw`"""([^"\\]*(?:(?:\\[^]|"(?!""))[^"\\]*)*)"""|'''([^]*?)'''`;
const KEY = new RegExp(String.raw`[\w-]+|${BASIC}`, "uy");
const STRING = new RegExp(`${MULTILINE}|${BASIC}`, "uy");
const LITERAL = /[-+\w.:]+(?: \d\d:[\d:.]+[-+\w:]*)?/uy;

class TomlReader {
  readonly #text: string;
  #offset: number;
  #line = 1;
  readonly #root = emptyAt(1);

  constructor(text: string) {
    this.#text = text;
    this.#offset = text.startsWith("\uFEFF") ? 1 : 0;
  }

  document(): DataNode {
    let table = this.#root;
    for (this.#skip(LAYOUT); this.#offset < this.#text.length; this.#skip(LAYOUT)) {
      if (this.#takes("[")) table = this.#header();
      else this.#assignment(table, 0);
      table.endLine = this.#line;
      if (this.#match(REST) === null) this.#fail();
      this.#line += this.#text[this.#offset - 1] === "\n" ? 1 : 0;
    }
    return this.#root;
  }

  #header(): Draft {
    const isList = this.#takes("[");
    const keys = this.#keys();
    if (!this.#takes("]") || (isList && !this.#takes("]"))) this.#fail();
    const parent = tableAt(this.#root, keys.slice(0, -1), this.#line);
    const last = keys.at(-1) ?? this.#fail();
    if (!isList) return tableAt(parent, [last], this.#line);
    const list = childOf(parent, last, this.#line);
    const item = emptyAt(this.#line);
    list.items.push(item);
    return item;
  }

  #assignment(table: Draft, depth: number): void {
    const startLine = this.#line;
    const keys = this.#keys();
    if (!this.#takes("=")) this.#fail();
    this.#skip(SPACE);
    const parent = tableAt(table, keys.slice(0, -1), startLine);
    const value = this.#value(depth + 1);
    parent.entries.set(keys.at(-1) ?? "", { ...value, startLine, endLine: this.#line });
    parent.endLine = this.#line;
  }

  #keys(): string[] {
    const keys: string[] = [];
    do {
      this.#skip(SPACE);
      const match = this.#match(KEY) ?? this.#fail();
      keys.push(match[1] ?? match[2] ?? match[0]);
      this.#skip(SPACE);
    } while (this.#takes("."));
    return keys.length > MAX_DEPTH ? this.#fail() : keys;
  }

  #value(depth: number): Draft {
    if (depth > MAX_DEPTH) throw new SyntaxError("it is nested too deeply");
    const node = emptyAt(this.#line);
    if (this.#takes("[")) this.#list(node, depth);
    else if (this.#takes("{")) this.#inlineTable(node, depth);
    else node.text = this.#scalar();
    node.endLine = this.#line;
    return node;
  }

  #list(node: Draft, depth: number): void {
    for (this.#skip(LAYOUT); !this.#takes("]"); this.#skip(LAYOUT)) {
      node.items.push(this.#value(depth + 1));
      this.#skip(LAYOUT);
      if (!this.#takes(",") && this.#text[this.#offset] !== "]") this.#fail();
    }
  }

  #inlineTable(node: Draft, depth: number): void {
    for (this.#skip(LAYOUT); !this.#takes("}"); this.#skip(LAYOUT)) {
      this.#assignment(node, depth + 1);
      this.#skip(LAYOUT);
      if (!this.#takes(",") && this.#text[this.#offset] !== "}") this.#fail();
    }
  }

  #scalar(): string {
    const string = this.#match(STRING);
    if (string === null) return this.#match(LITERAL)?.[0] ?? this.#fail();
    this.#line += breaksIn(string[0]);
    const [, multiline, literalLines, basic, literal] = string;
    return literalLines ?? literal ?? (multiline ?? basic ?? "").replaceAll(/\\(["\\/])/gu, "$1");
  }

  #takes(character: string): boolean {
    if (this.#text[this.#offset] !== character) return false;
    this.#offset += 1;
    return true;
  }

  #skip(shape: RegExp): void {
    this.#line += breaksIn(this.#match(shape)?.[0] ?? "");
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

function emptyAt(line: number): Draft {
  return { text: null, entries: new Map(), items: [], startLine: line, endLine: line };
}

function childOf(parent: Draft, key: string, line: number): Draft {
  const child = parent.entries.get(key) ?? emptyAt(line);
  parent.entries.set(key, child);
  return child;
}

/** The table at this path, made where it is missing; of a list of tables the last one. */
function tableAt(root: Draft, keys: readonly string[], line: number): Draft {
  return keys.reduce((table, key) => {
    const child = childOf(table, key, line);
    return child.items.at(-1) ?? child;
  }, root);
}

function breaksIn(text: string): number {
  let count = 0;
  for (let found = text.indexOf("\n"); found !== -1; found = text.indexOf("\n", found + 1)) count += 1;
  return count;
}

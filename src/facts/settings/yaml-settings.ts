import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
} from "yaml";
import type { LineRange } from "./line-range.ts";
import type { Entry, Setting } from "./setting.ts";

/** What a YAML or JSON file says. */
export interface ParsedSettings {
  /** One per document that holds something. */
  readonly roots: readonly Setting[];
  /** The first fault in one sentence, or `null`. */
  readonly fault: string | null;
}

/** Aliases can repeat a part without limit, so a file yields at most this many values. */
const MAX_VALUES = 60_000;
const MAX_DEPTH = 60;
/** Tags that only say which plain type a value has. */
const PLAIN_TAG = /^tag:yaml\.org,2002:/u;

/** Reads every document of a YAML or JSON text; a document that is not valid is left out and named as the fault. */
export function parseYamlSettings(text: string): ParsedSettings {
  const counter = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: counter, uniqueKeys: false, logLevel: "error" });
  const documents = Array.isArray(parsed) ? parsed : [];
  const [error] = documents.flatMap(({ errors }) => errors);
  const valid = documents.filter((document) => document.errors.length === 0);
  const conversion = new Conversion(text, counter);
  const roots = valid.flatMap((document) => conversion.rootOf(document) ?? []);
  return { roots, fault: error ? `It is not valid YAML: ${error.message.split("\n")[0]}` : conversion.fault };
}

class Conversion {
  private left = MAX_VALUES;
  private document: Document | null = null;
  private readonly text: string;
  private readonly counter: LineCounter;

  constructor(text: string, counter: LineCounter) {
    this.text = text;
    this.counter = counter;
  }

  /** Set when a part was left out because there is too much of it. */
  get fault(): string | null {
    return this.left < 0 ? "It holds more values than the rules follow." : null;
  }

  rootOf(document: Document): Setting | null {
    this.document = document;
    return isNode(document.contents) ? this.settingOf(document.contents, MAX_DEPTH) : null;
  }

  private settingOf(node: Node, depth: number): Setting {
    this.left -= 1;
    const lines = this.linesOf(node);
    const target = this.resolve(node);
    const isKnown = target !== null && (target.tag === undefined || PLAIN_TAG.test(target.tag));
    const empty: Setting = { text: null, reference: null, entries: [], items: [], lines };
    if (target === null || depth === 0 || this.left < 0) return empty;
    if (isScalar(target)) return { ...empty, ...scalarOf(target.value, isKnown) };
    if (isSeq(target)) return { ...empty, items: isKnown ? this.itemsOf(target.items, depth) : [] };
    return isMap(target) ? { ...empty, entries: this.entriesOf(target.items, depth) } : empty;
  }

  private itemsOf(items: readonly unknown[], depth: number): Setting[] {
    return items.flatMap((item) => (isNode(item) ? [this.settingOf(item, depth - 1)] : []));
  }

  private entriesOf(pairs: readonly { key: unknown; value: unknown }[], depth: number): Entry[] {
    const all = pairs.flatMap(({ key, value }) => (isNode(key) ? this.entryOf(key, value, depth) : []));
    const merged = all.filter(({ key }) => key === "<<").flatMap(({ value }) => [value, ...value.items]);
    const own = all.filter(({ key }) => key !== "<<");
    const known = new Set(own.map(({ key }) => key));
    return [...own, ...merged.flatMap(({ entries }) => entries).filter(({ key }) => !known.has(key))];
  }

  private entryOf(keyNode: Node, value: unknown, depth: number): Entry[] {
    const key = isScalar(keyNode) ? String(keyNode.value) : null;
    if (key === null) return [];
    const start = this.linesOf(keyNode).start;
    const lines = { start, end: start };
    const setting = isNode(value)
      ? this.settingOf(value, depth - 1)
      : { text: null, reference: null, entries: [], items: [], lines };
    // What an alias or a merge brings stands elsewhere; the entry itself ends where its own text does.
    const end = isNode(value) ? Math.max(start, this.linesOf(value).end) : start;
    return [{ key, labels: [], value: setting, lines: { start, end } }];
  }

  private resolve(node: Node): Node | null {
    if (!isAlias(node)) return node;
    return this.document ? (node.resolve(this.document) ?? null) : null;
  }

  private linesOf(node: Node): LineRange {
    const [start, end] = node.range ?? [0, 0];
    const length = this.text.slice(start, end).trimEnd().length;
    const lineAt = (offset: number) => this.counter.linePos(offset).line;
    return { start: lineAt(start), end: lineAt(start + Math.max(0, length - 1)) };
  }
}

function scalarOf(value: unknown, isKnown: boolean): Pick<Setting, "text" | "reference"> {
  const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  const text = isPlain ? String(value) : null;
  return isKnown ? { text, reference: null } : { text: null, reference: text };
}

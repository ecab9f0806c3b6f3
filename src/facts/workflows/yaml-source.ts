import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from "yaml";
import { linesOf } from "../../domain/change-set.ts";
import type { Fact } from "../../domain/fact.ts";
import type { SourceFile } from "../fact-reader.ts";

/** One parsed YAML file whose nodes can be asked for their values and lines. */
export interface YamlSource {
  readonly file: SourceFile;
  readonly root: YAMLMap;
  /** 1-based first and last line of a node; the end is the last line with text of it. */
  linesAt(node: Node): LineRange;
  /** The 1-based line of a character offset. */
  lineAt(offset: number): number;
  /** The node's text as it stands in the file. */
  rawText(node: Node): { readonly text: string; readonly offset: number };
  /** The node behind an alias, or the node itself. */
  resolve(node: unknown): Node | null;
}

export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** Parses a file whose top level is a mapping; a string says in one sentence why it cannot be read. */
export function parseYamlSource(file: SourceFile): YamlSource | string {
  const counter = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: counter, keepSourceTokens: false });
  const [syntaxError] = document.errors;
  if (syntaxError) return `It is not valid YAML: ${syntaxError.message.split("\n")[0]}`;
  const root = document.contents;
  if (!isMap(root)) return "It is not a mapping at its top level.";
  const lineAt = (offset: number) => counter.linePos(offset).line;
  const rawText = (node: Node) => {
    const [start, end] = node.range ?? [0, 0];
    return { text: file.text.slice(start, end), offset: start };
  };
  const linesAt = (node: Node) => {
    const { text, offset } = rawText(node);
    return { start: lineAt(offset), end: lineAt(offset + Math.max(0, text.trimEnd().length - 1)) };
  };
  const resolve = (node: unknown) => {
    if (isAlias(node)) return node.resolve(document) ?? null;
    return isNode(node) ? node : null;
  };
  return { file, root, lineAt, rawText, linesAt, resolve };
}

/** The value of a key as a node, with aliases followed; `null` when there is none. */
export function child(source: YamlSource, node: Node | null, key: string): Node | null {
  return isMap(node) ? source.resolve(node.get(key, true)) : null;
}

/** The string, number or boolean of a scalar node as text; `null` for anything else. */
export function textOf(node: Node | null): string | null {
  const value = isScalar(node) ? node.value : null;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** The items of a sequence, or the node itself as the only item. */
export function itemsOf(source: YamlSource, node: Node | null): Node[] {
  if (!isSeq(node)) return node ? [node] : [];
  return node.items.flatMap((item) => source.resolve(item) ?? []);
}

/** One `key: value` of a mapping. */
export interface Entry {
  readonly key: string;
  readonly keyNode: Node;
  readonly value: Node | null;
}

/** The entries of a mapping in order; none for other nodes. */
export function entriesOf(source: YamlSource, node: Node | null): Entry[] {
  if (!isMap(node)) return [];
  return node.items.flatMap((pair) => {
    const key = isNode(pair.key) ? textOf(pair.key) : null;
    if (key === null || !isNode(pair.key)) return [];
    return [{ key, keyNode: pair.key, value: source.resolve(pair.value) }];
  });
}

/** The entry of a mapping with this key. */
export function entry(source: YamlSource, node: Node | null, key: string): Entry | null {
  return entriesOf(source, node).find((candidate) => candidate.key === key) ?? null;
}

/** The lines from an entry's key to the end of its value. */
export function entryLines(source: YamlSource, { keyNode, value }: Entry): LineRange {
  const start = source.linesAt(keyNode).start;
  return { start, end: Math.max(start, value ? source.linesAt(value).end : start) };
}

/** Builds a fact whose quote is exactly these lines of the file. */
export function factOn(
  source: YamlSource,
  lines: LineRange,
  given: Pick<Fact, "kind" | "name" | "attributes" | "symbol">,
): Fact {
  const { path, side, text } = source.file;
  const quote = linesOf(text)
    .slice(lines.start - 1, lines.end)
    .join("\n");
  return { ...given, path, side, startLine: lines.start, endLine: lines.end, quote };
}

import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import { type DataNode, MAX_DEPTH } from "./data-node.ts";

/** Reads YAML without following aliases; a text that is none throws a `SyntaxError`. */
export function parseYamlData(text: string): DataNode {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, keepSourceTokens: false });
  const [problem] = document.errors;
  if (problem) throw new SyntaxError(problem.message.split("\n")[0]);
  const lineAt = (offset: number) => counter.linePos(offset).line;
  const lastLineOf = (start: number, end: number) =>
    lineAt(start + Math.max(0, text.slice(start, end).trimEnd().length - 1));
  return toData(document.contents, { lineAt, lastLineOf, depth: 0 });
}

interface View {
  readonly lineAt: (offset: number) => number;
  readonly lastLineOf: (start: number, end: number) => number;
  readonly depth: number;
}

function toData(node: unknown, view: View): DataNode {
  if (view.depth > MAX_DEPTH) throw new SyntaxError("it is nested too deeply");
  const inner = { ...view, depth: view.depth + 1 };
  const [start, end] = rangeOf(node);
  return {
    text: isScalar(node) ? textOf(node.value) : null,
    entries: new Map(isMap(node) ? node.items.map(({ key, value }) => entryOf(key, value, inner)) : []),
    items: isSeq(node) ? node.items.map((item) => toData(item, inner)) : [],
    startLine: view.lineAt(start),
    endLine: view.lastLineOf(start, end),
  };
}

function entryOf(key: unknown, value: unknown, view: View): [string, DataNode] {
  const startLine = view.lineAt(rangeOf(key)[0]);
  const node = toData(value, view);
  return [
    (isScalar(key) ? textOf(key.value) : null) ?? "",
    { ...node, startLine, endLine: Math.max(startLine, node.endLine) },
  ];
}

function textOf(value: unknown): string | null {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

function rangeOf(node: unknown): readonly [number, number] {
  const range = isRanged(node) ? node.range : null;
  return range ? [range[0], range[1]] : [0, 0];
}

function isRanged(node: unknown): node is Pick<Node, "range"> {
  return typeof node === "object" && node !== null && "range" in node;
}

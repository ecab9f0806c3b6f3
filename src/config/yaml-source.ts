import { type Document, LineCounter, isMap, isNode, isPair, isScalar, isSeq, parseDocument } from "yaml";

/** A fault of the file itself, at a 1-based line. */
export interface YamlFault {
  readonly line: number;
  readonly message: string;
}

/** A YAML file as plain data, which still knows on which line each key stands. */
export interface YamlSource {
  readonly value: unknown;
  /** The 1-based line of a key or list entry, or of the innermost enclosing one that exists. */
  lineOf(path: readonly PropertyKey[]): number;
}

/** Larger than any honest file; a repository's configuration is hostile until it is read. */
const MAX_BYTES = 64 * 1024;
const MAX_ALIASES = 20;
/** One slip in YAML makes the parser complain about every line after it. */
const MAX_FAULTS = 3;

/** Reads YAML 1.2 of at most 64 KB: duplicate keys, unknown tags and alias bombs are faults; nothing is thrown. */
export function readYaml(text: string): YamlSource | { readonly faults: readonly YamlFault[] } {
  if (Buffer.byteLength(text) > MAX_BYTES) return wholeFile(`The file is larger than ${MAX_BYTES / 1024} KB.`);
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0) return { faults: faults.slice(0, MAX_FAULTS).map((fault) => toFault(fault, lines)) };
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    return { value, lineOf: (path) => lineAt(offsetOf(document, path), lines) };
  } catch (error) {
    return wholeFile(
      error instanceof RangeError ? "The file is nested too deeply." : "The file uses too many aliases.",
    );
  }
}

function wholeFile(message: string): { readonly faults: readonly YamlFault[] } {
  return { faults: [{ line: 1, message }] };
}

function toFault(fault: { pos: [number, number]; message: string }, lines: LineCounter): YamlFault {
  return { line: lineAt(fault.pos[0], lines), message: `The file is not valid YAML: ${fault.message}.` };
}

function lineAt(offset: number, lines: LineCounter): number {
  return Math.max(1, lines.linePos(offset).line);
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let place: unknown = document.contents;
  let offset = 0;
  for (const key of path) {
    const child = childOf(place, key);
    offset = startOf(isPair(child) ? child.key : child) ?? offset;
    place = isPair(child) ? child.value : child;
  }
  return offset;
}

function childOf(place: unknown, key: PropertyKey): unknown {
  if (isSeq(place)) return place.items[Number(key)];
  if (!isMap(place)) return undefined;
  return place.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}

function startOf(node: unknown): number | null {
  return isNode(node) ? (node.range?.[0] ?? null) : null;
}

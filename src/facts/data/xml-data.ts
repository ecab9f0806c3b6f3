import { MAX_DEPTH } from "./data-node.ts";

/** One element of an XML text; names keep no namespace prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly inside, trimmed. */
  readonly text: string;
  readonly startLine: number;
  readonly endLine: number;
}

interface Draft extends XmlElement {
  readonly children: Draft[];
  text: string;
  endLine: number;
}

const ATTRIBUTE = /([\w:.-]{1,100})\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)')/gu;
const SKIPPED: readonly (readonly [string, string])[] = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
  ["<!", ">"],
];

/** Reads the elements of an XML text and tolerates what is broken; entities, comments and CDATA are left out. */
export function parseXmlData(text: string): XmlElement {
  const lineAt = lineCounter(text);
  const root = elementAt("", "", 1);
  const open: Draft[] = [root];
  let offset = 0;
  while (offset < text.length) {
    const start = text.indexOf("<", offset);
    const top = open.at(-1) ?? root;
    top.text += text.slice(offset, start === -1 ? text.length : start).trim();
    if (start === -1) break;
    const [opening, closing] = SKIPPED.find(([mark]) => text.startsWith(mark, start)) ?? ["<", ">"];
    const end = text.indexOf(closing, start + opening.length);
    if (end === -1) break;
    offset = end + closing.length;
    if (opening === "<") takeTag(text.slice(start + 1, end), open, { start: lineAt(start), end: lineAt(end) });
  }
  return root;
}

/** The children of an element by a path of names. */
export function childrenAt(element: XmlElement, ...names: readonly string[]): XmlElement[] {
  return names.reduce<XmlElement[]>(
    (found, name) => found.flatMap(({ children }) => children.filter((child) => child.name === name)),
    [element],
  );
}

/** All elements of this name at any depth, in the order of the text. */
export function elementsNamed(root: XmlElement, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  const waiting = [root];
  for (let element = waiting.pop(); element !== undefined; element = waiting.pop()) {
    if (element.name === name) found.push(element);
    waiting.push(...element.children.toReversed());
  }
  return found;
}

/** The text of the first child of this name, or `null`. */
export function childText(element: XmlElement, name: string): string | null {
  return element.children.find((child) => child.name === name)?.text ?? null;
}

function takeTag(tag: string, open: Draft[], lines: { readonly start: number; readonly end: number }): void {
  const name = localName(/^\/?([\w:.-]{1,200})/u.exec(tag)?.[1] ?? "");
  if (tag.startsWith("/")) return close(open, name, lines.end);
  const element = elementAt(name, tag, lines.start);
  element.endLine = lines.end;
  open.at(-1)?.children.push(element);
  if (!tag.endsWith("/") && open.length < MAX_DEPTH) open.push(element);
}

/** A closing tag closes what it names and all that was left open inside; one that names nothing open is passed over. */
function close(open: Draft[], name: string, line: number): void {
  const index = open.findLastIndex((element, depth) => depth > 0 && element.name === name);
  if (index === -1) return;
  for (const element of open.splice(index)) element.endLine = line;
}

function elementAt(name: string, tag: string, line: number): Draft {
  const found = [...tag.matchAll(ATTRIBUTE)].map(([, key = "", double, single]): [string, string] => [
    localName(key),
    double ?? single ?? "",
  ]);
  return { name, attributes: new Map(found), children: [], text: "", startLine: line, endLine: line };
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** Lines of offsets that are asked for in rising order. */
function lineCounter(text: string): (offset: number) => number {
  let [line, counted] = [1, 0];
  return (offset) => {
    for (let found = text.indexOf("\n", counted); found !== -1 && found < offset; found = text.indexOf("\n", counted)) {
      line += 1;
      counted = found + 1;
    }
    return line;
  };
}

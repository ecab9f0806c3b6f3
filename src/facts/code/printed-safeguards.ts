import type { DeclaredField, Safeguard } from "../../domain/fact.ts";
import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, descendants, dottedPath, lastName } from "../syntax/walk.ts";
import type { ModuleModel } from "./module-model.ts";
import { wordsOf } from "./words.ts";

/** Functions whose only work is to make a value harmless within a page. */
export const ENCODES =
  /^(?:e|h|esc|escape|esc_html|esc_attr|esc_url|htmlspecialchars|htmlentities|htmlEscape|escapeHtml|encode)$/u;

/** Values that cannot hold markup, and those that were made as markup. */
const NO_TEXT =
  / (?:id|ids|count|total|number|num|index|size|width|height|page|position|order|level|year|date|time|timestamp|percent|color|icon|class|html|markup|csrf|token|attributes|safe|escaped|encoded|clean|cleaned|sanitized|purified) $/u;

/** What the printing of one file says: values that are encoded where they are printed, and values that are not. */
export interface PrintedValues {
  readonly encoded: readonly Safeguard[];
  readonly raw: readonly DeclaredField[];
}

/** Finds what PHP prints, so that the encoder of one value can be missed where the value is still printed. */
export function printedIn(module: ModuleModel, symbols: ReadonlyMap<SyntaxNode, string>): PrintedValues {
  const found = { encoded: [] as Safeguard[], raw: [] as DeclaredField[] };
  if (module.language.id !== "php") return found;
  collect(module.root, null, { symbols, ...found });
  const made = madeForPages(module.root);
  return { encoded: found.encoded, raw: found.raw.filter(({ name }) => !made.has(name)) };
}

interface Collection {
  readonly symbols: ReadonlyMap<SyntaxNode, string>;
  readonly encoded: Safeguard[];
  readonly raw: DeclaredField[];
}

function collect(node: SyntaxNode, symbol: string | null, collection: Collection): void {
  const within = collection.symbols.get(node) ?? symbol;
  if (node.type === "call" && lastName(node.callee) === "echo")
    for (const part of node.arguments.flatMap(({ value }) => partsOf(value))) note(part, within, collection);
  for (const child of childrenOf(node)) collect(child, within, collection);
}

/** The pieces that a printed text is put together from. */
function partsOf(node: SyntaxNode): SyntaxNode[] {
  if (node.type === "template" || node.type === "group") return childrenOf(node).flatMap(partsOf);
  if (node.type !== "binary") return [node];
  if (node.operator === "??") return partsOf(node.left);
  return node.operator === "+" ? [...partsOf(node.left), ...partsOf(node.right)] : [];
}

function note(part: SyntaxNode, symbol: string | null, { encoded, raw }: Collection): void {
  const { startLine, endLine } = part;
  const encoder = part.type === "call" && encodes(part) ? part : null;
  const name = nameOf(encoder ? encoder.arguments[0]?.value : part);
  if (name === null) return;
  if (encoder === null) raw.push({ name, symbol, startLine });
  else {
    const what = `${dottedPath(encoder.callee)} of ${name}`;
    encoded.push({ family: "markup", what, about: name, ofField: true, symbol, startLine, endLine });
  }
}

function encodes({ callee, arguments: given }: CallNode): boolean {
  return ENCODES.test(lastName(callee) ?? "") && given.length > 0;
}

/** A variable or a part of one, as PHP begins its name; `null` where it can hold no markup. */
function nameOf(node: SyntaxNode | undefined): string | null {
  const value = node?.type === "binary" && node.operator === "??" ? node.left : node;
  if (value?.type !== "name" && value?.type !== "member") return null;
  const path = dottedPath(value);
  return path === null || holdsNoMarkup(path) ? null : `$${path}`;
}

function holdsNoMarkup(path: string): boolean {
  return NO_TEXT.test(wordsOf(path)) || CONSTANT.test(path);
}

const CONSTANT = /^[A-Z\d_]+$/u;

/** What is encoded as a whole before it is printed, or is made as markup by the page itself, as PHP names it. */
export function madeForPages(root: SyntaxNode): ReadonlySet<string> {
  const names = [...descendants(root)].flatMap((node) => {
    if (node.type !== "assign") return [];
    return [...descendants(node.value)].some(isForPages) ? (nameOf(node.target) ?? []) : [];
  });
  return new Set(names);
}

function isForPages(node: SyntaxNode): boolean {
  return node.type === "text" ? /<\/?[a-z]/iu.test(node.value) : node.type === "call" && encodes(node);
}

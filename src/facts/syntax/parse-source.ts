import { createRequire } from "node:module";
import { parse, registerDynamicLanguage, type SgNode } from "@ast-grep/napi";
import type { Grammar, Lowering } from "./grammar.ts";
import { decorated } from "./decorated.ts";
import type { Place, SyntaxNode } from "./syntax-node.ts";

/** Parser packages that are not built in, by the name that grammars use. */
const PARSER_PACKAGES: Readonly<Record<string, string>> = {
  python: "@ast-grep/lang-python",
  go: "@ast-grep/lang-go",
  java: "@ast-grep/lang-java",
  kotlin: "@ast-grep/lang-kotlin",
  ruby: "@ast-grep/lang-ruby",
  php: "@ast-grep/lang-php",
  csharp: "@ast-grep/lang-csharp",
  rust: "@ast-grep/lang-rust",
};

const BUILT_IN = new Set(["TypeScript", "Tsx", "JavaScript", "Html", "Css"]);

let installed: ReadonlySet<string> | null = null;

/** The parser takes its further languages in one call per process; the heavy ones may not be installed. */
function registerParsers(): ReadonlySet<string> {
  if (installed !== null) return installed;
  const require = createRequire(import.meta.url);
  const found = Object.entries(PARSER_PACKAGES).flatMap(([name, specifier]) => {
    try {
      return [[name, require(specifier)] as const];
    } catch {
      return [];
    }
  });
  registerDynamicLanguage(Object.fromEntries(found));
  installed = new Set([...BUILT_IN, ...found.map(([name]) => name)]);
  return installed;
}

/** True when the parser that reads such files is installed. */
export function canParse(extension: string, grammar: Grammar): boolean {
  return registerParsers().has(grammar.parserFor(extension));
}

/** Parses a text into our syntax. Broken code gives the parts that could be understood; throws where the parser would crash. */
export function parseSource(text: string, extension: string, grammar: Grammar): SyntaxNode {
  registerParsers();
  const refused = grammar.refuses?.(text) ?? null;
  if (refused !== null) throw new Error(refused);
  const root = parse(grammar.parserFor(extension), withoutByteOrderMark(text)).root();
  return loweringWith(grammar).one(root);
}

function withoutByteOrderMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function loweringWith(grammar: Grammar): Lowering {
  const lowering: Lowering = {
    place: placeOf,
    one: (node) => lowering.maybe(node) ?? emptyAt(node),
    maybe: (node) => (node === null ? null : lower(node, String(node.kind()), { grammar, lowering })),
    children: (node) => lowerChildren(node, grammar, lowering),
    decorators: (node) => decoratorsIn(node, grammar, lowering),
  };
  return lowering;
}

function placeOf(node: SgNode): Place {
  const { start, end } = node.range();
  const endsBeforeLine = end.column === 0 && end.line > start.line;
  return { startLine: start.line + 1, endLine: end.line + (endsBeforeLine ? 0 : 1), offset: start.index };
}

function emptyAt(node: SgNode | null): SyntaxNode {
  const place = node === null ? { startLine: 1, endLine: 1, offset: 0 } : placeOf(node);
  return { type: "group", children: [], ...place };
}

/** Punctuation and operators have kinds without letters; keywords are leaves without a shape. */
const WORD = /^[a-z]/iu;

interface Rules {
  readonly grammar: Grammar;
  readonly lowering: Lowering;
}

/** A node whose kind was asked for: every question to the parser costs. */
function lower(node: SgNode, kind: string, { grammar, lowering }: Rules): SyntaxNode | null {
  const shape = grammar.shapes[kind];
  // Keywords may have the name of what they begin.
  if (shape && node.isNamed()) return shape(node, lowering);
  if (!WORD.test(kind) || kind === grammar.decoratorKind) return null;
  const children = lowering.children(node);
  const [only] = children;
  if (only === undefined || children.length === 1) return only ?? null;
  return { type: "group", children, ...placeOf(node) };
}

function lowerChildren(node: SgNode, grammar: Grammar, lowering: Lowering): SyntaxNode[] {
  const lowered: SyntaxNode[] = [];
  let decorators: SyntaxNode[] = [];
  for (const child of node.children()) {
    const kind = String(child.kind());
    if (kind === grammar.decoratorKind) {
      decorators.push(...lowering.children(child));
      continue;
    }
    const result = lower(child, kind, { grammar, lowering });
    if (result === null) continue;
    lowered.push(decorated(result, decorators));
    decorators = [];
  }
  return lowered;
}

function decoratorsIn(node: SgNode, grammar: Grammar, lowering: Lowering): SyntaxNode[] {
  const decorators = node.children().filter((child) => child.kind() === grammar.decoratorKind);
  return decorators.flatMap((decorator) => lowering.children(decorator));
}

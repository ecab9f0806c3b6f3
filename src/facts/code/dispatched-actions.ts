import type { IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, dottedPath, lastName } from "../syntax/walk.ts";
import { wordsOf } from "./words.ts";

/** One of several things that an entry point does, by the word that asks for it. */
export interface DispatchedAction {
  readonly name: string;
  /** The whole code without what other words ask for. */
  readonly code: SyntaxNode;
  readonly startLine: number;
  readonly endLine: number;
}

/** A part of the code that runs only for one word. */
interface Case {
  readonly word: string;
  readonly node: SyntaxNode;
}

/** Fewer words choose how to do one thing, not which. */
const FEWEST = 3;
/** More would take longer to follow than they are worth. */
const MOST = 40;

/** What code does for each word that a caller may send: `switch ($action) { case "delete": … }`, or a chain of comparisons. */
export function dispatchedActions(root: SyntaxNode): DispatchedAction[] {
  const cases = largest(dispatchesIn(root));
  if (new Set(cases.map(({ word }) => word)).size < FEWEST || cases.length > MOST) return [];
  return cases.map(({ word, node }) => ({
    name: word,
    code: without(root, new Set(cases.map((one) => one.node).filter((one) => one !== node))),
    startLine: node.startLine,
    endLine: node.type === "if" ? node.consequence.endLine : node.endLine,
  }));
}

function largest(lists: readonly Case[][]): Case[] {
  return lists.reduce((most, list) => (list.length > most.length ? list : most), []);
}

/** Every group of cases, without those of functions that the code defines. */
function dispatchesIn(node: SyntaxNode): Case[][] {
  if (node.type === "class") return [];
  const children = childrenOf(node).filter((child) => child.type !== "function");
  const own =
    node.type === "group" || node.type === "branch" ? [labelled(node.children), ...compared(node.children)] : [];
  return [...own, ...children.flatMap(dispatchesIn)];
}

/** `case "delete": …`; labels without code of their own share that of the next. */
function labelled(nodes: readonly SyntaxNode[]): Case[] {
  return nodes.flatMap((node) => {
    const [label, ...rest] = node.type === "branch" ? node.children : [];
    return label?.type === "text" && rest.length > 0 && isWord(label.value) ? [{ word: label.value, node }] : [];
  });
}

/** Comparisons of one value that stand beside each other, or each in the alternative of the one before. */
function compared(nodes: readonly SyntaxNode[]): Case[][] {
  const links = nodes.flatMap((node) => (node.type === "if" ? chained(node) : []));
  const byPath = Map.groupBy(links, ({ path }) => path);
  return [...byPath].flatMap(([path, list]) => (CHOOSES.test(wordsOf(path)) ? [list] : []));
}

const CHOOSES =
  / (?:action|actions|mode|op|operation|do|cmd|command|task|act|method|func|function|verb|step|request|type|page|view) $/u;

function chained(node: IfNode): (Case & { readonly path: string })[] {
  const asked = comparison(node.condition);
  const rest = node.alternative?.type === "if" ? chained(node.alternative) : [];
  return asked === null ? rest : [{ ...asked, node }, ...rest];
}

/** `$mode === "delete"` and `"delete".equals(mode)`. */
function comparison(node: SyntaxNode): { path: string; word: string } | null {
  if (node.type === "call") return lastName(node.callee) === "equals" ? comparedText(partsOf(node)) : null;
  if (node.type !== "binary") return null;
  if (/^(?:&&|and)$/u.test(node.operator)) return comparison(node.left) ?? comparison(node.right);
  return /^={2,3}$/u.test(node.operator) ? comparedText([node.left, node.right]) : null;
}

function partsOf({ callee, arguments: given }: SyntaxNode & { readonly type: "call" }): SyntaxNode[] {
  return [...(callee.type === "member" ? [callee.object] : []), ...given.map(({ value }) => value)];
}

function comparedText(parts: readonly SyntaxNode[]): { path: string; word: string } | null {
  const text = parts.find((part) => part.type === "text");
  const path = parts.map(dottedPath).find((one) => one !== null);
  return text?.type === "text" && isWord(text.value) && path ? { path, word: text.value } : null;
}

function isWord(text: string): boolean {
  return /^[a-z][\w.-]{1,40}$/iu.test(text);
}

function without(node: SyntaxNode, others: ReadonlySet<SyntaxNode>): SyntaxNode {
  if (node.type === "function") return { ...node, body: without(node.body, others) };
  if (node.type === "group" || node.type === "branch")
    return { ...node, children: node.children.map((child) => withoutCase(child, others)) };
  return node.type === "if" ? withoutIn(node, others) : node;
}

function withoutCase(node: SyntaxNode, others: ReadonlySet<SyntaxNode>): SyntaxNode {
  if (!others.has(node)) return without(node, others);
  const { startLine, endLine, offset } = node;
  const rest = node.type === "if" && node.alternative ? withoutCase(node.alternative, others) : null;
  return rest ?? { type: "group", children: [], startLine, endLine, offset };
}

function withoutIn(node: IfNode, others: ReadonlySet<SyntaxNode>): IfNode {
  return {
    ...node,
    consequence: withoutCase(node.consequence, others),
    alternative: node.alternative ? withoutCase(node.alternative, others) : null,
  };
}

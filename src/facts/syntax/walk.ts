import type { ByNodeType, NodeOf, NodeType, SyntaxNode } from "./syntax-node.ts";

const none = () => [];
const present = (...nodes: (SyntaxNode | null)[]) => nodes.filter((node) => node !== null);

/** What a node contains, in the order in which it runs. */
const CHILDREN: ByNodeType<[], readonly SyntaxNode[]> = {
  name: none,
  text: none,
  literal: none,
  import: none,
  member: (node) => [node.object],
  index: (node) => [node.object, node.index],
  call: (node) => [node.callee, ...node.arguments.map((argument) => argument.value)],
  template: (node) => node.parts,
  binary: (node) => [node.left, node.right],
  not: (node) => [node.operand],
  assign: (node) => [node.value, node.target],
  entry: (node) => [node.value],
  object: (node) => node.entries,
  list: (node) => node.items,
  parameter: (node) => present(node.annotation, node.initial, node.pattern),
  function: (node) => [...node.decorators, ...node.parameters, node.body],
  class: (node) => [...node.decorators, ...node.bases, node.body],
  if: (node) => present(node.condition, node.consequence, node.alternative),
  branch: (node) => node.children,
  exit: (node) => present(node.value),
  export: (node) => present(node.declaration),
  group: (node) => node.children,
};

/** The direct children of any node. */
export function childrenOf<Type extends NodeType>(node: NodeOf<Type>): readonly SyntaxNode[] {
  return CHILDREN[node.type](node);
}

/** The node and everything below it, parents first. */
export function* descendants(node: SyntaxNode): Generator<SyntaxNode> {
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    for (const child of childrenOf(next).toReversed()) waiting.push(child);
  }
}

/** True when the node or something below it fits; does not look into nested functions unless asked to start at one. */
export function contains(node: SyntaxNode, fits: (node: SyntaxNode) => boolean): boolean {
  if (fits(node)) return true;
  return childrenOf(node).some((child) => contains(child, fits));
}

/** `a.b.c` for names and members, also through calls: `f().b` is `f().b`; `null` for anything else. */
export function dottedPath(node: SyntaxNode): string | null {
  if (node.type === "name") return node.name;
  if (node.type === "member") {
    const object = dottedPath(node.object);
    return object === null ? null : `${object}.${node.property}`;
  }
  if (node.type === "call") {
    const callee = dottedPath(node.callee);
    return callee === null ? null : `${callee}()`;
  }
  return null;
}

/** The last word of a name or member: what a function or field is called. */
export function lastName(node: SyntaxNode): string | null {
  if (node.type === "name") return node.name;
  if (node.type === "member") return node.property;
  return node.type === "call" ? lastName(node.callee) : null;
}

/** The literal text of a node, with `?` for the parts that are not literal. */
export function literalText(node: SyntaxNode): string | null {
  if (node.type === "text") return node.value;
  if (node.type === "template") return node.parts.map((part) => literalText(part) ?? "?").join("");
  if (node.type === "binary" && /^[+%]$/u.test(node.operator)) return joinedText(node.left, node.right);
  const filled = formatted(node);
  return filled === null ? null : literalText(filled.format);
}

/** A text with holes and what fills them: `"{}".format(name)` and `sprintf("%s", $name)`; `null` for anything else. */
export function formatted(node: SyntaxNode): { format: SyntaxNode; values: SyntaxNode[]; hole: RegExp } | null {
  if (node.type !== "call") return null;
  const values = node.arguments.map(({ value }) => value);
  if (node.callee.type === "member" && node.callee.property === "format")
    return { format: node.callee.object, values, hole: /(\{\w*\})/u };
  const [format, ...rest] = values;
  const isPrinted = /^[sS]printf$/u.test(lastName(node.callee) ?? "");
  return isPrinted && format
    ? { format, values: rest, hole: /(%(?:\d+\$)?[-+ 0']*\d*(?:\.\d+)?[bcdeEfFgGopqstTuvxX])/u }
    : null;
}

function joinedText(left: SyntaxNode, right: SyntaxNode): string | null {
  const texts = [literalText(left), literalText(right)];
  return texts.every((text) => text === null) ? null : texts.map((text) => text ?? "?").join("");
}

/** The longest paths in an expression: `req.query.url` and not `req.query` as well. */
export function longestPaths(node: SyntaxNode): string[] {
  const path = node.type === "name" || node.type === "member" ? dottedPath(node) : null;
  return path === null ? childrenOf(node).flatMap(longestPaths) : [path];
}

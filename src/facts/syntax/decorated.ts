import type { SyntaxNode } from "./syntax-node.ts";

/** A function or a class with the decorators that stand above it, also through an export. */
export function decorated(node: SyntaxNode, decorators: readonly SyntaxNode[]): SyntaxNode {
  if (decorators.length === 0) return node;
  if (node.type === "export" && node.declaration) {
    return { ...node, declaration: decorated(node.declaration, decorators) };
  }
  const isAble = node.type === "function" || node.type === "class";
  return isAble ? { ...node, decorators: [...decorators, ...node.decorators] } : node;
}

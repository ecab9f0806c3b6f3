import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, dottedPath } from "../syntax/walk.ts";

/** The values that an expression is about: not the functions that they are given to. */
export function subjectsOf(node: SyntaxNode): string[] {
  if (node.type !== "call") {
    const path = dottedPath(node);
    return path === null ? childrenOf(node).flatMap(subjectsOf) : [path];
  }
  const receiver = node.callee.type === "member" ? subjectsOf(node.callee.object) : [];
  return [
    ...receiver.filter((path) => !/^[A-Z]/u.test(path)),
    ...node.arguments.flatMap(({ value }) => subjectsOf(value)),
  ];
}

/** `input.sheet.projectId` is about the sheet: where that is gone, nothing of it is left to be checked. */
export function comparedIn(path: string | null): string | null {
  const holder = (path ?? "").split(".").slice(0, -1);
  return holder.length > 1 && /^\w+$/u.test(holder.at(-1) ?? "") ? (holder.at(-1) ?? null) : rootOf(path);
}

/** The variable that a path begins with; `this` and `self` are no variables. */
export function rootOf(path: string | null): string | null {
  const parts = (path ?? "").split(".").filter((part) => !/^(?:this|self|@\w*)$/u.test(part));
  return /^[\w$@]+/u.exec(parts[0] ?? "")?.[0] ?? null;
}

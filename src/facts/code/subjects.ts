import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, dottedPath } from "../syntax/walk.ts";

/** The values that an expression is about: not the functions that they are given to. */
export function subjectsOf(node: SyntaxNode): string[] {
  if (node.type !== "call") {
    const path = dottedPath(node);
    // `new URL(link).hostname` is about the link.
    const isMade = path !== null && /^[A-Z]\w*\(\)/u.test(path);
    return path === null || isMade ? childrenOf(node).flatMap(subjectsOf) : [path];
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

/** Who calls, and what is known of them: what a check asks of them it keeps from whatever comes behind it. */
const CALLER =
  /^(?:(?:current|session|auth|logged_?in|request)_?)?(?:user|users|actor|viewer|principal|session|auth|account|accountability|membership|member|ability|abilities|role|roles|permissions?|identity|claims|token|ctx|context|req|request|me|t)(?:_?id)?$/iu;

/** The first variable that a check of rights is about and that is not the caller; `null` where it is about them alone. */
export function aboutBesideCaller(paths: readonly string[]): string | null {
  return paths.map(rootOf).find((root) => root !== null && !/^[A-Z]/u.test(root) && !CALLER.test(root)) ?? null;
}

/** True for a variable that holds who calls. */
export function isCaller(name: string | null): boolean {
  return name !== null && CALLER.test(name);
}

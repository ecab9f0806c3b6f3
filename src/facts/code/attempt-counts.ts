import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, lastName } from "../syntax/walk.ts";
import { wordsOf } from "./words.ts";

const ATTEMPTS = / (?:attempt|attempts|tries|failures|failed|lockout|locked|locked out|too many) /u;

/** `$attempts >= 5` and `isLockedOut($user)` end guessing. */
export function countsAttempts(node: SyntaxNode): boolean {
  if (node.type === "call") return ATTEMPTS.test(wordsOf(lastName(node.callee) ?? ""));
  if (node.type !== "binary" || !/^[<>]=?$/u.test(node.operator)) return false;
  const parts = [node.left, node.right].flatMap((side) => [...descendants(side)]);
  return parts.some((part) => ATTEMPTS.test(wordsOf(part.type === "text" ? part.value : (lastName(part) ?? ""))));
}

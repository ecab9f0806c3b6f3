import type { IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, lastName } from "../syntax/walk.ts";

/** The first thing that is done only where a condition holds: what the last call of the first step is called; `null` where there is more to it. */
export function guardedStep({ consequence, alternative }: IfNode): string | null {
  if (alternative !== null) return null;
  const [first] = consequence.type === "group" ? consequence.children : [consequence];
  if (first === undefined) return null;
  const call = [...descendants(first)].find((node) => node.type === "call" && !node.construct);
  return call === undefined ? null : lastName(call);
}

/** The parts of a condition that must hold, without those that must not and without alternatives. */
export function* demandedParts(condition: SyntaxNode): Generator<SyntaxNode> {
  if (condition.type === "binary" && /^(?:&&|and)$/u.test(condition.operator)) {
    yield* demandedParts(condition.left);
    yield* demandedParts(condition.right);
  } else if (condition.type !== "not") yield condition;
}

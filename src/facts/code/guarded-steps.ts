import type { IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath, lastName } from "../syntax/walk.ts";

/** What is done first where a condition holds, by the name of what is called or set; `null` where something else is done where it does not. */
export function guardedStep({ consequence, alternative }: IfNode): string | null {
  if (alternative !== null) return null;
  const [first] = consequence.type === "group" ? consequence.children : [consequence];
  if (first === undefined) return null;
  if (first.type === "assign" && first.target.type === "member") return first.target.property;
  const call = [...descendants(first)].find((node) => node.type === "call" && !node.construct);
  return call === undefined ? null : lastName(call);
}

/** The parts of a condition that must hold, without those that must not and without alternatives. */
export function* demandedParts(condition: SyntaxNode): Generator<SyntaxNode> {
  if (condition.type === "binary" && /^(?:&&|and)$/u.test(condition.operator)) {
    yield* demandedParts(condition.left);
    yield* demandedParts(condition.right);
  } else if (condition.type === "binary" && /^(?:\|\||or)$/u.test(condition.operator)) {
    yield* eitherOf(condition.left, condition.right);
  } else if (condition.type !== "not") yield condition;
}

/** `link.protocol === "http:" || link.protocol === "https:"` demands something of one part. */
function* eitherOf(left: SyntaxNode, right: SyntaxNode): Generator<SyntaxNode> {
  const [one, other] = [left, right].map((side) => (side.type === "binary" ? dottedPath(side.left) : null));
  if (one !== null && one === other) yield left;
}

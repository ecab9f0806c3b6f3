import type { CallNode, IfNode, Place, SyntaxNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import { leaves } from "./guards.ts";

/** Calls that refuse when what they are given first is true, and those that refuse when it is not; asserts can be off. */
const REFUSES_IF = /^(?:abort_if|throw_if)$/u;
const REFUSES_UNLESS = /^(?:abort_unless|throw_unless|invariant|require_that|ensure)$/u;

/** A refusal that is written without `if`: `abort_unless(allowed, 403)`, `allowed or abort(403)`; `null` for anything else. */
export function refusalIn(node: SyntaxNode): IfNode | null {
  if (node.type === "call") return refusingCall(node);
  if (node.type !== "binary" || !leaves(node.right)) return null;
  if (/^(?:or|\|\||\?\?)$/u.test(node.operator)) return refusedUnless(node.left, node);
  return /^(?:and|&&)$/u.test(node.operator) ? refusedIf(node.left, node) : null;
}

function refusingCall(node: CallNode): IfNode | null {
  const [condition] = node.arguments;
  const name = lastName(node.callee) ?? "";
  if (!condition) return null;
  if (REFUSES_IF.test(name)) return refusedIf(condition.value, node);
  return REFUSES_UNLESS.test(name) ? refusedUnless(condition.value, node) : null;
}

function refusedUnless(operand: SyntaxNode, place: Place): IfNode {
  const { startLine, endLine, offset } = operand;
  return refusedIf({ type: "not", operand, startLine, endLine, offset }, place);
}

function refusedIf(condition: SyntaxNode, { startLine, endLine, offset }: Place): IfNode {
  const at = { startLine, endLine, offset };
  return {
    type: "if",
    condition,
    consequence: { type: "exit", how: "throw", value: null, ...at },
    alternative: null,
    ...at,
  };
}

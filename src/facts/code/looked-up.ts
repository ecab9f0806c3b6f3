import type { SyntaxNode } from "../syntax/syntax-node.ts";
import type { Lookup } from "./block-lists.ts";

/** `value, ok := table[key]` says whether the table has the key; `null` for anything else. */
export function lookUpOf(value: SyntaxNode): SyntaxNode | null {
  if (value.type !== "index") return null;
  const { object, index, ...at } = value;
  return { ...at, type: "binary", operator: "in", left: index, right: object };
}

/** A condition with `ok` replaced by the look-up that it is the outcome of. */
export function lookedUp(condition: SyntaxNode, definitions: Lookup): SyntaxNode {
  if (condition.type === "not") return { ...condition, operand: lookedUp(condition.operand, definitions) };
  const definition = condition.type === "name" ? definitions.get(condition.name) : undefined;
  return definition?.type === "binary" && definition.operator === "in" ? definition : condition;
}

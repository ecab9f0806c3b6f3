import type { Node } from "yaml";
import { type Expression, parseExpression } from "./expression.ts";
import { textOf } from "./yaml-source.ts";

const WHOLLY_EMBEDDED = /^\$\{\{((?:(?!\}\})[^])*)\}\}$/u;

/** The condition of an `if:`; `null` when there is none or it cannot be read. */
export function conditionOf(node: Node | null): Expression | null {
  const text = textOf(node);
  if (text === null) return null;
  const embedded = WHOLLY_EMBEDDED.exec(text)?.[1];
  if (embedded !== undefined) return parseExpression(embedded);
  // Text around `${{ … }}` turns the condition into a non-empty string, which always holds.
  return text.includes("${{") ? { type: "literal", value: true } : parseExpression(text);
}

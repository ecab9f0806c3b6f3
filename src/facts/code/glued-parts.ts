import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { formatted } from "../syntax/walk.ts";

/** What a text is put together from, in order; a text that is not glued is its own only part. */
export function gluedParts(node: SyntaxNode): SyntaxNode[] {
  if (node.type === "template") return [...node.parts];
  if (node.type === "binary" && node.operator === "+") return [...gluedParts(node.left), ...gluedParts(node.right)];
  if (node.type === "binary" && node.operator === "%")
    return filled(node.left, listed(node.right), /(%\(?\w*\)?[sdr])/u);
  const printed = formatted(node);
  return printed === null ? [node] : filled(printed.format, printed.values, printed.hole);
}

function listed(node: SyntaxNode): SyntaxNode[] {
  return node.type === "list" ? [...node.items] : [node];
}

/** Holes that take numbers only. */
const NUMERIC = /[bcdeEfFgGouxX]$/u;

/** A format and what fills it, in turn; what can only be a number is no part that anybody chooses. */
function filled(format: SyntaxNode, values: readonly SyntaxNode[], hole: RegExp): SyntaxNode[] {
  if (format.type !== "text") return [...values];
  const pieces = format.value.split(hole);
  return values.flatMap((value, index) => {
    const text = { ...format, value: pieces[index * 2] ?? "" };
    return NUMERIC.test(pieces[index * 2 + 1] ?? "") ? [text] : [text, value];
  });
}

import type { SyntaxNode } from "../syntax/syntax-node.ts";

/** What a text is put together from, in order; a text that is not glued is its own only part. */
export function gluedParts(node: SyntaxNode): SyntaxNode[] {
  if (node.type === "template") return [...node.parts];
  if (node.type === "binary" && node.operator === "+") return [...gluedParts(node.left), ...gluedParts(node.right)];
  if (node.type === "binary" && node.operator === "%")
    return filled(node.left, listed(node.right), /%\(?\w*\)?[sdr]/gu);
  const formats = node.type === "call" && node.callee.type === "member" && node.callee.property === "format";
  if (!formats || node.callee.type !== "member") return [node];
  return filled(
    node.callee.object,
    node.arguments.map(({ value }) => value),
    /\{\w*\}/gu,
  );
}

function listed(node: SyntaxNode): SyntaxNode[] {
  return node.type === "list" ? [...node.items] : [node];
}

/** A format and what fills it, in turn. */
function filled(format: SyntaxNode, values: readonly SyntaxNode[], hole: RegExp): SyntaxNode[] {
  if (format.type !== "text") return [...values];
  const texts = format.value.split(hole);
  return values.flatMap((value, index) => [{ ...format, value: texts[index] ?? "" }, value]);
}

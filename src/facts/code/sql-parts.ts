import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { contains } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";

/** What stands before the name of a table, column or index, which code and not callers choose. */
const NAMES_FOLLOW =
  /(?:\b(?:from|into|update|table|join|index|view|schema|database|pragma|column|exists|on)\s+|[\w"'`\]]\.)["'`[]?$/iu;

/** The parts of a glued statement that hold values: no names of tables, and no lists of placeholders. */
export function valueParts(text: SyntaxNode, flow: Flow): SyntaxNode[] {
  const parts = gluedParts(text);
  return parts.filter((part, index) => {
    const before = parts[index - 1];
    const names = before?.type === "text" && NAMES_FOLLOW.test(before.value);
    return part.type !== "text" && !names && !isPlaceholders(flow.definitionOf(part));
  });
}

function gluedParts(node: SyntaxNode): SyntaxNode[] {
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

/** `ids.map(() => "?").join(", ")` and `",".join("%s" for _ in ids)`. */
function isPlaceholders(node: SyntaxNode): boolean {
  return contains(node, (one) => one.type === "text" && /^\s*(?:\(?\?,?\)?|%s|\$|:p?)\s*$/u.test(one.value));
}

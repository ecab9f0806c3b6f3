import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { contains } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { gluedParts } from "./glued-parts.ts";

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

/** `ids.map(() => "?").join(", ")` and `",".join("%s" for _ in ids)`. */
function isPlaceholders(node: SyntaxNode): boolean {
  return contains(node, (one) => one.type === "text" && /^\s*(?:\(?\?,?\)?|%s|\$|:p?)\s*$/u.test(one.value));
}

import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { flatten } from "./route-arguments.ts";

/**
 * Guards that are named by a text or a class: `"auth:api"`, `"can:update,post"`, `Authenticate::class`, also as the
 * values of a list.
 */
export function fluentGuards(values: readonly SyntaxNode[]): SyntaxNode[] {
  return flatten(values).flatMap((value) => {
    if (value.type === "text") return [guardNamed(value, value.value)];
    return value.type === "member" && value.property === "class" ? [value.object] : [value];
  });
}

/** What stands behind the colon is told to the guard. */
function guardNamed({ startLine, endLine, offset }: SyntaxNode, text: string): SyntaxNode {
  const at = { startLine, endLine, offset };
  const [name = "", given] = text.split(/:(.*)/su);
  const callee = { type: "name" as const, name, fixed: true as const, ...at };
  if (given === undefined) return callee;
  const value: SyntaxNode = { type: "text", value: given, ...at };
  return {
    type: "call",
    callee,
    arguments: [{ name: null, spread: false, value }],
    construct: false,
    tagged: false,
    ...at,
  };
}

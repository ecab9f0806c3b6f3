import type { ParameterNode, Place, SyntaxNode } from "../syntax/syntax-node.ts";

/** What a class takes in its head, as fields with their types: `class Reports(private val invoices: Invoices)`. */
export function constructorFields(parameters: readonly ParameterNode[], at: Place): SyntaxNode[] {
  return parameters.flatMap(({ pattern, annotation, startLine, endLine }): SyntaxNode[] => {
    if (annotation === null) return [];
    const value: SyntaxNode = { ...at, type: "group", children: [] };
    return [{ ...at, type: "assign", target: pattern, value, augmented: false, annotation, startLine, endLine }];
  });
}

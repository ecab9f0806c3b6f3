import type { Shape } from "./grammar.ts";
import type { SyntaxNode } from "./syntax-node.ts";

export const conditional: Shape = (node, { place, one, maybe }) => {
  const alternatives = node.fieldChildren("alternative").flatMap((child) => maybe(child) ?? []);
  const [first] = alternatives;
  return {
    type: "if",
    condition: one(node.field("condition")),
    consequence: one(node.field("consequence")),
    alternative:
      first && alternatives.length > 1 ? { ...place(node), type: "group", children: alternatives } : (first ?? null),
    ...place(node),
  };
};

/** `condition ? one : other`; without the middle part the condition is the value. */
export function ternary(condition: string, consequence: string, alternative: string): Shape {
  return (node, { place, one }) => ({
    type: "if",
    condition: one(node.field(condition)),
    consequence: one(node.field(consequence) ?? node.field(condition)),
    alternative: one(node.field(alternative)),
    ...place(node),
  });
}

/** A loop over the items of something: the variable is assigned from it. */
export function looped(target: string, iterable: string): Shape {
  return (node, { place, one, maybe }) => {
    const at = place(node);
    const assign: SyntaxNode = {
      type: "assign",
      target: one(node.field(target)),
      value: one(node.field(iterable)),
      augmented: false,
      ...at,
    };
    const body = maybe(node.field("body"));
    return { type: "branch", children: body ? [assign, body] : [assign], caught: null, ...at };
  };
}

/** Code that may not run: loops without a variable, cases. */
export const branch: Shape = (node, { place, children }) => ({
  type: "branch",
  children: children(node),
  caught: null,
  ...place(node),
});

export function exit(how: "return" | "throw" | "skip"): Shape {
  return (node, { place, children }) => ({ type: "exit", how, value: children(node)[0] ?? null, ...place(node) });
}

import type { SgNode } from "@ast-grep/napi";
import type { Lowering, Shape } from "../syntax/grammar.ts";
import type { Place, SyntaxNode } from "../syntax/syntax-node.ts";

/** What runs before a statement belongs to it: `if err := f(); err != nil { … }`. */
function behind(node: SgNode, statement: SyntaxNode, { maybe, place }: Lowering): SyntaxNode {
  const before = maybe(node.field("initializer"));
  return before === null ? statement : { type: "group", children: [before, statement], ...place(node) };
}

export const conditional: Shape = (node, lowering) => {
  const { one, maybe, place } = lowering;
  const statement: SyntaxNode = {
    type: "if",
    condition: one(node.field("condition")),
    consequence: one(node.field("consequence")),
    alternative: maybe(node.field("alternative")),
    ...place(node),
  };
  return behind(node, statement, lowering);
};

/** A loop; over the items of something, the variable is assigned from it. */
export const looped: Shape = (node, { place, one, children }) => {
  const at = place(node);
  const clause = node.children().find((child) => child.kind() === "range_clause");
  const [value, right] = [clause?.field("left")?.children().at(-1) ?? null, clause?.field("right") ?? null];
  if (value === null || right === null) return { type: "branch", children: children(node), caught: null, ...at };
  const assign: SyntaxNode = { type: "assign", target: one(value), value: one(right), augmented: false, ...at };
  return { type: "branch", children: [assign, one(node.field("body"))], caught: null, ...at };
};

/** A choice between cases: each is a condition of its own. */
export const switched: Shape = (node, lowering) => {
  const { place, one, maybe } = lowering;
  const chosen = maybe(node.field("value"));
  const cases = node.children().filter((child) => String(child.kind()).endsWith("_case"));
  const children = cases.map((child) => caseOf(child, chosen, lowering));
  const statement: SyntaxNode = { type: "group", children, ...place(node) };
  return behind(
    node,
    chosen === null ? statement : { ...statement, children: [one(node.field("value")), ...children] },
    lowering,
  );
};

function caseOf(node: SgNode, chosen: SyntaxNode | null, { place, children }: Lowering): SyntaxNode {
  const at = place(node);
  const value = node.field("value");
  const inside = node.children().filter((child) => child.kind() === "statement_list");
  const consequence: SyntaxNode = { type: "group", children: inside.flatMap(children), ...at };
  if (value === null) return { type: "branch", children: [consequence], caught: null, ...at };
  const condition = anyOf(
    children(value).map((one) => equal(chosen, one, at)),
    at,
  );
  return { type: "if", condition, consequence, alternative: null, ...at };
}

function equal(left: SyntaxNode | null, right: SyntaxNode, at: Place): SyntaxNode {
  return left === null ? right : { type: "binary", operator: "==", left, right, ...at };
}

function anyOf(conditions: readonly SyntaxNode[], at: Place): SyntaxNode {
  const [first, ...rest] = conditions;
  if (first === undefined) return { type: "group", children: [], ...at };
  return rest.reduce((left, right): SyntaxNode => ({ type: "binary", operator: "||", left, right, ...at }), first);
}

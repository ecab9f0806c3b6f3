import type { SgNode } from "@ast-grep/napi";
import type { Lowering, Shape } from "../syntax/grammar.ts";
import type { IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { calledAs } from "./php-shapes.ts";

/** `foreach ($list as $key => $item)`: the item comes from the list. */
export const forEach: Shape = (node, { place, one, maybe }) => {
  const at = place(node);
  const parts = node.children().filter((child) => !/^\W+$/u.test(String(child.kind())));
  const as = parts.findIndex((child) => child.kind() === "as");
  const bound = parts[as + 1];
  const target = bound?.kind() === "pair" ? bound.children().at(-1) : bound;
  const value = one(parts[as - 1] ?? null);
  const body = maybe(node.field("body"));
  const assign: SyntaxNode = { type: "assign", target: one(target ?? null), value, augmented: false, ...at };
  return { type: "branch", children: body ? [assign, body] : [assign], caught: null, ...at };
};

/** `if … elseif … else`: each alternative stands in the one before it. */
export const conditional: Shape = (node, lowering) => chained(node, node.fieldChildren("alternative"), lowering);

function chained(node: SgNode, alternatives: readonly SgNode[], lowering: Lowering): IfNode {
  const [next, ...rest] = alternatives;
  const isLast = next?.kind() === "else_clause" || next === undefined;
  return {
    type: "if",
    condition: lowering.one(node.field("condition")),
    consequence: lowering.one(node.field("body")),
    alternative: isLast ? lowering.maybe(next?.field("body") ?? null) : chained(next, rest, lowering),
    ...lowering.place(node),
  };
}

/** What is chosen between is the result; what it is chosen by is not. */
export const matched: Shape = (node, { place, one, children }) => {
  const arms = node.children().filter((child) => child.kind() === "match_block");
  const subject: SyntaxNode = { type: "not", operand: one(node.field("condition")), ...place(node) };
  return {
    type: "branch",
    children: [subject, ...arms.flatMap((block) => children(block))],
    caught: null,
    ...place(node),
  };
};

export const arm: Shape = (node, { maybe }) => maybe(node.children().at(-1) ?? null);

/** `namespace A { … }` holds the code, `namespace A;` stands above it. */
export const namespaced: Shape = (node, { maybe, place }) => {
  const module = (node.field("name")?.text() ?? "").replaceAll("\\", ".");
  const own: SyntaxNode = { type: "import", module, names: [{ local: `* ${module}`, imported: "*" }], ...place(node) };
  const body = maybe(node.field("body"));
  return { type: "group", children: body ? [own, body] : [own], ...place(node) };
};

export const caught: Shape = (node, { place, one }) => ({
  type: "branch",
  children: [one(node.field("body"))],
  caught: node.field("name")?.text().replace(/^\$/u, "") ?? null,
  ...place(node),
});

/** An expression that stands behind `<?=` is printed. */
export const statement: Shape = (node, lowering) => {
  const before = node.prev();
  const tag = before?.kind() === "text_interpolation" ? before.children().at(-1) : before;
  const printed = tag?.kind() === "php_tag" && tag.text() === "<?=";
  return printed ? calledAs("echo")(node, lowering) : (lowering.children(node)[0] ?? null);
};

import type { Shape } from "../syntax/grammar.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";

/** `Some(id)` and `Path(id)` are what they wrap. */
export const wrapped: Shape = (node, { place, maybe }) => {
  const type = node.field("type");
  const inside = node.children().filter((child) => child.isNamed() && child.id() !== type?.id());
  const items = inside.flatMap((child) => maybe(child) ?? []);
  const [only] = items;
  return only && items.length === 1 ? only : { type: "list", items, ...place(node) };
};

/** `Page { size, start: from, .. }`. */
export const fields: Shape = (node, { place, children }) => {
  const entries = children(node).filter((child) => child.type === "entry");
  return { type: "object", entries, ...place(node) };
};

export const field: Shape = (node, { place, one }) => {
  const at = place(node);
  const name = node.field("name")?.text() ?? "";
  const pattern = node.field("pattern");
  const value: SyntaxNode = pattern ? one(pattern) : { type: "name", name, ...at };
  return { type: "entry", key: name, spread: false, value, ...at };
};

/** `id @ 1..=9` is named before the sign. */
export const captured: Shape = (node, { one }) => one(node.children()[0] ?? null);

/** A choice by patterns: each may take the value apart, and what an arm gives says nothing of what was asked. */
export const matched: Shape = (node, { place, one, children }) => {
  const at = place(node);
  const body = node.field("body");
  const arms = body?.children().filter((child) => child.kind() === "match_arm") ?? [];
  const items = arms.map((arm) => one(arm.field("pattern")?.children()[0] ?? null));
  const target: SyntaxNode = { type: "list", items, ...at };
  return {
    type: "if",
    condition: { type: "assign", target, value: one(node.field("value")), augmented: false, ...at },
    consequence: { type: "group", children: body === null ? [] : children(body), ...at },
    alternative: null,
    ...at,
  };
};

/** One arm, behind its condition where it has one. */
export const arm: Shape = (node, { place, one }) => {
  const at = place(node);
  const condition = node.field("pattern")?.field("condition") ?? null;
  const value = one(node.field("value"));
  if (condition === null) return { type: "branch", children: [value], caught: null, ...at };
  return { type: "if", condition: one(condition), consequence: value, alternative: null, ...at };
};

import type { Expression } from "./expression.ts";

/** `path == other` or `path != other`. */
export interface Comparison {
  readonly path: string;
  readonly other: Expression;
  readonly equal: boolean;
}

/** The comparisons that an expression is, read from either side; empty when it is none. */
export function comparisonsIn(expression: Expression): Comparison[] {
  if (expression.type !== "binary" || !["==", "!="].includes(expression.operator)) return [];
  const { left, right } = expression;
  const equal = expression.operator === "==";
  return [
    ...(left.type === "path" ? [{ path: left.path, other: right, equal }] : []),
    ...(right.type === "path" ? [{ path: right.path, other: left, equal }] : []),
  ];
}

/** The comparison with a path that is wanted. */
export function comparisonWith(expression: Expression, wanted: (path: string) => boolean): Comparison | null {
  return comparisonsIn(expression).find(({ path }) => wanted(path)) ?? null;
}

/** A call of one of the built-in functions on two arguments. */
export function callOf(expression: Expression, name: string): readonly [Expression, Expression] | null {
  if (expression.type !== "call" || expression.name !== name) return null;
  const [first, second] = expression.of;
  return first && second ? [first, second] : null;
}

/** The text of a literal; empty for anything else. */
export function literalOf(expression: Expression): string {
  return expression.type === "literal" ? String(expression.value) : "";
}

/** The values that a path is compared with. */
export interface Membership {
  readonly path: string;
  readonly values: readonly string[];
  readonly equal: boolean;
}

/** `path == 'a'`, or `contains(fromJSON('["a","b"]'), path)`, for a path that is wanted. */
export function membershipOf(expression: Expression, wanted: (path: string) => boolean): Membership | null {
  const comparison = comparisonWith(expression, wanted);
  if (comparison) return { path: comparison.path, values: [literalOf(comparison.other)], equal: comparison.equal };
  const [list, item] = callOf(expression, "contains") ?? [];
  if (!list || item?.type !== "path" || !wanted(item.path)) return null;
  const text = listText(list);
  return text === "" ? null : { path: item.path, values: namesIn(text), equal: true };
}

function listText(list: Expression): string {
  return list.type === "call" && list.of[0] ? literalOf(list.of[0]) : literalOf(list);
}

/** Names in a JSON list or a list with separators; the `[bot]` of an app's login is part of its name. */
function namesIn(text: string): string[] {
  return text.match(/[\w-]+(\[bot\])?/gu) ?? [];
}

import type { SgNode } from "@ast-grep/napi";
import type { Shape } from "./grammar.ts";
import type { Argument, CallNode, EntryNode, ParameterNode, Place, SyntaxNode } from "./syntax-node.ts";

/** Leaves a node and everything in it out: comments, types. */
export const skipped: Shape = () => null;

export const named: Shape = (node, { place }) => ({ type: "name", name: node.text(), ...place(node) });

/** A type as it is written, without the colon before it. */
export const typed: Shape = (node, { place }) => ({
  type: "name",
  name: node.text().replace(/^:\s*/u, ""),
  ...place(node),
});

export const literal: Shape = (node, { place }) => ({ type: "literal", text: node.text(), ...place(node) });

/** Takes the first thing inside: parentheses, `await`, casts. */
export const inner: Shape = (node, { children }) => children(node)[0] ?? null;

/** A quoted string without interpolation. */
export const quoted: Shape = (node, { place }) => ({ type: "text", value: node.text().slice(1, -1), ...place(node) });

/** An interpolated string, or a plain one when nothing is interpolated. */
export function template(fragments: readonly string[], interpolation: string): Shape {
  return (node, { place, one }) => {
    const parts: SyntaxNode[] = [];
    for (const child of node.children()) {
      const kind = String(child.kind());
      if (fragments.includes(kind)) parts.push({ type: "text", value: child.text(), ...place(child) });
      if (kind === interpolation) parts.push(one(child));
    }
    return joined(parts, place(node));
  };
}

/** The parts of a text as one node: plain when nothing in it is computed. */
export function joined(parts: SyntaxNode[], at: Place): SyntaxNode {
  const texts = parts.flatMap((part) => (part.type === "text" ? [part.value] : []));
  if (texts.length === parts.length) return { type: "text", value: texts.join(""), ...at };
  return { type: "template", parts, ...at };
}

/** Strings side by side that the language joins. */
export const adjacentStrings: Shape = (node, { place, children }) => {
  const parts = children(node).flatMap((part) => (part.type === "template" ? part.parts : [part]));
  return joined(parts, place(node));
};

export function member(object: string, property: string): Shape {
  return (node, { place, one }) => ({
    type: "member",
    object: one(node.field(object)),
    property: node.field(property)?.text() ?? "",
    ...place(node),
  });
}

export function indexed(object: string, index: string): Shape {
  return (node, { place, one }) => {
    const keys = node.fieldChildren(index).map((key) => one(key));
    const base = one(node.field(object));
    const [only] = keys;
    if (only?.type === "text" && keys.length === 1) {
      return { type: "member", object: base, property: only.value, ...place(node) };
    }
    const key: SyntaxNode = only && keys.length === 1 ? only : { type: "list", items: keys, ...place(node) };
    return { type: "index", object: base, index: key, ...place(node) };
  };
}

interface CallFields {
  readonly callee: string;
  readonly arguments: string;
  readonly construct?: boolean;
  /** Kind of the arguments node when a function receives a template in parts. */
  readonly tag?: string;
}

export function called(fields: CallFields): Shape {
  return (node, { place, one, children }) => {
    const given = node.field(fields.arguments);
    const tagged = given !== null && given.kind() === fields.tag;
    const values = given === null || tagged ? [] : children(given);
    const parts = tagged ? [one(given)] : values;
    const call = callOf(one(node.field(fields.callee)), parts, place(node));
    return { ...call, construct: fields.construct ?? false, tagged };
  };
}

/** A call of something with values, of which entries are keyword or spread arguments. */
export function callOf(callee: SyntaxNode, values: readonly SyntaxNode[], at: Place): CallNode {
  return { type: "call", callee, arguments: values.map(toArgument), construct: false, tagged: false, ...at };
}

function toArgument(value: SyntaxNode): Argument {
  if (value.type !== "entry") return { name: null, spread: false, value };
  return { name: value.key, spread: value.spread, value: value.value };
}

/** `key: value` inside an object, and `name=value` inside a call. */
export function keyed(key: string, value: string): Shape {
  return (node, { place, one }) => ({
    type: "entry",
    key: keyOf(node.field(key)),
    spread: false,
    value: one(node.field(value)),
    ...place(node),
  });
}

/** `{ name }`: key and value are the same word. */
export const shorthand: Shape = (node, { place }) => {
  const at = place(node);
  const key = node.text();
  return { type: "entry", key, spread: false, value: { type: "name", name: key, ...at }, ...at };
};

/** `{ name = fallback }` in a pattern. */
export const shorthandDefault: Shape = (node, { place, one }) => {
  const at = place(node);
  const key = node.field("left")?.text() ?? "";
  const target: SyntaxNode = { type: "name", name: key, ...at };
  const value: SyntaxNode = { type: "assign", target, value: one(node.field("right")), augmented: false, ...at };
  return { type: "entry", key, spread: false, value, ...at };
};

/** `...rest`, `*list`, `**mapping`. */
export const spread: Shape = (node, { place, children }) => {
  const [value] = children(node);
  return value ? { type: "entry", key: null, spread: true, value, ...place(node) } : null;
};

function keyOf(node: SgNode | null): string | null {
  if (node === null) return null;
  const kind = String(node.kind());
  if (kind === "string") return node.text().replace(/^\w*["']+|["']+$/gu, "");
  return kind.includes("identifier") || kind === "number" ? node.text() : null;
}

/** An object literal or pattern: entries come from keyed, shorthand, spread and method children. */
export const object: Shape = (node, { place, children }) => ({
  type: "object",
  entries: children(node).map(toEntry),
  ...place(node),
});

function toEntry(child: SyntaxNode): EntryNode {
  if (child.type === "entry") return child;
  const { startLine, endLine, offset } = child;
  const key = child.type === "function" ? child.name : null;
  return { type: "entry", key, spread: false, value: child, startLine, endLine, offset };
}

export const list: Shape = (node, { place, children }) => ({
  type: "list",
  items: children(node).map((item) => (item.type === "entry" ? item.value : item)),
  ...place(node),
});

export function binary(left: string, right: string): Shape {
  return (node, { place, one }) => ({
    type: "binary",
    operator: node.field("operator")?.text() ?? node.children()[1]?.text() ?? "",
    left: one(node.field(left)),
    right: one(node.field(right)),
    ...place(node),
  });
}

/** Operands and operators as plain children: the first comparison of a chain is the one that is kept. */
export const comparison: Shape = (node, { place, one }) => {
  const [left, operator, right] = node.children();
  return {
    type: "binary",
    operator: operator?.text() ?? "",
    left: one(left ?? null),
    right: one(right ?? null),
    ...place(node),
  };
};

/** `!x`, `not x`; other unary operators are their operand. */
export const negated: Shape = (node, { place, one }) => {
  const operand = one(node.field("argument"));
  const operator = node.children()[0]?.text();
  return operator === "!" || operator === "not" ? { type: "not", operand, ...place(node) } : operand;
};

export function assigned(target: string, value: string, augmented = false): Shape {
  return (node, { place, one }) => {
    const right = node.field(value);
    if (right === null) return null;
    return { type: "assign", target: one(node.field(target)), value: one(right), augmented, ...place(node) };
  };
}

/** A variable with a value and maybe a type. */
export function declared(target: string, value: string, annotation: string): Shape {
  return (node, lowering) => (node.field(value) === null ? null : field(target, value, annotation)(node, lowering));
}

/** A field of a class, whose type tells something also when it is given its value elsewhere. */
export function field(target: string, value: string, annotation: string): Shape {
  return (node, { place, one, maybe, decorators }) => {
    const at = place(node);
    const given = node.field(value);
    const type = maybe(node.field(annotation));
    const above = decorators(node);
    if (given === null && type === null) return null;
    const nothing: SyntaxNode = { type: "group", children: [], ...at };
    const assign = { type: "assign", target: one(node.field(target)), augmented: false, ...at } as const;
    const details = { ...(type ? { annotation: type } : {}), ...(above.length > 0 ? { decorators: above } : {}) };
    return { ...assign, value: given === null ? nothing : one(given), ...details };
  };
}

interface FunctionFields {
  readonly parameters: string;
  /** Field of a lone parameter without parentheses. */
  readonly parameter?: string;
}

export function func(fields: FunctionFields): Shape {
  return (node, { place, one, children }) => {
    const all = node.field(fields.parameters);
    const lone = fields.parameter === undefined ? null : node.field(fields.parameter);
    const patterns = lone ? [one(lone)] : all ? children(all) : [];
    return {
      type: "function",
      name: node.field("name")?.text() ?? null,
      parameters: patterns.map(toParameter),
      body: one(node.field("body")),
      decorators: [],
      ...place(node),
    };
  };
}

/** A parameter with its default and annotation; without a field name the pattern is the first thing inside. */
export function parameter(pattern: string | null, initial: string, annotation: string): Shape {
  return (node, { place, one, maybe, decorators }) => ({
    type: "parameter",
    pattern: one(pattern === null ? (node.children()[0] ?? null) : node.field(pattern)),
    initial: maybe(node.field(initial)),
    annotation: maybe(node.field(annotation)),
    decorators: decorators(node),
    ...place(node),
  });
}

function toParameter(pattern: SyntaxNode): ParameterNode {
  if (pattern.type === "parameter") return pattern;
  const { startLine, endLine, offset } = pattern;
  const isDefault = pattern.type === "assign";
  return {
    type: "parameter",
    pattern: isDefault ? pattern.target : pattern,
    initial: isDefault ? pattern.value : null,
    annotation: null,
    decorators: [],
    startLine,
    endLine,
    offset,
  };
}

export const classed: Shape = (node, { place, one, maybe, decorators }) => {
  const heritage =
    node.field("superclasses") ?? node.children().find((child) => child.kind() === "class_heritage") ?? null;
  const bases = maybe(heritage);
  return {
    type: "class",
    name: node.field("name")?.text() ?? null,
    bases: bases === null ? [] : bases.type === "group" ? bases.children : [bases],
    body: one(node.field("body")),
    decorators: decorators(node),
    ...place(node),
  };
};

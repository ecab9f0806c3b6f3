import type { SgNode } from "@ast-grep/napi";
import type { Lowering, Shape } from "../syntax/grammar.ts";
import { callOf } from "../syntax/shapes.ts";
import type { AssignNode, ParameterNode, Place, SyntaxNode } from "../syntax/syntax-node.ts";

const ANNOTATIONS = new Set(["annotation", "marker_annotation"]);

/** The annotations among the modifiers of a declaration. */
function annotationsOf(node: SgNode, { one }: Lowering): SyntaxNode[] {
  const modifiers = node.children().filter((child) => child.kind() === "modifiers");
  const annotations = modifiers.flatMap((child) => child.children());
  return annotations.filter((child) => ANNOTATIONS.has(String(child.kind()))).map((child) => one(child));
}

/** `@GetMapping("/invoices")` is a call of its name; `@Valid` is the name alone. */
export const annotation: Shape = (node, { place, one, children }) => {
  const given = node.field("arguments");
  const name = one(node.field("name"));
  return given === null ? name : callOf(name, children(given), place(node));
};

export const imported: Shape = (node, { place }) => {
  const path =
    node
      .children()
      .find((child) => String(child.kind()).endsWith("identifier"))
      ?.text() ?? "";
  const isWhole = node.children().some((child) => child.kind() === "asterisk");
  const module = isWhole ? path : path.slice(0, Math.max(0, path.lastIndexOf(".")));
  const name = path.slice(path.lastIndexOf(".") + 1);
  const names = isWhole ? [{ local: `* ${path}`, imported: "*" }] : [{ local: name, imported: name }];
  return { type: "import", module, names, ...place(node) };
};

/** `invoices.find(id)`, and `find(id)` without a receiver. Filling a format is a method of the format. */
export const invoked: Shape = (node, { place, one, children }) => {
  const at = place(node);
  const receiver = node.field("object");
  const given = node.field("arguments");
  const values = given === null ? [] : children(given);
  const method = node.field("name")?.text() ?? "";
  if (receiver === null) return callOf({ type: "name", name: method, ...at }, values, at);
  return filledFormat(receiver.text(), method, values, at) ?? callOn(one(receiver), asFormat(method), values, at);
};

/** `String.format("…", x)` is a method of its first argument. */
function filledFormat(receiver: string, method: string, ...[values, at]: [SyntaxNode[], Place]): SyntaxNode | null {
  const [format, ...rest] = values;
  return receiver === "String" && method === "format" && format ? callOn(format, method, rest, at) : null;
}

function asFormat(method: string): string {
  return method === "formatted" ? "format" : method;
}

function callOn(object: SyntaxNode, property: string, ...[values, at]: [SyntaxNode[], Place]): SyntaxNode {
  return callOf({ type: "member", object, property, ...at }, values, at);
}

/** `new Invoice(id)`; what the body of an anonymous class does belongs to what it is given. */
export const created: Shape = (node, { place, one, children }) => {
  const at = place(node);
  const given = node.field("arguments");
  const body = node.children().find((child) => child.kind() === "class_body");
  const type: SyntaxNode = { type: "name", name: plainName(node.field("type")), ...at };
  const anonymous: SyntaxNode[] = body
    ? [{ type: "class", name: null, bases: [type], body: one(body), decorators: [], ...at }]
    : [];
  return { ...callOf(type, [...(given ? children(given) : []), ...anonymous], at), construct: true };
};

function plainName(node: SgNode | null): string {
  return (node?.text() ?? "").replace(/<[\s\S]*$/u, "").trim();
}

/** A declaration of variables or fields: each has the type that stands before them all. */
export const variables: Shape = (node, lowering) => {
  const { place, one } = lowering;
  const type = one(node.field("type"));
  const declarators = node.fieldChildren("declarator");
  const above = annotationsOf(node, lowering);
  const children = declarators.map((declarator): SyntaxNode => {
    const value = declarator.field("value");
    const at = place(declarator);
    const nothing: SyntaxNode = { type: "group", children: [], ...at };
    const assign = { type: "assign", target: one(declarator.field("name")), augmented: false, ...at } as const;
    const details = { annotation: type, ...(above.length > 0 ? { decorators: above } : {}) };
    return { ...assign, value: value ? one(value) : nothing, ...details };
  });
  const [only] = children;
  return only && children.length === 1 ? only : { type: "group", children, ...place(node) };
};

/** `new String[] { a, b }` is the list of what it holds; `new byte[n]` holds nothing yet. */
export const createdArray: Shape = (node, { maybe }) => maybe(node.field("value"));

export const assigned: Shape = (node, { place, one }): AssignNode => ({
  type: "assign",
  target: one(node.field("left")),
  value: one(node.field("right")),
  augmented: node.field("operator")?.text() !== "=",
  ...place(node),
});

export const parameter: Shape = (node, lowering): ParameterNode => {
  const { place, one } = lowering;
  const declarator = node.children().find((child) => child.kind() === "variable_declarator");
  const type = node.field("type") ?? node.children().find((child) => /type/u.test(String(child.kind()))) ?? null;
  return {
    type: "parameter",
    pattern: one(node.field("name") ?? declarator?.field("name") ?? null),
    initial: null,
    annotation: one(type),
    decorators: annotationsOf(node, lowering),
    ...place(node),
  };
};

/** A method or constructor; one without a body is left to those that implement it. */
export const method: Shape = (node, lowering) => {
  const body = node.field("body");
  if (body === null) return null;
  return functionOf(node, body, lowering);
};

export const lambda: Shape = (node, lowering) => functionOf(node, node.field("body"), lowering);

function functionOf(node: SgNode, body: SgNode | null, lowering: Lowering): SyntaxNode {
  const given = node.field("parameters");
  const isLone = given?.kind() === "identifier";
  const patterns = given === null ? [] : isLone ? [lowering.one(given)] : lowering.children(given);
  const at = lowering.place(node);
  return {
    type: "function",
    name: node.field("name")?.text() ?? null,
    parameters: patterns.map((pattern) => toParameter(pattern)),
    body: lowering.one(body),
    decorators: annotationsOf(node, lowering),
    ...at,
  };
}

function toParameter(pattern: SyntaxNode): ParameterNode {
  if (pattern.type === "parameter") return pattern;
  const { startLine, endLine, offset } = pattern;
  return { type: "parameter", pattern, initial: null, annotation: null, decorators: [], startLine, endLine, offset };
}

const HERITAGE = new Set(["superclass", "super_interfaces", "extends_interfaces"]);

/** Classes, interfaces, records and enums. */
export const classed: Shape = (node, lowering) => {
  const heritage = node.children().filter((child) => HERITAGE.has(String(child.kind())));
  return {
    type: "class",
    name: node.field("name")?.text() ?? null,
    bases: heritage.flatMap((child) => lowering.children(child)),
    body: lowering.one(node.field("body")),
    decorators: annotationsOf(node, lowering),
    ...lowering.place(node),
  };
};

/** The class that a type names, without what it is made of. */
export const typeName: Shape = (node, { place }) => ({ type: "name", name: node.text(), ...place(node) });

export const caught: Shape = (node, { place, one }) => {
  const variable = node.children().find((child) => child.kind() === "catch_formal_parameter");
  const name = variable?.field("name")?.text() ?? null;
  return { type: "branch", children: [one(node.field("body"))], caught: name, ...place(node) };
};

export const negated: Shape = (node, { place, one }) => {
  const operand = one(node.field("operand"));
  return node.field("operator")?.text() === "!" ? { type: "not", operand, ...place(node) } : operand;
};

/** `value instanceof String text` gives the value another name. */
export const tested: Shape = (node, { place, one }) => {
  const at = place(node);
  const name = node.field("name");
  const value = one(node.field("left"));
  if (name === null) return { type: "group", children: [value], ...at };
  return { type: "assign", target: one(name), value, augmented: false, ...at };
};

/** `this::handle` names a method; `Invoice::new` a class. */
export const referred: Shape = (node, { place, one }) => {
  const [owner, ...rest] = node.children();
  const property = rest.at(-1)?.text() ?? "";
  return { type: "member", object: one(owner ?? null), property, ...place(node) };
};

import type { SgNode } from "@ast-grep/napi";
import type { Lowering, Shape } from "../syntax/grammar.ts";
import * as shape from "../syntax/shapes.ts";
import { lastName } from "../syntax/walk.ts";
import type { ParameterNode, Place, SyntaxNode } from "../syntax/syntax-node.ts";
import { constructorFields } from "./constructor-fields.ts";

/** `[HttpGet("{id}")]` reads like a call, also without parentheses. */
export const attribute: Shape = (node, { place, one, children }) => {
  const given = node.children().find((child) => child.kind() === "attribute_argument_list");
  const values = (given ? children(given) : []).map((value) => (value.type === "assign" ? asEntry(value) : value));
  return shape.callOf(one(node.field("name")), [...values, ...typeDemanded(node, place(node))], place(node));
};

/** `[Authorize<ManageUsers>]` names what it demands by a type, as `Policy = "ManageUsers"` does by a text. */
function typeDemanded(node: SgNode, at: Place): SyntaxNode[] {
  const [, type] = /^\w+<([\w.]+)>/u.exec(node.field("name")?.text() ?? "") ?? [];
  const value: SyntaxNode = { type: "text", value: type ?? "", ...at };
  return type === undefined ? [] : [{ type: "entry", key: "Policy", spread: false, value, ...at }];
}

/** `Roles = "Admin"` among the arguments of an attribute, and `Name = value` in an initializer. */
function asEntry(node: SyntaxNode & { readonly type: "assign" }): SyntaxNode {
  const { startLine, endLine, offset, target, value } = node;
  const key = target.type === "name" ? target.name : target.type === "text" ? target.value : null;
  return { type: "entry", key, spread: false, value, startLine, endLine, offset };
}

/** `name: value` in a call. */
export const argument: Shape = (node, { place, children, one }) => {
  const name = node.field("name");
  const value = children(node).at(-1);
  if (name === null || value === undefined) return value ?? null;
  const key = one(name);
  return { type: "entry", key: key.type === "name" ? key.name : null, spread: false, value, ...place(node) };
};

/** Type arguments say nothing of what is called: `Get<User>(id)` is `Get(id)`. */
export const generic: Shape = (node, { place }) => ({
  type: "name",
  name: node.children()[0]?.text() ?? "",
  ...place(node),
});

/** `new HttpClientHandler { Callback = … }` is given its properties like keywords. */
export const created: Shape = (node, lowering) => {
  const at = lowering.place(node);
  const type = node.field("type");
  const given = node.field("arguments");
  const properties = initialised(node, lowering);
  const callee: SyntaxNode = type ? lowering.one(type) : { type: "name", name: "", ...at };
  return { ...shape.callOf(callee, [...(given ? lowering.children(given) : []), ...properties], at), construct: true };
};

function initialised(node: SgNode, { children }: Lowering): SyntaxNode[] {
  const initializer = node.children().find((child) => child.kind() === "initializer_expression");
  return (initializer ? children(initializer) : []).map((value) => (value.type === "assign" ? asEntry(value) : value));
}

/** `new { Id = id, name }`: names and values take turns. */
export const anonymous: Shape = (node, lowering) => ({
  type: "list",
  items: lowering.children(node),
  ...lowering.place(node),
});

/** `connection.Query<Row>` is `connection.Query`. */
export const member: Shape = (node, { place, one }) => ({
  type: "member",
  object: one(node.field("expression")),
  property: plainName(node.field("name")),
  ...place(node),
});

function plainName(node: SgNode | null): string {
  return node?.text().replace(/<.*$/su, "") ?? "";
}

const HOLE = "?";

/** `.Name` after a question mark; what it is asked of is filled in by the expression around it. */
export const binding: Shape = (node, { place }) => ({
  type: "member",
  object: { type: "name", name: HOLE, ...place(node) },
  property: plainName(node.field("name")),
  ...place(node),
});

/** `a?.b`; the parser takes `x == a?.b` for `(x == a)?.b`, which nobody means. */
export const conditionalAccess: Shape = (node, { place, children }) => {
  const [object, access] = children(node);
  if (!object || !access) return object ?? null;
  const at = place(node);
  if (object.type === "binary") return { ...object, right: filled(access, object.right), ...at };
  return filled(access, object);
};

function filled(node: SyntaxNode, object: SyntaxNode): SyntaxNode {
  if (node.type === "name") return node.name === HOLE ? object : node;
  if (node.type === "member" || node.type === "index") return { ...node, object: filled(node.object, object) };
  return node.type === "call" ? { ...node, callee: filled(node.callee, object) } : node;
}

/** `Request["name"]` reads what the request holds under a name, wherever it holds it. */
export const element: Shape = (node, { place, one, children }) => {
  const indexed = one(node.field("expression"));
  const isRequest = lastName(indexed) === "Request";
  const object: SyntaxNode = isRequest
    ? { type: "member", object: indexed, property: "Params", ...place(node) }
    : indexed;
  const subscript = node.field("subscript");
  const [key] = subscript ? children(subscript) : [];
  if (key?.type === "text") return { type: "member", object, property: key.value, ...place(node) };
  return { type: "index", object, index: key ?? { type: "list", items: [], ...place(node) }, ...place(node) };
};

/** A declared variable with its value, which stands behind the name without a field of its own. */
export const declarator: Shape = (node, { place, one }) => {
  const name = node.field("name") ?? node.children()[0] ?? null;
  const value = node.children().at(-1) ?? null;
  if (value === null || value === name || node.children().length < 2) return null;
  return { type: "assign", target: one(name), value: one(value), augmented: false, ...place(node) };
};

const MODIFIERS = /^(?:private|protected|internal|static|abstract)$/u;

/** A method; one without a body is left to those that implement it. */
export const method: Shape = (node, { place, one, children, decorators }) => {
  const parameters = node.field("parameters");
  const body = node.field("body") ?? node.children().find((child) => child.kind() === "arrow_expression_clause");
  if (body === undefined) return null;
  return {
    type: "function",
    name: node.field("name")?.text() ?? null,
    parameters: (parameters ? children(parameters) : []).map((given) => asParameter(given, place(node))),
    body: one(body),
    decorators: decorators(node),
    ...(isHidden(node) ? { hidden: true } : {}),
    ...place(node),
  };
};

function modifiersOf(node: SgNode): string[] {
  return node.children().flatMap((child) => (child.kind() === "modifier" ? [child.text()] : []));
}

/** Members are private unless they say otherwise. */
function isHidden(node: SgNode): boolean {
  const modifiers = modifiersOf(node);
  return !modifiers.includes("public") || modifiers.some((modifier) => MODIFIERS.test(modifier));
}

function asParameter(node: SyntaxNode, at: Place): ParameterNode {
  if (node.type === "parameter") return node;
  return { type: "parameter", pattern: node, initial: null, annotation: null, decorators: [], ...at };
}

function plainType(type: SgNode): string {
  return type.text().replaceAll(/<.*>|\?/gu, "");
}

/** A parameter with its type; one that the container fills is marked as such. */
export const parameter: Shape = (node, { place, one, decorators }) => {
  const given = decorators(node);
  const at = place(node);
  const isProvided = given.some(
    (inner) => lastName(inner)?.startsWith("From") && lastName(inner)?.endsWith("Services"),
  );
  const type = isProvided ? null : node.field("type");
  return {
    type: "parameter",
    pattern: one(node.field("name")),
    initial: null,
    annotation: { type: "name", name: type ? plainType(type) : "IServiceProvider", ...at },
    decorators: given,
    ...at,
  };
};

/** A class; what stands in other files of a partial one is named like a base. */
export const classed: Shape = (node, { place, one, children, decorators }) => {
  const bases = node.children().find((child) => child.kind() === "base_list");
  const name = node.field("name")?.text() ?? null;
  const isPartial = modifiersOf(node).includes("partial");
  const at = place(node);
  const taken = node.children().find((child) => child.kind() === "parameter_list");
  const parameters = (taken ? children(taken) : []).map((given) => asParameter(given, at));
  const parts: SyntaxNode[] = isPartial ? [{ type: "name", name: `partial.${name ?? ""}`, ...at }] : [];
  return {
    type: "class",
    name,
    bases: [...(bases ? children(bases) : []), ...parts],
    body: { type: "group", children: [...constructorFields(parameters, at), one(node.field("body"))], ...at },
    decorators: decorators(node),
    ...at,
  };
};

export const caught: Shape = (node, { place, children }) => {
  const declaration = node.children().find((child) => child.kind() === "catch_declaration");
  const name = declaration?.field("name")?.text() ?? null;
  return { type: "branch", children: children(node), caught: name, ...place(node) };
};

export const lambda: Shape = (node, { place, one, children }) => {
  const parameters = node.field("parameters");
  const isList = parameters?.kind() === "parameter_list";
  const patterns = parameters === null ? [] : isList ? children(parameters) : [one(parameters)];
  return {
    type: "function",
    name: null,
    parameters: patterns.map((pattern) => asParameter(pattern, place(node))),
    body: one(node.field("body")),
    decorators: [],
    ...place(node),
  };
};

/** `@"C:\path"`. */
export const verbatim: Shape = (node, { place }) => ({
  type: "text",
  value: node.text().replaceAll(/^@?"|"$/gu, ""),
  ...place(node),
});

/** What stands between the braces, without format and alignment. */
export const interpolated: Shape = (node, { children }) => children(node)[0] ?? null;

export const last: Shape = (node, { children }) => children(node).at(-1) ?? null;

export const negated: Shape = (node, { place, children }) => {
  const operand = children(node).at(-1) ?? null;
  const isNot = node.children()[0]?.text() === "!";
  return operand && isNot ? { type: "not", operand, ...place(node) } : operand;
};

/** `x ??= y` gives a value to what has none; `+=` and the like add to what was there. */
export const assigned: Shape = (node, lowering) => {
  const operator = node.field("operator")?.text() ?? "=";
  return shape.assigned("left", "right", !/^(?:\?\?)?=$/u.test(operator))(node, lowering);
};

/** The variables of a declaration, with their type where one is named. */
export const declaration: Shape = (node, { place, maybe }) => {
  const type = node.field("type");
  const annotation: SyntaxNode | null =
    type && type.kind() !== "implicit_type" ? { type: "name", name: plainType(type), ...place(type) } : null;
  const declarators = node.children().filter((child) => child.kind() === "variable_declarator");
  const variables = declarators.flatMap((child) => maybe(child) ?? nothingYet(child, annotation, place(child)) ?? []);
  const typed = variables.map((one) => (one.type === "assign" && annotation ? { ...one, annotation } : one));
  return { type: "group", children: typed, ...place(node) };
};

/** A field of a class whose type is known and whose value comes later. */
function nothingYet(node: SgNode, annotation: SyntaxNode | null, at: Place): SyntaxNode | null {
  const isField = node.parent()?.parent()?.kind() === "field_declaration";
  if (annotation === null || !isField) return null;
  const target: SyntaxNode = { type: "name", name: node.field("name")?.text() ?? "", ...at };
  return { type: "assign", target, value: { type: "group", children: [], ...at }, augmented: false, ...at };
}

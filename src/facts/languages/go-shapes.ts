import type { SgNode } from "@ast-grep/napi";
import type { Lowering, Shape } from "../syntax/grammar.ts";
import { callOf } from "../syntax/shapes.ts";
import type { AssignNode, ClassNode, EntryNode, ParameterNode, Place, SyntaxNode } from "../syntax/syntax-node.ts";

/** A file, with the methods of a type where its fields are. */
export const file: Shape = (node, lowering) => {
  const declared = lowering.children(node).flatMap((one) => (one.type === "group" ? one.children : [one]));
  const classes = new Map<string, ClassNode>();
  const order: SyntaxNode[] = [];
  for (const one of declared) {
    if (one.type !== "class" || one.name === null) order.push(one);
    else if (classes.has(one.name)) classes.set(one.name, merged(classes.get(one.name) ?? one, one));
    else order.push(keep(one, one.name, classes));
  }
  const children = order.map((one) => (one.type === "class" ? (classes.get(one.name ?? "") ?? one) : one));
  return { type: "group", children, ...lowering.place(node) };
};

function keep(node: ClassNode & { type: "class" }, name: string, classes: Map<string, ClassNode>): SyntaxNode {
  classes.set(name, node);
  return node;
}

function merged(first: ClassNode, second: ClassNode): ClassNode {
  const body: SyntaxNode = { ...first.body, type: "group", children: [first.body, second.body] };
  return { ...first, bases: [...first.bases, ...second.bases], body };
}

/** The name that a package has in a file that gives it none of its own. */
function packageName(path: string): string {
  const parts = path.split("/").filter((part) => !/^v\d+$/u.test(part));
  return (parts.at(-1) ?? "").replace(/\.v\d+$|\.go$/u, "").replace(/^go-|-go$/u, "");
}

export const imported: Shape = (node, { place }) => {
  const path = node.field("path")?.text().slice(1, -1) ?? "";
  const given = node.field("name")?.text();
  const module = path.replace(/\/v\d+$/u, "");
  const names = given === "." ? [] : [{ local: given ?? packageName(path), imported: "*" }];
  return { type: "import", module, names, ...place(node) };
};

/** Types and methods: a type with fields is a class, and so is one that only says which methods there are. */
export const typeDeclared: Shape = (node, lowering) => {
  const type = node.field("type");
  const kind = String(type?.kind());
  if (type === null || (kind !== "struct_type" && kind !== "interface_type")) return null;
  const members =
    kind === "struct_type"
      ? (type
          .children()
          .find((one) => one.isNamed())
          ?.children() ?? [])
      : [];
  const fields = members.filter((one) => one.kind() === "field_declaration");
  const at = lowering.place(node);
  return {
    type: "class",
    name: node.field("name")?.text() ?? null,
    bases: fields.filter((one) => one.field("name") === null).map((one) => lowering.one(one.field("type"))),
    body: { type: "group", children: fields.flatMap((one) => fieldsOf(one, lowering)), ...at },
    decorators: [],
    ...at,
  };
};

function fieldsOf(node: SgNode, { one, place }: Lowering): SyntaxNode[] {
  const at = place(node);
  const annotation = one(node.field("type"));
  const value: SyntaxNode = { type: "group", children: [], ...at };
  const decorators = taggedRules(node.field("tag")?.text() ?? "", at);
  return node.fieldChildren("name").map((name) => {
    const target: SyntaxNode = { type: "name", name: name.text(), ...at };
    return { type: "assign", target, value, augmented: false, annotation, decorators, ...at };
  });
}

/** What the tag of a field keeps out, as annotations: `validate:"required,url"`, and `json:"-"` as `unexposed`. */
function taggedRules(tag: string, at: Place): SyntaxNode[] {
  const rules = [...tag.matchAll(/(?:validate|binding|valid):"([^"]{0,200})"/gu)].flatMap(([, given = ""]) =>
    given.split(/[,|]/u),
  );
  const names = rules.map((rule) => rule.replace(/[=:(].*$/su, "").trim()).filter((rule) => /^\w+$/u.test(rule));
  const hidden = /(?:^|[`\s])json:"-"/u.test(tag) ? ["unexposed"] : [];
  return [...names, ...hidden].map((name) => ({ type: "name", name, ...at }));
}

/** A type as it is written, without pointers and lists around it. */
export const typeName: Shape = (node, { place }) => ({
  type: "name",
  name: node
    .text()
    .replace(/^[*[\]\s]+/u, "")
    .replace(/\[[\s\S]*$/u, ""),
  ...place(node),
});

export const func: Shape = (node, lowering) => {
  const body = node.field("body");
  if (body === null) return null;
  const at = lowering.place(node);
  return {
    type: "function",
    name: node.field("name")?.text() ?? null,
    parameters: parametersOf(node.field("parameters"), lowering),
    body: lowering.one(body),
    decorators: [],
    ...namedResults(node.field("result"), lowering),
    ...at,
  };
};

/** `(name string, err error)` behind the parameters: a bare `return` gives them back. */
function namedResults(node: SgNode | null, { one, place }: Lowering): { results?: SyntaxNode } {
  const names =
    node?.kind() === "parameter_list" ? node.children().flatMap((child) => child.fieldChildren("name")) : [];
  if (node === null || names.length === 0) return {};
  return { results: { type: "list", items: names.map((name) => one(name)), ...place(node) } };
}

/** A method belongs to the type of its receiver. */
export const method: Shape = (node, lowering) => {
  const [receiver] = parametersOf(node.field("receiver"), lowering);
  const made = func(node, lowering);
  if (made?.type !== "function" || receiver === undefined) return made;
  const owner = receiver.annotation?.type === "name" ? receiver.annotation.name : null;
  const own = receiver.pattern.type === "name" ? { receiver: receiver.pattern.name } : {};
  return {
    type: "class",
    name: owner,
    bases: [],
    body: { ...made, ...own },
    decorators: [],
    ...lowering.place(node),
  };
};

/** Several names may share one type; one without a name still has its place among the others. */
function parametersOf(node: SgNode | null, { one, maybe, place }: Lowering): ParameterNode[] {
  return (node?.children() ?? []).flatMap((child): ParameterNode[] => {
    if (!String(child.kind()).endsWith("parameter_declaration")) return [];
    const annotation = maybe(child.field("type"));
    const names = child.fieldChildren("name");
    const at = place(child);
    const nameless: SyntaxNode = { type: "name", name: "_", ...at };
    const patterns = names.length === 0 ? [nameless] : names.map((name) => one(name));
    return patterns.map((pattern) => ({
      type: "parameter",
      pattern,
      initial: null,
      annotation,
      decorators: [],
      ...at,
    }));
  });
}

/** Names that say whether a value came about, and are none themselves. */
const OUTCOME = /^(?:err|ok|exists|exist|found|valid|success|\w*Err|err\w*)$/u;

/** `a, err := f()` gives `a` a value and says with `err` whether it came about; `a, b = x, y` are two. */
function assignments(targets: readonly SyntaxNode[], values: readonly SyntaxNode[], at: Place): SyntaxNode[] {
  const [only] = values;
  if (only === undefined) return [];
  if (targets.length === values.length) return targets.flatMap((target, index) => pair(target, values[index], at));
  const named = targets.filter((target) => target.type !== "name" || target.name !== "_");
  const outcome = named.filter((target) => target.type === "name" && OUTCOME.test(target.name));
  const rest = named.filter((target) => !outcome.includes(target));
  const [first] = rest;
  const target: SyntaxNode = first && rest.length === 1 ? first : { type: "list", items: rest, ...at };
  return [{ type: "assign", target, value: only, augmented: false, outcome, ...at }];
}

function pair(target: SyntaxNode, value: SyntaxNode | undefined, at: Place): SyntaxNode[] {
  if (value === undefined) return [];
  return [{ type: "assign", target, value, augmented: false, ...at }];
}

function listOf(node: SgNode | null, { one, children }: Lowering): SyntaxNode[] {
  if (node === null) return [];
  return node.kind() === "expression_list" ? children(node) : [one(node)];
}

function grouped(children: SyntaxNode[], at: Place): SyntaxNode {
  const [only] = children;
  return only && children.length === 1 ? only : { type: "group", children, ...at };
}

export const assigned: Shape = (node, lowering) => {
  const at = lowering.place(node);
  const made = assignments(listOf(node.field("left"), lowering), listOf(node.field("right"), lowering), at);
  const operator = node.field("operator")?.text() ?? ":=";
  const isAdded = operator !== "=" && operator !== ":=";
  return grouped(isAdded ? made.map((one) => (one.type === "assign" ? { ...one, augmented: true } : one)) : made, at);
};

/** `var a, b T = x, y`; without a value the type still tells something. */
export const variables: Shape = (node, lowering) => {
  const at = lowering.place(node);
  const annotation = lowering.maybe(node.field("type"));
  const targets = node.fieldChildren("name").map((name) => lowering.one(name));
  const values = listOf(node.field("value"), lowering);
  const typed = annotation === null ? {} : { annotation };
  if (values.length > 0) {
    const made = assignments(targets, values, at);
    return grouped(
      made.map((one) => (one.type === "assign" ? { ...one, ...typed } : one)),
      at,
    );
  }
  if (annotation === null) return null;
  const value: SyntaxNode = { type: "group", children: [], ...at };
  return grouped(
    targets.map((target): AssignNode & { type: "assign" } => ({
      type: "assign",
      target,
      value,
      augmented: false,
      annotation,
      ...at,
    })),
    at,
  );
};

/** `T{…}` makes an object of a type, `map[…]T{…}` and `[]T{…}` are what they hold. */
export const composed: Shape = (node, lowering) => {
  const type = node.field("type");
  const body = node.field("body");
  const isNamed = /^(?:type_identifier|qualified_type|generic_type)$/u.test(String(type?.kind()));
  const held = body === null ? null : holding(body, lowering);
  if (!isNamed || held === null || isText(body)) return held;
  const values = held.type === "object" ? held.entries : held.type === "list" ? held.items : [];
  const callee = dotted(lowering.one(type));
  return { ...callOf(callee, values, lowering.place(node)), construct: true };
};

/** Texts as keys make a map, whatever its type is called. */
function isText(body: SgNode | null): boolean {
  const keyed = body?.children().find((one) => one.kind() === "keyed_element");
  const key = keyed?.field("key")?.children()[0];
  return String(key?.kind()).endsWith("string_literal");
}

/** `http.Client` as a member of its package. */
export function dotted(node: SyntaxNode): SyntaxNode {
  if (node.type !== "name" || !node.name.includes(".")) return node;
  const { startLine, endLine, offset } = node;
  const at = { startLine, endLine, offset };
  const [name = "", property = ""] = node.name.split(".");
  return { type: "member", object: { type: "name", name, ...at }, property, ...at };
}

function holding(body: SgNode, lowering: Lowering): SyntaxNode {
  const at = lowering.place(body);
  const inside = lowering.children(body);
  const isKeyed = inside.length === 0 || inside.some((one) => one.type === "entry");
  if (!isKeyed) return { type: "list", items: inside, ...at };
  return { type: "object", entries: inside.map(toEntry), ...at };
}

function toEntry(child: SyntaxNode): EntryNode & { type: "entry" } {
  if (child.type === "entry") return child;
  const { startLine, endLine, offset } = child;
  return { type: "entry", key: null, spread: false, value: child, startLine, endLine, offset };
}

export const literalValue: Shape = (node, lowering) => holding(node, lowering);

export const keyed: Shape = (node, { one, place }) => {
  const key = node.field("key")?.children()[0] ?? null;
  const kind = String(key?.kind());
  const isName = kind === "identifier" || kind.endsWith("string_literal");
  const written = isName ? (key?.text().replace(/^["`]|["`]$/gu, "") ?? null) : null;
  return { type: "entry", key: written, spread: false, value: one(node.field("value")), ...place(node) };
};

export const unary: Shape = (node, { place, one }) => {
  const operand = one(node.field("operand"));
  return node.field("operator")?.text() === "!" ? { type: "not", operand, ...place(node) } : operand;
};

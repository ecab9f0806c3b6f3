import type { SgNode } from "@ast-grep/napi";
import type { Shape } from "../syntax/grammar.ts";
import type { NameNode, Place, SyntaxNode } from "../syntax/syntax-node.ts";
import * as shape from "../syntax/shapes.ts";

/** A name without the dollar that marks variables. */
export const variable: Shape = (node, { place }) => ({
  type: "name",
  name: node.text().replace(/^\$+\{?|\}$/gu, ""),
  ...place(node),
});

/** A class, function or constant: never a variable of the same name. */
export const fixedName: Shape = (node, { place }) => fixed(node.text(), place(node));

function fixed(name: string, at: Place): NameNode {
  return { type: "name", name, fixed: true, ...at };
}

/** `Entity\User` is `Entity.User`, so that what is imported as `Entity` is found. */
export const qualifiedName: Shape = (node, { place }) => {
  const at = place(node);
  const [first = "", ...rest] = namespaceOf(node).split(".");
  return rest.reduce<SyntaxNode>(
    (object, part) => ({ type: "member", object, property: part, ...at }),
    fixed(first, at),
  );
};

function namespaceOf(node: SgNode | null): string {
  return (node?.text() ?? "").replace(/^\\/u, "").replaceAll("\\", ".");
}

/** `self` and `static` are the class itself. */
export const relativeScope: Shape = (node, { place }) =>
  fixed(node.text() === "static" ? "self" : node.text(), place(node));

function kidsOf(node: SgNode, kind: string): SgNode[] {
  return node.children().filter((child) => child.kind() === kind);
}

/** `use A\B as C;` and `use A\{B, C as D};`. */
export const used: Shape = (node, { place }) => {
  const group = kidsOf(node, "namespace_use_group");
  const prefix = group.length > 0 ? namespaceOf(kidsOf(node, "namespace_name")[0] ?? null) : "";
  const clauses = [node, ...group].flatMap((one) => kidsOf(one, "namespace_use_clause"));
  const children = clauses.map((clause): SyntaxNode => {
    const [target, alias] = clause.children().filter((child) => /^(?:qualified_)?name$/u.test(String(child.kind())));
    const full = [prefix, namespaceOf(target ?? null)].filter(Boolean).join(".");
    const dot = full.lastIndexOf(".");
    const imported = full.slice(dot + 1);
    const names = [{ local: alias?.text() ?? imported, imported }];
    return { type: "import", module: dot < 0 ? imported : full.slice(0, dot), names, ...place(clause) };
  });
  return { type: "group", children, ...place(node) };
};

/** Text with variables in it: what stands between quotes, backticks or heredoc marks. */
export const interpolated: Shape = (node, { place, maybe }) => {
  const parts = partsIn(node).flatMap((child): SyntaxNode[] => {
    if (FRAGMENT.test(String(child.kind()))) return [{ type: "text", value: child.text(), ...place(child) }];
    const part = maybe(child);
    return part === null ? [] : [part];
  });
  return shape.joined(parts, place(node));
};

const FRAGMENT = /^(?:string_content|escape_sequence|nowdoc_string)$/u;

function partsIn(node: SgNode): SgNode[] {
  return node
    .children()
    .flatMap((child) => (/^(?:heredoc|nowdoc)_body$/u.test(String(child.kind())) ? child.children() : [child]));
}

/** A call that the language writes in another way: `echo $x`, backticks, casts, `include $x`. */
function callOf(callee: string, values: readonly SyntaxNode[], at: Place): SyntaxNode {
  return shape.callOf(fixed(callee, at), values, at);
}

/** Writes all kinds of a statement as a call of one function. */
export function calledAs(callee: string): Shape {
  return (node, { place, children }) => callOf(callee, children(node), place(node));
}

export const backticks: Shape = (node, lowering) => {
  const text = interpolated(node, lowering);
  return callOf("shell_exec", text === null ? [] : [text], lowering.place(node));
};

/** `(int) $x` is `int($x)`; casts that keep what a value says are left out. */
export const cast: Shape = (node, { place, children }) => {
  const type = kidsOf(node, "cast_type")[0]?.text().toLowerCase() ?? "";
  const [value] = children(node);
  const keeps = /^(?:string|binary|array|object)$/u.test(type);
  return keeps || !value ? (value ?? null) : callOf(type, [value], place(node));
};

/** `exit("text")` prints and leaves. */
export const exited: Shape = (node, { place, children }) => {
  const values = children(node);
  const value = values.length > 0 ? callOf("echo", values, place(node)) : null;
  return { type: "exit", how: "throw", value, ...place(node) };
};

/** A plain function call; `die(…)` is one to the parser. */
export const functionCall: Shape = (node, lowering) => {
  const name = node.field("function")?.text().toLowerCase();
  if (name !== "die" && name !== "exit")
    return shape.called({ callee: "function", arguments: "arguments" })(node, lowering);
  const given = node.field("arguments");
  return given === null ? null : exited(given, lowering);
};

/** A method call through `->`, `?->` or `::`. */
export function methodCall(object: string): Shape {
  return (node, lowering) => {
    const at = lowering.place(node);
    const given = node.field("arguments");
    const callee: SyntaxNode = {
      type: "member",
      object: lowering.one(node.field(object)),
      property: nameIn(node),
      ...at,
    };
    return shape.callOf(callee, given === null ? [] : lowering.children(given), at);
  };
}

function nameIn(node: SgNode): string {
  return (node.field("name")?.text() ?? "").replace(/^\$/u, "");
}

export function property(object: string): Shape {
  return (node, { place, one }) => ({
    type: "member",
    object: one(node.field(object)),
    property: nameIn(node),
    ...place(node),
  });
}

/** `Kind::CONSTANT`, whose parts have no names of their own. */
export const classConstant: Shape = (node, { place, one }) => {
  const [scope, , name] = node.children();
  return { type: "member", object: one(scope ?? null), property: name?.text() ?? "", ...place(node) };
};

export const created: Shape = (node, { place, one, children }) => {
  const parts = node.children().filter((child) => child.kind() !== "new");
  const given = parts.find((child) => child.kind() === "arguments");
  const callee = one(parts.find((child) => child.kind() !== "arguments") ?? null);
  return { ...shape.callOf(callee, given ? children(given) : [], place(node)), construct: true };
};

/** `name: $value`, `...$values` or a plain value. */
export const argument: Shape = (node, { place, children }) => {
  const name = node.field("name");
  const value = children(node).at(-1);
  if (!value || name === null) return value ?? null;
  return { type: "entry", key: name.text(), spread: false, value, ...place(node) };
};

export const subscript: Shape = (node, { place, one }) => {
  const [base, , key] = node.children();
  const object = one(base ?? null);
  const kind = String(key?.kind());
  const index = one(key ?? null);
  // Inside a text `$row[name]` has a bare key.
  const literal = kind === "name" ? (key?.text() ?? "") : index.type === "text" ? index.value : null;
  if (literal !== null) return { type: "member", object, property: literal, ...place(node) };
  return { type: "index", object, index, ...place(node) };
};

export const concatenated: Shape = (node, lowering) => {
  const lowered = shape.binary("left", "right")(node, lowering);
  return lowered?.type === "binary" && lowered.operator === "." ? { ...lowered, operator: "+" } : lowered;
};

/** A declaration whose parts are a name and, after `=`, a value. */
export const declared: Shape = (node, { place, one }) => {
  const children = node.children();
  const equals = children.findIndex((child) => child.kind() === "=");
  const [name] = children;
  if (equals < 0 || !name) return null;
  return {
    type: "assign",
    target: one(name),
    value: one(children[equals + 1] ?? null),
    augmented: false,
    ...place(node),
  };
};

/** The fields of one declaration, with their type where one is named. */
export const properties: Shape = (node, { place, one, children }) => {
  const type = node.field("type");
  const fields = kidsOf(node, "property_element").flatMap((element): SyntaxNode[] => {
    const name = one(element.field("name") ?? element.children()[0] ?? null);
    const lowered = one(element);
    const nothing: SyntaxNode = { type: "group", children: [], ...place(element) };
    const value = lowered.type === "assign" ? lowered.value : nothing;
    if (type === null) return lowered.type === "assign" ? [lowered] : [];
    return [{ type: "assign", target: name, value, augmented: false, annotation: one(type), ...place(element) }];
  });
  return fields.length === 0
    ? { type: "group", children: children(node), ...place(node) }
    : { type: "group", children: fields, ...place(node) };
};

/** An array is an object when it has keys, and a list when it has none. */
export const array: Shape = (node, lowering) => {
  const elements = kidsOf(node, "array_element_initializer");
  return elements.some(hasKey) ? shape.object(node, lowering) : shape.list(node, lowering);
};

function hasKey(element: SgNode): boolean {
  return element.children().some((child) => child.kind() === "=>");
}

export const element: Shape = (node, { place, one, maybe }) => {
  const children = node.children();
  if (!hasKey(node)) return maybe(children[0] ?? null);
  return {
    type: "entry",
    key: keyText(one(children[0] ?? null)),
    spread: false,
    value: one(children[2] ?? null),
    ...place(node),
  };
};

function keyText(node: SyntaxNode): string | null {
  if (node.type === "text") return node.value;
  if (node.type === "name" && node.fixed) return node.name;
  if (node.type === "member") return node.property;
  return node.type === "literal" ? node.text : null;
}

/** `[$a, $b]` and `['key' => $a]` on the left of an assignment. */
export const pattern: Shape = (node, { place, one, children }) => {
  const parts = node.children();
  if (!parts.some((child) => child.kind() === "=>")) return { type: "list", items: children(node), ...place(node) };
  const entries = parts.flatMap((child, index) => {
    const value = parts[index + 2];
    if (parts[index + 1]?.kind() !== "=>" || !value) return [];
    return [{ type: "entry" as const, key: keyText(one(child)), spread: false, value: one(value), ...place(child) }];
  });
  return { type: "object", entries, ...place(node) };
};

/** Functions and classes carry their attributes inside. */
export function attributed(inner: Shape): Shape {
  return (node, lowering) => {
    const lowered = inner(node, lowering);
    if (lowered?.type !== "function" && lowered?.type !== "class") return lowered;
    const lists = kidsOf(node, "attribute_list").flatMap((list) => kidsOf(list, "attribute_group"));
    return { ...lowered, decorators: lists.flatMap((group) => lowering.children(group)) };
  };
}

/** `#[Route("/x")]` and `#[Required]` are calls of their class. */
export const attribute: Shape = (node, { place, one, children }) => {
  const [name] = node.children();
  const given = kidsOf(node, "arguments")[0];
  return { ...shape.callOf(one(name ?? null), given ? children(given) : [], place(node)) };
};

export const classed: Shape = (node, { place, one, children }) => {
  const heritage = [...kidsOf(node, "base_clause"), ...kidsOf(node, "class_interface_clause")];
  const bases = heritage.flatMap((clause) => children(clause));
  const name = node.field("name")?.text() ?? null;
  return { type: "class", name, bases, body: one(node.field("body")), decorators: [], ...place(node) };
};

/** A method, with what its modifiers say about who may call it. */
export function method(func: Shape): Shape {
  return (node, lowering) => {
    const lowered = func(node, lowering);
    const isHidden = node
      .children()
      .some((child) => child.kind() === "visibility_modifier" && child.text() !== "public");
    return lowered?.type === "function" && isHidden ? { ...lowered, hidden: true } : lowered;
  };
}

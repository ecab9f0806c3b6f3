import type { SgNode } from "@ast-grep/napi";
import { decorated } from "../syntax/decorated.ts";
import type { Lowering, Shape } from "../syntax/grammar.ts";
import { callOf } from "../syntax/shapes.ts";
import type { ImportNode, ParameterNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { argumentsIn } from "./rust-macros.ts";

const FOR_TESTS = /^#\[\s*(?:cfg\(\s*(?:all\(\s*)?test\b|(?:\w+::)*(?:test|rstest|bench|test_case|quickcheck)\b)/u;
const FILE_FOR_TESTS = /^#!\[\s*cfg\(\s*test\s*\)/u;

/** What stands in a file or block, without what is compiled for tests only. */
export const items: Shape = (node, lowering) => {
  const children: SyntaxNode[] = [];
  let above: SgNode[] = [];
  for (const child of node.children()) {
    const kind = String(child.kind());
    if (kind === "inner_attribute_item" && FILE_FOR_TESTS.test(child.text())) return null;
    if (kind === "attribute_item") above.push(child);
    if (kind === "attribute_item" || !child.isNamed() || kind.endsWith("comment")) continue;
    const lowered = above.some((one) => FOR_TESTS.test(one.text())) ? null : lowering.maybe(child);
    const attributes = above.flatMap((one) => lowering.children(one));
    if (lowered !== null) children.push(decorated(lowered, attributes));
    above = [];
  }
  return { type: "group", children, ...lowering.place(node) };
};

/** `#[get("/invoices")]` is a call of its name; `#[async_trait]` is the name alone. */
export const attribute: Shape = (node, lowering) => {
  const [path] = node.children();
  const given = node.field("arguments");
  const name = lowering.one(path ?? null);
  return given === null ? name : callOf(name, argumentsIn(given, lowering), lowering.place(node));
};

type Names = ImportNode["names"][number] & { readonly module: string };

/** `use a::{b, c::{self, D as E}, f::*};`. */
export const imported: Shape = (node, { place }) => {
  const at = place(node);
  const whole = node.getRoot().root();
  const isModule = (name: string) => /^[a-z]/u.test(name) && whole.text().includes(`${name}::`);
  const children = importsIn(node.field("argument"), [], isModule).map(({ module, ...names }): SyntaxNode => {
    return { type: "import", module, names: [names], ...at };
  });
  return { type: "group", children, ...at };
};

function importsIn(node: SgNode | null, before: readonly string[], isModule: (name: string) => boolean): Names[] {
  if (node === null) return [];
  const kind = node.kind();
  if (kind === "use_list")
    return node.children().flatMap((child) => (child.isNamed() ? importsIn(child, before, isModule) : []));
  const path = node.field("path");
  if (kind === "scoped_use_list") return importsIn(node.field("list"), [...before, ...wordsOf(path)], isModule);
  if (kind === "use_as_clause") return nameIn([...before, ...wordsOf(path)], node.field("alias")?.text(), isModule);
  if (kind !== "use_wildcard") return nameIn([...before, ...wordsOf(node)], undefined, isModule);
  const module = [...before, ...wordsOf(node.children()[0] ?? null)].join(".");
  return [{ module, local: `* ${module}`, imported: "*" }];
}

function nameIn(path: readonly string[], alias: string | undefined, isModule: (name: string) => boolean): Names[] {
  const words = path.at(-1) === "self" ? path.slice(0, -1) : path;
  const name = words.at(-1) ?? "";
  const local = alias ?? name;
  if (words !== path || isModule(local)) return [{ module: words.join("."), local, imported: "*" }];
  return [{ module: words.slice(0, -1).join("."), local, imported: name }];
}

function wordsOf(node: SgNode | null): string[] {
  return (node?.text() ?? "").split("::").filter((word) => word !== "");
}

/** `mod users;` names a file; a module with a body is what it holds. */
export const module: Shape = (node, { place, one }) => {
  const body = node.field("body");
  const name = node.field("name")?.text() ?? "";
  if (body !== null) return one(body);
  return { type: "import", module: name, names: [{ local: name, imported: "*" }], ...place(node) };
};

export const func: Shape = (node, lowering) => {
  const given = node.field("parameters");
  return {
    type: "function",
    name: node.field("name")?.text() ?? null,
    parameters: given === null ? [] : lowering.children(given).map(toParameter),
    body: lowering.one(node.field("body")),
    decorators: [],
    ...lowering.place(node),
  };
};

export const parameter: Shape = (node, { place, one, maybe }): ParameterNode => ({
  type: "parameter",
  pattern: one(node.field("pattern")),
  initial: null,
  annotation: maybe(node.field("type")),
  decorators: [],
  ...place(node),
});

function toParameter(pattern: SyntaxNode): ParameterNode {
  if (pattern.type === "parameter") return pattern;
  const { startLine, endLine, offset } = pattern;
  return { type: "parameter", pattern, initial: null, annotation: null, decorators: [], startLine, endLine, offset };
}

/** Structs and traits. */
export const classed: Shape = (node, lowering) => classOf(node, node.field("name"), [], lowering);

/** An enum is one of a few known words, unless its variants hold something. */
export const choice: Shape = (node, { place }) => {
  const at = place(node);
  const variants = node.field("body")?.children() ?? [];
  if (variants.some((variant) => variant.kind() === "enum_variant" && variant.field("body") !== null)) return null;
  const bases: SyntaxNode[] = [{ type: "name", name: "Enum", ...at }];
  const body: SyntaxNode = { type: "group", children: [], ...at };
  return { type: "class", name: node.field("name")?.text() ?? null, bases, body, decorators: [], ...at };
};

/** `impl Trait for Type`: the methods belong to the type. */
export const implemented: Shape = (node, lowering) => {
  const trait = node.field("trait");
  return classOf(node, node.field("type"), trait === null ? [] : [lowering.one(trait)], lowering);
};

function classOf(node: SgNode, name: SgNode | null, ...[bases, lowering]: [SyntaxNode[], Lowering]): SyntaxNode {
  const text = plainType(name?.text() ?? "");
  const body = lowering.one(node.field("body"));
  return { type: "class", name: text.replace(/<[\s\S]*$/u, ""), bases, body, decorators: [], ...lowering.place(node) };
}

export const field: Shape = (node, { place, one }) => {
  const at = place(node);
  const target: SyntaxNode = { type: "name", name: node.field("name")?.text() ?? "", ...at };
  const value: SyntaxNode = { type: "group", children: [], ...at };
  return { type: "assign", target, value, augmented: false, annotation: one(node.field("type")), ...at };
};

export const constant: Shape = (node, { place, one }) => {
  const value = node.field("value");
  if (value === null) return null;
  return { type: "assign", target: one(node.field("name")), value: one(value), augmented: false, ...place(node) };
};

const NUMBER = /^(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|Uuid)$/u;

/** `let id: u32 = text.parse()?;` converts; `let Some(x) = y else { … };` may leave. */
export const declared: Shape = (node, { place, one, maybe }) => {
  const given = node.field("value");
  if (given === null) return null;
  const at = place(node);
  const type = maybe(node.field("type"));
  const isNumber = type?.type === "name" && NUMBER.test(type.name);
  const value = isNumber
    ? callOf({ type: "member", object: type, property: "from", ...at }, [one(given)], at)
    : one(given);
  const target = one(node.field("pattern"));
  const assign: SyntaxNode = {
    type: "assign",
    target,
    value,
    augmented: false,
    ...(type ? { annotation: type } : {}),
    ...at,
  };
  const otherwise = node.field("alternative");
  if (otherwise === null) return assign;
  const condition: SyntaxNode = { type: "not", operand: assign, ...at };
  return { type: "if", condition, consequence: one(otherwise), alternative: null, ...at };
};

/** `let Some(user) = found` as a condition. */
export const tested: Shape = (node, { place, one }) => ({
  type: "assign",
  target: one(node.field("pattern")),
  value: one(node.field("value")),
  augmented: false,
  ...place(node),
});

/** A type as it is written, without where it stands and how long it lives. */
export const typeName: Shape = (node, { place }) => ({ type: "name", name: plainType(node.text()), ...place(node) });

function plainType(text: string): string {
  return text.replaceAll(/\w+::|'\w+\s?|&|\bmut\s|\bdyn\s/gu, "").trim();
}

/** `StatusCode::FORBIDDEN`; what is found below `Self` is found on the object itself. */
export const scoped: Shape = (node, { place, one }) => {
  const at = place(node);
  const path = node.field("path");
  const property = node.field("name")?.text() ?? "";
  if (path === null) return { type: "name", name: property, ...at };
  const isOwn = path.text() === "Self";
  return { type: "member", object: isOwn ? { type: "name", name: "self", ...at } : one(path), property, ...at };
};

export const indexed: Shape = (node, { place, one }) => {
  const [object, index] = node.children().filter((child) => child.isNamed());
  const key = one(index ?? null);
  const base = one(object ?? null);
  if (key.type === "text") return { type: "member", object: base, property: key.value, ...place(node) };
  return { type: "index", object: base, index: key, ...place(node) };
};

/** Methods that give what they are called on, in another form. */
const SAME =
  /^(?:unwrap|expect|clone|cloned|to_string|to_owned|into|as_str|as_ref|as_mut|as_deref|as_bytes|as_path|into_inner|into_owned|into_string|unwrap_or_default|to_path_buf|ok|borrow|await)$/u;

/** A call; one that takes types only is given them. */
export const called: Shape = (node, lowering) => {
  const { place, one, children } = lowering;
  const target = node.field("function");
  const given = node.field("arguments");
  const values = given === null ? [] : children(given);
  const callee = one(target);
  if (callee.type === "member" && SAME.test(callee.property) && values.every(({ type }) => type === "text"))
    return callee.object;
  const types = target?.field("type_arguments") ?? null;
  const call = callOf(callee, values.length === 0 && types !== null ? children(types) : values, place(node));
  return isLastRefusal(node, callee) ? { type: "exit", how: "return", value: call, ...place(node) } : call;
};

/** `Err(StatusCode::FORBIDDEN)` as the last word of a block. */
function isLastRefusal(node: SgNode, callee: SyntaxNode): boolean {
  return callee.type === "name" && callee.name === "Err" && node.parent()?.kind() === "block";
}

/** `Invoice { id, ..base }` is an object. */
export const built: Shape = (node, { place, children }) => {
  const body = node.field("body");
  const entries = body === null ? [] : children(body).filter((child) => child.type === "entry");
  return { type: "object", entries, ...place(node) };
};

export const cast: Shape = (node, { one }) => one(node.field("value"));

export const negated: Shape = (node, { place, one }) => {
  const [operator, operand] = node.children();
  const value = one(operand ?? null);
  return operator?.text() === "!" ? { type: "not", operand: value, ...place(node) } : value;
};

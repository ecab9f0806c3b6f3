import type { SgNode } from "@ast-grep/napi";
import type { Lowering, Shape } from "../syntax/grammar.ts";
import { callOf, joined } from "../syntax/shapes.ts";
import type { ParameterNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { constructorFields } from "./constructor-fields.ts";

function child(node: SgNode | null, ...kinds: string[]): SgNode | null {
  return node?.children().find((one) => kinds.includes(String(one.kind()))) ?? null;
}

/** What a node holds, without punctuation and modifiers. */
function parts(node: SgNode): SgNode[] {
  return node.children().filter((one) => one.isNamed() && !/modifier|comment/u.test(String(one.kind())));
}

/** `@GetMapping("/invoices")` is a call of its name; `@Valid` is the name alone. */
export const annotation: Shape = (node, { place, children, one }) => {
  const made = child(node, "constructor_invocation");
  const type = child(made ?? node, "user_type");
  const name = one(type);
  const given = child(made, "value_arguments");
  return given === null ? name : callOf(name, children(given), place(node));
};

function annotationsOf(holder: SgNode | null, { one }: Lowering): SyntaxNode[] {
  if (holder === null) return [];
  return holder.children().flatMap((inner) => (inner.kind() === "annotation" ? [one(inner)] : []));
}

/** Declarations of a file; annotations above a class may be read as an expression of their own. */
export const file: Shape = (node, lowering) => {
  const children: SyntaxNode[] = [];
  let above: SyntaxNode[] = [];
  for (const inner of node.children()) {
    const annotations = inner.kind() === "prefix_expression" ? annotationsAbove(inner, lowering) : [];
    if (annotations.length > 0) {
      above = annotations;
      continue;
    }
    const lowered = lowering.maybe(inner);
    if (lowered === null) continue;
    const isAble = lowered.type === "class" || lowered.type === "function";
    children.push(isAble ? { ...lowered, decorators: [...above, ...lowered.decorators] } : lowered);
    above = [];
  }
  return { type: "group", children, ...lowering.place(node) };
};

function annotationsAbove(node: SgNode, lowering: Lowering): SyntaxNode[] {
  const own = child(node, "annotation");
  if (own === null) return [];
  const rest = child(node, "prefix_expression");
  const given = child(node, "parenthesized_expression");
  const name = lowering.one(own);
  const isCall = given !== null && name.type === "name";
  const first = isCall ? callOf(name, lowering.children(given), lowering.place(node)) : name;
  return [first, ...(rest === null ? [] : annotationsAbove(rest, lowering))];
}

export const imported: Shape = (node, { place }) => {
  const path = child(node, "identifier")?.text() ?? "";
  const isWhole = child(node, "wildcard_import") !== null;
  const module = isWhole ? path : path.slice(0, Math.max(0, path.lastIndexOf(".")));
  const name = path.slice(path.lastIndexOf(".") + 1);
  const local = child(node, "import_alias")?.children().at(-1)?.text() ?? name;
  const names = isWhole ? [{ local: `* ${path}`, imported: "*" }] : [{ local, imported: name }];
  return { type: "import", module, names, ...place(node) };
};

/** `a.b`, `a?.b` and `A::b`. */
export const navigated: Shape = (node, { place, one }) => {
  const [object] = parts(node);
  const property = child(node, "navigation_suffix")?.children().at(-1)?.text() ?? "";
  return { type: "member", object: one(object ?? null), property, ...place(node) };
};

/** A call with what stands in parentheses and the block behind them; calls of classes make instances. */
export const called: Shape = (node, lowering) => {
  const [callee] = parts(node);
  const suffix = child(node, "call_suffix");
  const given = child(suffix, "value_arguments");
  const values = [given, child(suffix, "annotated_lambda")].flatMap((one) => (one ? lowering.children(one) : []));
  const target = lowering.one(callee ?? null);
  const call = callOf(target, values, lowering.place(node));
  const isDoubled = target.type === "call" && given === null && callee?.kind() === "call_expression";
  if (isDoubled) return { ...target, endLine: call.endLine, arguments: [...target.arguments, ...call.arguments] };
  const construct = target.type === "name" && /^[A-Z]/u.test(target.name);
  return { ...call, construct };
};

export const argument: Shape = (node, { place, one }) => {
  const [first, second] = parts(node);
  if (first === undefined || second === undefined) return first === undefined ? null : one(first);
  return { type: "entry", key: first.text(), spread: false, value: one(second), ...place(node) };
};

export const indexed: Shape = (node, { place, one, children }) => {
  const [object] = parts(node);
  const suffix = child(node, "indexing_suffix");
  const [key] = suffix === null ? [] : children(suffix);
  const base = one(object ?? null);
  if (key?.type === "text") return { type: "member", object: base, property: key.value, ...place(node) };
  return key ? { type: "index", object: base, index: key, ...place(node) } : base;
};

/** A text with what is filled in: `"$id"` and `"${id.trim()}"`. */
export const text: Shape = (node, { place, one, children }) => {
  const filled = node.children().flatMap((inner): SyntaxNode[] => {
    const at = place(inner);
    if (inner.kind() === "string_content") return [{ type: "text", value: inner.text(), ...at }];
    if (inner.kind() === "interpolated_identifier") return [{ type: "name", name: inner.text(), ...at }];
    return inner.kind() === "interpolated_expression" ? [children(inner)[0] ?? one(inner)] : [];
  });
  return joined(filled, place(node));
};

export const property: Shape = (node, { place, one }) => {
  const declared = child(node, "variable_declaration", "multi_variable_declaration");
  const type = child(declared, "user_type", "nullable_type");
  const value = parts(node).find(
    (inner) => !/declaration|binding_pattern|getter|setter|type/u.test(String(inner.kind())),
  );
  if (declared === null || (value === undefined && type === null)) return null;
  const at = place(node);
  const target = one(declared.kind() === "variable_declaration" ? child(declared, "simple_identifier") : declared);
  const nothing: SyntaxNode = { type: "group", children: [], ...at };
  const assign = { type: "assign", target, value: value ? one(value) : nothing, augmented: false, ...at } as const;
  return type === null ? assign : { ...assign, annotation: one(type) };
};

export const assigned: Shape = (node, { place, one }) => {
  const [target, value] = parts(node);
  return {
    type: "assign",
    target: one(target ?? null),
    value: one(value ?? null),
    augmented: !node.children().some((inner) => inner.kind() === "="),
    ...place(node),
  };
};

/** The parameters of a function: annotations stand beside what they are about. */
function parametersOf(node: SgNode | null, lowering: Lowering): ParameterNode[] {
  const found: ParameterNode[] = [];
  let above: SyntaxNode[] = [];
  for (const inner of node?.children() ?? []) {
    if (inner.kind() === "parameter_modifiers") above = annotationsOf(inner, lowering);
    if (inner.kind() !== "parameter" && inner.kind() !== "class_parameter") continue;
    found.push(parameterOf(inner, [...above, ...annotationsOf(child(inner, "modifiers"), lowering)], lowering));
    above = [];
  }
  return found;
}

function parameterOf(node: SgNode, decorators: readonly SyntaxNode[], { place, one, maybe }: Lowering): ParameterNode {
  return {
    type: "parameter",
    pattern: one(child(node, "simple_identifier")),
    initial: null,
    annotation: maybe(child(node, "user_type", "nullable_type")),
    decorators,
    ...place(node),
  };
}

export const func: Shape = (node, lowering) => {
  const body = child(node, "function_body");
  if (body === null) return null;
  return {
    type: "function",
    name: child(node, "simple_identifier")?.text() ?? null,
    parameters: parametersOf(child(node, "function_value_parameters"), lowering),
    body: lowering.one(body),
    decorators: annotationsOf(child(node, "modifiers"), lowering),
    ...lowering.place(node),
  };
};

/** A block; without parameters it gets `it`. */
export const lambda: Shape = (node, { place, one, children }) => {
  const at = place(node);
  const given = child(node, "lambda_parameters");
  const patterns: SyntaxNode[] = given === null ? [{ type: "name", name: "it", ...at }] : children(given);
  const parameters = patterns.map((pattern): ParameterNode => {
    return { type: "parameter", pattern, initial: null, annotation: null, decorators: [], ...at };
  });
  return { type: "function", name: null, parameters, body: one(child(node, "statements")), decorators: [], ...at };
};

/** Classes, interfaces and objects; what the constructor takes are fields. */
export const classed: Shape = (node, lowering) => {
  const at = lowering.place(node);
  const constructor = parametersOf(child(node, "primary_constructor"), lowering);
  const fields = constructorFields(constructor, at);
  const bases = node.children().filter((one) => one.kind() === "delegation_specifier");
  const body = lowering.maybe(child(node, "class_body", "enum_class_body"));
  return {
    type: "class",
    name: child(node, "type_identifier")?.text() ?? null,
    bases: bases.flatMap((one) => lowering.children(one)),
    body: { type: "group", children: [...fields, ...(body === null ? [] : [body])], ...at },
    decorators: annotationsOf(child(node, "modifiers"), lowering),
    ...at,
  };
};

/** `if`, also as a value. */
export const conditional: Shape = (node, { place, one, maybe }) => {
  const [condition, consequence, alternative] = parts(node);
  return {
    type: "if",
    condition: one(condition ?? null),
    consequence: one(consequence ?? null),
    alternative: maybe(alternative ?? null),
    ...place(node),
  };
};

export const looped: Shape = (node, { place, one, maybe }) => {
  const [variable, iterable, body] = parts(node);
  const at = place(node);
  const assign: SyntaxNode = {
    type: "assign",
    target: one(variable ?? null),
    value: one(iterable ?? null),
    augmented: false,
    ...at,
  };
  const inside = maybe(body ?? null);
  return { type: "branch", children: inside ? [assign, inside] : [assign], caught: null, ...at };
};

export const caught: Shape = (node, { place, maybe }) => {
  const body = maybe(child(node, "statements"));
  const variable = child(node, "simple_identifier")?.text() ?? null;
  return { type: "branch", children: body ? [body] : [], caught: variable, ...place(node) };
};

/** `return x`, `throw x`; `break` and `continue` go nowhere that matters. */
export const jumped: Shape = (node, { place, maybe }) => {
  const word = node.text().slice(0, 6);
  if (!/^(?:return|throw)/u.test(word)) return null;
  const [value] = parts(node);
  return { type: "exit", how: word === "return" ? "return" : "throw", value: maybe(value ?? null), ...place(node) };
};

export const negated: Shape = (node, { place, one }) => {
  const operand = one(parts(node).at(-1) ?? null);
  return node.text().startsWith("!") ? { type: "not", operand, ...place(node) } : operand;
};

/** Two operands with what stands between them. */
export const binary: Shape = (node, { place, one }) => {
  const [left, right] = parts(node);
  const operator = node
    .children()
    .find((inner) => inner.range().start.index > (left?.range().end.index ?? 0) - 1 && !inner.isNamed());
  return {
    type: "binary",
    operator: operator?.text() ?? "",
    left: one(left ?? null),
    right: one(right ?? null),
    ...place(node),
  };
};

import type { SgNode } from "@ast-grep/napi";
import type { Lowering, Shape } from "../syntax/grammar.ts";
import * as shape from "../syntax/shapes.ts";
import { lastName } from "../syntax/walk.ts";
import type { FunctionNode, IfNode, MemberNode, NameNode, Place, SyntaxNode } from "../syntax/syntax-node.ts";

const TEXT_PARTS = ["string_content", "escape_sequence"];

/** A string, symbol or pattern, with what is put into it. */
export const text: Shape = shape.template(TEXT_PARTS, "interpolation");

/** `:name`, and `name:` as a key. */
export const symbol: Shape = (node, { place }) => ({
  type: "text",
  value: node.text().replaceAll(/^:|:$/gu, ""),
  ...place(node),
});

/** Backticks run their text. */
export const subshell: Shape = (node, lowering) => {
  const command = text(node, lowering);
  const at = lowering.place(node);
  return command && callOf({ type: "name", name: "system", ...at }, [command], at);
};

/** How far from its beginning the text of a heredoc is looked for. */
const MAX_STEPS = 8;

/** The text of a heredoc stands behind the statement that it begins in. */
export const heredoc: Shape = (node, lowering) => {
  const body = bodyOf(node);
  const content = body ? shape.template(["heredoc_content", "escape_sequence"], "interpolation")(body, lowering) : null;
  return content && { ...content, ...lowering.place(node) };
};

function bodyOf(beginning: SgNode): SgNode | null {
  const tag = beginning.text().replaceAll(/^<<[-~]?|["'`]/gu, "");
  let outer: SgNode | null = beginning;
  for (let height = 0; outer !== null && height < MAX_STEPS; height += 1) {
    let next: SgNode | null = outer.next();
    for (let step = 0; next !== null && step < MAX_STEPS; step += 1) {
      if (next.kind() === "heredoc_body" && next.children().at(-1)?.text() === tag) return next;
      next = next.next();
    }
    outer = outer.parent();
  }
  return null;
}

/** `Net::HTTP` reads like a member. */
export const scoped: Shape = (node, { place, one }) => {
  const scope = node.field("scope");
  const name = node.field("name")?.text() ?? "";
  return scope === null
    ? { type: "name", name, ...place(node) }
    : { type: "member", object: one(scope), property: name, ...place(node) };
};

/** Methods that act without being given anything; others are read like fields. */
const ACTS =
  /[!?]$|^(?:new|destroy|destroy_all|delete|delete_all|save|all|first|last|take|html_safe|constantize|safe_constantize|read|call|open|to_i|to_f|to_d|to_date|to_time|count|parameterize|shellescape|deliver\w*|hexdigest|to_unsafe_h|to_query)$/u;

const PRESENT = /^(?:present\?|itself|presence|to_s|strip)$/u;
const ABSENT = /^(?:nil\?|blank\?)$/u;
const RAISES = /^(?:raise|fail|throw)$/u;
const VISIBILITY = /^(?:private|protected|public|private_class_method|module_function)$/u;

/** A call with a receiver and nothing else reads a field, unless it is known to act. */
export const call: Shape = (node, lowering) => {
  const receiver = node.field("receiver");
  const values = argumentsOf(node, lowering);
  const name = node.field("method")?.text() ?? "call";
  const at = lowering.place(node);
  if (receiver === null) return alone({ type: "name", name, ...at }, values, at);
  const callee: MemberNode = { type: "member", object: lowering.one(receiver), property: name, ...at };
  const isGiven = values.length > 0 || node.field("arguments") !== null;
  return isGiven ? callOf(callee, values, at) : read(callee, at);
};

function read(callee: MemberNode, at: Place): SyntaxNode {
  const { object, property } = callee;
  if (PRESENT.test(property)) return object;
  if (ABSENT.test(property)) return { type: "not", operand: object, ...at };
  return ACTS.test(property) ? callOf(callee, [], at) : callee;
}

function alone(callee: NameNode, values: readonly SyntaxNode[], at: Place): SyntaxNode {
  if (VISIBILITY.test(callee.name)) return marked(callee, values, at);
  return RAISES.test(callee.name)
    ? { type: "exit", how: "throw", value: values[0] ?? null, ...at }
    : callOf(callee, values, at);
}

function argumentsOf(node: SgNode, lowering: Lowering): SyntaxNode[] {
  const given = node.field("arguments");
  const block = node.field("block");
  return [...(given ? lowering.children(given) : []), ...(block ? [lowering.one(block)] : [])];
}

/** `private def name … end` is the mark and the method, side by side. */
function marked(callee: SyntaxNode, values: readonly SyntaxNode[], at: Place): SyntaxNode {
  const methods = values.filter((value) => value.type === "function");
  const names = values.map((value): SyntaxNode => {
    return value.type === "function" ? { ...at, type: "text", value: value.name ?? "" } : value;
  });
  return { type: "group", children: [...methods, callOf(callee, names, at)], ...at };
}

function callOf(callee: SyntaxNode, values: readonly SyntaxNode[], at: Place): SyntaxNode {
  const given = values.map((value) =>
    value.type === "entry"
      ? { name: value.key, spread: value.spread, value: value.value }
      : { name: null, spread: false, value },
  );
  const isNew = callee.type === "member" && callee.property === "new";
  return { type: "call", callee, arguments: given, construct: isNew, tagged: false, ...at };
}

/** `Dir["*.rb"]` lists like `Dir.glob`. */
function listed(object: SyntaxNode, patterns: readonly SyntaxNode[], at: Place): SyntaxNode {
  return callOf({ type: "member", object, property: "glob", ...at }, patterns, at);
}

/** `params[:id]` reads like a member. */
export const element: Shape = (node, { place, one, children }) => {
  const object = one(node.field("object"));
  const [, ...keys] = children(node);
  const [key] = keys;
  if (object?.type === "name" && object.name === "Dir") return listed(object, keys, place(node));
  if (key?.type === "text" && keys.length === 1) {
    return { type: "member", object, property: key.value, ...place(node) };
  }
  const index: SyntaxNode = key && keys.length === 1 ? key : { type: "list", items: keys, ...place(node) };
  return { type: "index", object, index, ...place(node) };
};

export const unary: Shape = (node, { place, one }) => {
  const operand = one(node.field("operand"));
  const operator = node.field("operator")?.text() ?? "";
  return operator === "!" || operator === "not" ? { type: "not", operand, ...place(node) } : operand;
};

/** `x ||= y` gives a value to what has none; other operators add to what was there. */
export const operatorAssigned: Shape = (node, lowering) => {
  // A default for a part of a request leaves what may have come from outside.
  const isFallback = /^(?:string|symbol|integer|float|true|false|nil|simple_symbol)$/u.test(
    String(node.field("right")?.kind()),
  );
  const isPart = node.field("left")?.kind() === "element_reference";
  const augmented = node.field("operator")?.text() !== "||=" || (isPart && isFallback);
  return shape.assigned("left", "right", augmented)(node, lowering);
};

/** `key: value`, `"key" => value`, and `name:` for `name: name`. */
export const pair: Shape = (node, { place, one }) => {
  const key = one(node.field("key"));
  const at = place(node);
  const name = key.type === "text" ? key.value : null;
  const written = node.field("value");
  const value: SyntaxNode = written ? one(written) : { ...at, type: "name", name: name ?? "" };
  return { type: "entry", key: name, spread: false, value, ...at };
};

export const parameter: Shape = (node, { place, one, maybe }) => ({
  type: "parameter",
  pattern: one(node.field("name")),
  initial: maybe(node.field("value")),
  annotation: null,
  decorators: [],
  ...place(node),
});

function functionOf(node: SgNode, lowering: Lowering): FunctionNode {
  const given = node.field("parameters");
  const patterns = given ? lowering.children(given) : [];
  const at = lowering.place(node);
  return {
    type: "function",
    name: node.field("name")?.text() ?? null,
    parameters: patterns.map((pattern) =>
      pattern.type === "parameter"
        ? pattern
        : { ...at, type: "parameter", pattern, initial: null, annotation: null, decorators: [] },
    ),
    body: lowering.one(node.field("body")),
    decorators: [],
    ...at,
  };
}

export const method: Shape = functionOf;

/** A method of the class itself and not of its objects. */
export const singletonMethod: Shape = (node, lowering) => ({
  ...functionOf(node, lowering),
  hidden: true,
  ofClass: true,
});

/** A block; what is written `-> { }` holds another one. */
export const block: Shape = (node, lowering) => {
  const inner = functionOf(node, lowering);
  return inner.body.type === "function" ? { ...inner, body: inner.body.body } : inner;
};

/** Classes and modules; the name is without the modules around it. */
export const classed: Shape = (node, { place, one, maybe }) => {
  const base = maybe(node.field("superclass"));
  const name = node.field("name")?.text() ?? null;
  return {
    type: "class",
    name: name?.split("::").at(-1) ?? null,
    bases: base === null ? [] : [base],
    body: one(node.field("body")),
    decorators: [],
    ...place(node),
  };
};

/** A name that stands alone calls a method, unless it is the variable that a function gives back. */
export const statements: Shape = (node, { place, children }) => {
  const lowered = children(node);
  const isBody = node.kind() === "body_statement" || node.kind() === "block_body";
  const called = lowered.map((child, index) =>
    isBody && index === lowered.length - 1 && isVariable(child, node) ? child : asStatement(child),
  );
  return { type: "group", children: called, ...place(node) };
};

/** True for a name that the function has mentioned before. */
function isVariable(child: SyntaxNode, body: SgNode): boolean {
  if (child.type !== "name") return false;
  return (
    (body.parent() ?? body)
      .text()
      .split(/[^\w@?!]+/u)
      .filter((word) => word === child.name).length > 1
  );
}

const REFUSES = /redirect|render|^head$|deny|halt|forbid|unauthori[sz]ed|not_found|access|reject/u;

/** `allowed? || redirect_to(root_path)` is an `if` without the word. */
function asStatement(node: SyntaxNode): SyntaxNode {
  if (node.type !== "binary" || !/^(?:\|\||or)$/u.test(node.operator)) return asCall(node);
  const { startLine, endLine, offset, left } = node;
  const right = asCall(node.right);
  const refuses = right.type === "exit" || (right.type === "call" && REFUSES.test(lastName(right) ?? ""));
  if (!refuses) return node;
  const at = { startLine, endLine, offset };
  return { type: "if", condition: { type: "not", operand: left, ...at }, consequence: right, alternative: null, ...at };
}

function asCall(node: SyntaxNode): SyntaxNode {
  if (node.type !== "name" || !/^[a-z_]/u.test(node.name) || node.name === "self") return node;
  const { startLine, endLine, offset } = node;
  return callOf(node, [], { startLine, endLine, offset });
}

type Condition = "condition" | "not";

/** `unless` is `if not`. */
function conditionOf(node: SgNode, how: Condition, { one }: Lowering): SyntaxNode {
  const condition = one(node.field("condition"));
  if (how === "condition") return condition;
  const { startLine, endLine, offset } = condition;
  return { type: "not", operand: condition, startLine, endLine, offset };
}

export function conditional(how: Condition): Shape {
  return (node, lowering): IfNode => ({
    type: "if",
    condition: conditionOf(node, how, lowering),
    consequence: lowering.one(node.field("consequence")),
    alternative: lowering.maybe(node.field("alternative")),
    ...lowering.place(node),
  });
}

/** `return if condition`. */
export function modified(how: Condition): Shape {
  return (node, lowering): IfNode => ({
    type: "if",
    condition: conditionOf(node, how, lowering),
    consequence: asCall(lowering.one(node.field("body"))),
    alternative: null,
    ...lowering.place(node),
  });
}

export const rescued: Shape = (node, { place, children }) => {
  const variable = node.field("variable")?.children().at(-1)?.text() ?? null;
  return { type: "branch", children: children(node), caught: variable, ...place(node) };
};

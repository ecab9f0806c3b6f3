import type { SgNode } from "@ast-grep/napi";
import type { Lowering, Shape } from "../syntax/grammar.ts";
import { callOf, joined } from "../syntax/shapes.ts";
import type { EntryNode, MemberNode, Place, SyntaxNode } from "../syntax/syntax-node.ts";

const TEXTS = /^(?:format|format_args|concat)$/u;
const LEAVING = /^(?:panic|bail|unreachable|todo|unimplemented)$/u;
const FORMATTED = /^(?:e?print(?:ln)?|write(?:ln)?|trace|debug|info|warn|error|event|log|panic|bail|anyhow|ensure)$/u;

/** A call of a macro, whose name keeps its mark; `format!` is a text with what fills it and `vec!` a list. */
export const macro: Shape = (node, lowering) => {
  const path = node.field("macro");
  const name = (path?.text() ?? "").split("::").at(-1) ?? "";
  const given = node.children().find((child) => child.kind() === "token_tree");
  const values = given ? argumentsIn(given, lowering) : [];
  return expanded({ name, values, callee: lowering.one(path) }, lowering.place(node));
};

interface Invocation {
  readonly name: string;
  readonly values: readonly SyntaxNode[];
  readonly callee: SyntaxNode;
}

function expanded({ name, values, callee }: Invocation, at: Place): SyntaxNode | null {
  if (name === "vec") return { type: "list", items: values, ...at };
  if (TEXTS.test(name)) return withText(values)[0] ?? null;
  const call = callOf(marked(callee), FORMATTED.test(name) ? withText(values) : values, at);
  return LEAVING.test(name) ? { type: "exit", how: "throw", value: call, ...at } : call;
}

function marked(callee: SyntaxNode): SyntaxNode {
  if (callee.type === "member") return { ...callee, property: `${callee.property}!` };
  return callee.type === "name" ? { ...callee, name: `${callee.name}!` } : callee;
}

/** Fills the first text with what stands behind it. */
function withText(values: readonly SyntaxNode[]): SyntaxNode[] {
  const position = values.findIndex(({ type }) => type === "text");
  const text = values[position];
  if (text?.type !== "text") return [...values];
  return [...values.slice(0, position), filledText(text.value, values.slice(position + 1), text)];
}

const HOLE = /\{\{|\}\}|\{([^{}]*)\}/gu;

/** `"{} of {name}"` with its values, by position and by name. */
function filledText(format: string, values: readonly SyntaxNode[], { startLine, endLine, offset }: Place): SyntaxNode {
  const at = { startLine, endLine, offset };
  const keyed = values.filter((value): value is EntryNode & { type: "entry" } => value.type === "entry");
  const listed = values.filter(({ type }) => type !== "entry");
  const parts: SyntaxNode[] = [];
  let end = 0;
  let next = 0;
  for (const hole of format.matchAll(HOLE)) {
    const [written, content] = hole;
    parts.push({ type: "text", value: format.slice(end, hole.index), ...at });
    end = hole.index + written.length;
    const [name = ""] = (content ?? "").split(":");
    if (content === undefined) parts.push({ type: "text", value: written.charAt(0), ...at });
    else if (name === "") parts.push(...listed.slice(next, ++next));
    else if (/^\d/u.test(name)) parts.push(...listed.slice(Number(name), Number(name) + 1));
    else parts.push(keyed.find(({ key }) => key === name)?.value ?? { type: "name", name, ...at });
  }
  parts.push({ type: "text", value: format.slice(end), ...at });
  return joined(
    parts.filter((part) => part.type !== "text" || part.value !== ""),
    at,
  );
}

/** What stands between the commas of a macro's parentheses. */
export function argumentsIn(tree: SgNode, lowering: Lowering): SyntaxNode[] {
  const groups: SgNode[][] = [[]];
  for (const token of tree.children().slice(1, -1)) {
    if (token.text() === ",") groups.push([]);
    else groups.at(-1)?.push(token);
  }
  return groups.flatMap((tokens) => expressionIn(tokens, lowering) ?? []);
}

/** Tokens are no tree: names, members and calls are put together again, and everything else stands side by side. */
function expressionIn(tokens: readonly SgNode[], lowering: Lowering): SyntaxNode | null {
  const [first] = tokens;
  if (first === undefined) return null;
  const at = lowering.place(first);
  const sign = tokens.findIndex((token) => /^[=:]$/u.test(token.text()));
  if (sign > 0 && tokens.slice(0, sign).every(isOfKey)) {
    const value = expressionIn(tokens.slice(sign + 1), lowering);
    const key = tokens[sign - 1]?.text().replaceAll('"', "") ?? null;
    return value && { type: "entry", key, spread: false, value, ...at };
  }
  const found: SyntaxNode[] = [];
  for (const token of tokens) addToken(found, token, lowering);
  const operands = found.map((one) => (one.type === "member" && one.property === "" ? one.object : one));
  const [only] = operands;
  return only && operands.length === 1 ? only : { type: "group", children: operands, ...at };
}

/** `size = 3`, `"size": 3` and `http.request.size = 3`. */
function isOfKey(token: SgNode): boolean {
  return token.text() === "." || /identifier|string_literal/u.test(String(token.kind()));
}

const SKIPPED = /^(?:await|mut|as|ref|move|async|unwrap|clone)$/u;

function addToken(known: SyntaxNode[], token: SgNode, lowering: Lowering): void {
  const last = known.at(-1);
  const text = token.text();
  if (token.kind() === "token_tree") return addTree(known, token, lowering);
  if (/^(?:\.|::)$/u.test(text)) return last && replaceLast(known, awaiting(last, lowering.place(token)));
  if (!token.isNamed() && !/^[a-z]/iu.test(text)) return;
  if (last?.type === "member" && last.property === "") return replaceLast(known, completed(last, text));
  const lowered = lowering.maybe(token);
  if (lowered !== null) known.push(lowered);
}

function replaceLast(known: SyntaxNode[], node: SyntaxNode): void {
  known[known.length - 1] = node;
}

function completed(member: MemberNode & { type: "member" }, property: string): SyntaxNode {
  return SKIPPED.test(property) ? member.object : { ...member, property };
}

/** A dot waits for the name behind it. */
function awaiting(object: SyntaxNode, at: Place): MemberNode & { type: "member" } {
  return { type: "member", object, property: "", ...at };
}

function addTree(known: SyntaxNode[], tree: SgNode, lowering: Lowering): void {
  const last = known.at(-1);
  const at = lowering.place(tree);
  const values = argumentsIn(tree, lowering);
  const isCall = tree.text().startsWith("(") && (last?.type === "name" || last?.type === "member");
  if (last && isCall) replaceLast(known, callOf(last, values, at));
  else known.push({ type: "group", children: values, ...at });
}

import type { CallNode, FunctionNode, IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath, lastName } from "../syntax/walk.ts";
import { type Lookup, type Refusal, refusedWords } from "./block-lists.ts";
import type { Draft, Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { leaves } from "./guards.ts";
import { isStatementStart } from "./sql-text.ts";
import { functionCalled } from "./called-functions.ts";

/** What stands in front of a value and stops only what somebody thought of. */
export type Screening = "block_list" | "first_part" | "both";

/** A value that something incomplete has looked at. */
interface Screened {
  readonly path: string;
  readonly how: Screening;
}

/** Notes on the values of a flow which guards have screened them; called for every node after it has run. */
export function noteScreening(node: SyntaxNode, flow: Flow): void {
  if (node.type !== "if" && node.type !== "call") return;
  const found = node.type === "if" ? screenedBehind(node, flow.constants) : screenedInside(node, flow);
  for (const { path, how } of found) markScreened(path, how, flow);
}

/** Finds guards that decide by what is forbidden, or by the first part of a statement, where they look at input. */
export const recogniseScreening: Recognise = (node, flow) => {
  if (node.type === "call") return firstPartDraft(node, flow);
  if (node.type !== "if" || !refuses(node)) return [];
  const refusals = refusedWords(node.condition, flow.constants).filter(({ path }) => isInput(path, flow));
  const lists = refusals.map(({ list }) => incomplete("block_list", list, "it names what is forbidden, one by one"));
  const checks = refusals.length === 0 ? [] : [incomplete("block_list", node.condition, "what is not listed passes")];
  const first = leadingWordChecked(node.condition).some((path) => isInput(path, flow));
  return [...lists, ...checks, ...(first ? [firstPart(node.condition)] : [])];
};

function incomplete(name: string, at: SyntaxNode, reason: string): Draft {
  return { kind: "control", name, at, attributes: { effective: false, via: "inline", reason } };
}

function firstPart(at: SyntaxNode): Draft {
  return incomplete("statement_check", at, "only the first word or the top level is looked at");
}

function isInput(path: string, flow: Flow): boolean {
  const value = flow.variable(rootOf(path));
  return value !== null && ((value.source !== null && !value.own) || value.part !== null || value.model);
}

function rootOf(path: string): string {
  return path.split(".")[0] ?? path;
}

function markScreened(path: string, how: Screening, flow: Flow): void {
  const name = rootOf(path);
  const value = flow.variable(name);
  if (value === null || value.part !== null || (value.source === null && !value.model)) return;
  const guardedBy = value.guardedBy === null || value.guardedBy === how ? how : "both";
  flow.values.set(name, { ...value, guardedBy });
}

/** Code also leaves by passing on to what comes next, which is the opposite of a refusal. */
function refuses({ consequence }: IfNode): boolean {
  return leaves(consequence) && ![...descendants(consequence)].some(passesOn);
}

function passesOn(node: SyntaxNode): boolean {
  return node.type === "call" && PASSES_ON.test(lastName(node.callee) ?? "");
}

const PASSES_ON = /^(?:next|call_next|func|fn|f|view|view_func|handler|proceed|get_response)$/u;

function screenedBehind(node: IfNode, lookup: Lookup): Screened[] {
  if (!refuses(node)) return [];
  const refused = refusedWords(node.condition, lookup).map(({ path }: Refusal): Screened => ({
    path,
    how: "block_list",
  }));
  const first = leadingWordChecked(node.condition).map((path): Screened => ({ path, how: "first_part" }));
  return [...refused, ...first];
}

/** What a function of this file screens of what it is given, for the values of the caller. */
function screenedInside(node: CallNode, flow: Flow): Screened[] {
  const own = parsedOnly(node, flow);
  const called = functionCalled(node, flow)?.node;
  if (!called) return own;
  const parameters = called.parameters.filter(({ pattern }) => !/^(?:self|cls|this)$/u.test(lastName(pattern) ?? ""));
  const given = node.arguments.map(({ value }) => dottedPath(value));
  return screenedIn(called, flow).flatMap(({ path, how }) => {
    const index = parameters.findIndex(({ pattern }) => lastName(pattern) === rootOf(path));
    const argument = given[index];
    return argument === undefined || argument === null ? [] : [{ path: argument, how }];
  });
}

function screenedIn(called: FunctionNode, flow: Flow): Screened[] {
  const nodes = [...descendants(called.body)];
  const local = new Map(
    nodes.flatMap((one) => (one.type === "assign" && one.target.type === "name" ? [[one.target.name, one.value]] : [])),
  );
  const lookup: Lookup = { get: (name) => local.get(name) ?? flow.context.module.constants.get(name) };
  return nodes.flatMap((one) => {
    if (one.type === "if") return screenedBehind(one, lookup);
    return one.type === "call" ? parsedAtTop(one, called, flow) : [];
  });
}

/** Values of which only the first word is compared: `not query.upper().startswith("SELECT")`. */
function leadingWordChecked(condition: SyntaxNode): string[] {
  if (condition.type === "binary" && /^(?:\|\||or|&&|and)$/u.test(condition.operator)) {
    return [...leadingWordChecked(condition.left), ...leadingWordChecked(condition.right)];
  }
  const tested = condition.type === "not" ? condition.operand : condition;
  if (tested.type !== "call" || condition.type !== "not") return [];
  const receiver = tested.callee.type === "member" ? [tested.callee.object] : [];
  const parts = [...receiver, ...tested.arguments.map(({ value }) => value)];
  return parts.some(isStatementStart) ? parts.flatMap((part) => dottedPath(part) ?? []) : [];
}

const PARSERS =
  /^(?:sqlglot\.parse(?:_one)?|sqlparse\.parse|sqlparse\.split|.*\.astify|pgsql-parser\.parse|.*\.?parseStatement)$/u;
/** Methods that look into the parts of a statement. */
const LOOKS_DEEPER =
  /^(?:walk|find|find_all|flatten|traverse|visit|transform|bfs|dfs|get_sublists|iter_expressions|tableList|columnList|whiteListCheck|whitelistCheck)$/u;

/** A statement that is parsed to look at its type, and at nothing that it contains. */
function parsedOnly(node: CallNode, flow: Flow): Screened[] {
  const around = flow.symbol === null ? undefined : flow.context.functions.get(flow.symbol)?.node;
  return around ? parsedAtTop(node, around, flow) : [];
}

function parsedAtTop(node: CallNode, around: FunctionNode, flow: Flow): Screened[] {
  const path = dottedPath(node.arguments[0]?.value ?? node);
  if (path === null || !PARSERS.test(flow.canonical(node.callee) ?? "")) return [];
  return looksDeeper(around, flow) || typeCheck(node, around) === null ? [] : [{ path, how: "first_part" }];
}

/** True when a function, or one of the same file that it calls, goes through the parts of a statement. */
function looksDeeper(around: FunctionNode, { context }: Flow): boolean {
  const calls = [...descendants(around.body)].flatMap((one) =>
    one.type === "call" ? (lastName(one.callee) ?? []) : [],
  );
  const called = context.module.functions.filter(({ node }) => node !== around && calls.includes(node.name ?? ""));
  const inside = called.flatMap(({ node }) => [...descendants(node.body)]);
  return (
    calls.some((name) => LOOKS_DEEPER.test(name)) ||
    inside.some((one) => one.type === "call" && LOOKS_DEEPER.test(lastName(one.callee) ?? ""))
  );
}

/** The check behind a parser that compares what the statement is with what may run. */
function typeCheck(node: CallNode, around: FunctionNode): IfNode | null {
  const checks = [...descendants(around.body)].filter((one) => one.type === "if" && one.offset > node.offset);
  const found = checks.find((one) => one.type === "if" && leaves(one.consequence) && isComparison(one.condition));
  return found?.type === "if" ? found : null;
}

/** The check from where what it compares was worked out. */
function checkPlace(check: SyntaxNode, around: FunctionNode): SyntaxNode {
  const compared = check.type === "if" && check.condition.type === "binary" ? dottedPath(check.condition.left) : null;
  const made = [...descendants(around.body)].findLast(
    (one) => one.type === "assign" && one.offset < check.offset && dottedPath(one.target) === compared,
  );
  return made && compared !== null ? { ...check, startLine: made.startLine } : check;
}

function isComparison(condition: SyntaxNode): boolean {
  if (condition.type === "binary") return /^(?:not in|!==?)$/u.test(condition.operator);
  return condition.type === "not" && condition.operand.type === "call";
}

function firstPartDraft(node: CallNode, flow: Flow): Draft[] {
  const around = flow.symbol === null ? undefined : flow.context.functions.get(flow.symbol)?.node;
  if (!around || !parsedAtTop(node, around, flow).some(({ path }) => isInput(path, flow))) return [];
  return [firstPart(checkPlace(typeCheck(node, around) ?? node, around))];
}

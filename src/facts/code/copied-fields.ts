import type { AssignNode, FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, descendants, lastName, literalText } from "../syntax/walk.ts";
import type { Draft } from "./draft.ts";
import type { Flow } from "./flow.ts";

/** Names that lead to what all objects share, or a test for them. */
const SHARED = /^(?:__proto__|prototype|constructor)$|unsafe|dangerous|pollut/iu;

/** Finds helpers that write whatever names they are given below one another, `__proto__` included. */
export function copiedFields(node: AssignNode, flow: Flow): Draft[] {
  const { language, functions } = flow.context.module;
  const around = functions.find(({ symbol }) => symbol === flow.symbol)?.node;
  if (language.id !== "javascript" || around === undefined || node.target.type !== "index") return [];
  const name = merges(node, around) ?? walksPath(node, around);
  if (name === null || contains(around, namesShared)) return [];
  const attributes = { tainted: false, from_parameter: true, source: name };
  return [{ kind: "sink", name: "property", at: node, attributes }];
}

/** `target[key] = source[key]` in a function that calls itself for what is nested. */
function merges({ target, value }: AssignNode, around: FunctionNode): string | null {
  if (target.type !== "index" || target.index.type !== "name" || target.object.type !== "name") return null;
  const key = target.index.name;
  const own = target.object.name;
  const isGiven = around.parameters.some(({ pattern }) => lastName(pattern) === own);
  const copies = contains(
    value,
    (one) => one.type === "index" && lastName(one.object) !== own && lastName(one.index) === key,
  );
  const calls = contains(
    around.body,
    (one) => one.type === "call" && lastName(one.callee) === around.name && around.name !== null,
  );
  return isGiven && copies && calls ? key : null;
}

/** `current = current[key]` for every part of a path, and then `current[last] = value`. */
function walksPath({ target }: AssignNode, around: FunctionNode): string | null {
  if (target.type !== "index" || target.object.type !== "name") return null;
  const { name } = target.object;
  const goesDown = (one: SyntaxNode) =>
    one.type === "assign" &&
    lastName(one.target) === name &&
    one.value.type === "index" &&
    lastName(one.value.object) === name;
  return contains(around.body, goesDown) ? pathGiven(around) : null;
}

/** The parameter that holds a path of names, such as `path` in `path.split(".")`. */
function pathGiven({ parameters, body }: FunctionNode): string | null {
  const names = parameters.flatMap(({ pattern }) => lastName(pattern) ?? []);
  const split = [...descendants(body)].flatMap((one) =>
    one.type === "call" && one.callee.type === "member" && one.callee.property === "split"
      ? (lastName(one.callee.object) ?? [])
      : [],
  );
  return names.find((name) => split.includes(name)) ?? null;
}

function namesShared(node: SyntaxNode): boolean {
  return SHARED.test(literalText(node) ?? "") || (node.type === "call" && SHARED.test(lastName(node.callee) ?? ""));
}

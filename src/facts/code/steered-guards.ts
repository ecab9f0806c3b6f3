import { controlsNamed } from "../controls/control-names.ts";
import type { CallNode, FunctionNode, IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, contains, descendants, dottedPath, lastName } from "../syntax/walk.ts";
import type { DraftedFact } from "./draft.ts";
import { answersWithStatus, leaves } from "./guards.ts";
import type { ModuleModel, NamedFunction } from "./module-model.ts";
import { type Resolve, steered } from "./steered-tests.ts";

/** A guard that lets a request past itself for something that its sender chooses. */
export interface SteeredGuard {
  readonly symbol: string;
  readonly node: FunctionNode;
  readonly fact: DraftedFact;
}

/** Finds guards with an exception that every caller can claim for themselves. */
export function steeredGuardsIn(module: ModuleModel): SteeredGuard[] {
  const named = module.functions.map((one) => ({ ...one, inner: functionsIn(one.node) }));
  const inside = new Set(named.flatMap(({ inner }) => inner));
  const unnamed = functionsIn(module.root).filter((node) => !inside.has(node));
  const others = unnamed.map((node) => ({ symbol: "middleware", className: null, node, wrappers: [], inner: [node] }));
  return [...named, ...others].flatMap(({ inner, ...owner }) =>
    inner.flatMap((node) => {
      const fact = exceptionIn(node, owner, module);
      return fact === null ? [] : [{ symbol: owner.symbol, node: owner.node, fact }];
    }),
  );
}

function functionsIn(node: SyntaxNode): FunctionNode[] {
  return [...descendants(node)].flatMap((one) => (one.type === "function" ? [one] : []));
}

function exceptionIn(node: FunctionNode, named: NamedFunction, module: ModuleModel): DraftedFact | null {
  let resolve: Resolve | null = null;
  for (const part of ownParts(node.body)) {
    if (part.type !== "if") continue;
    const passes = passesOn(part.consequence, named) ? true : refusesHere(part.consequence) ? false : null;
    if (passes === null || !isGuard(node, named, part)) continue;
    resolve ??= resolverFor(node, named, module);
    const steering = steered(part.condition, passes, upTo(MOST_RESOLVED, resolve));
    if (steering === null || steering === "free") continue;
    const attributes = { effective: false, via: "inline" as const, reason: steering.reason };
    return { kind: "control", name: "guard_exception", at: part.condition, attributes, symbol: named.symbol };
  }
  return null;
}

/** More names than this are followed for no condition: `shares = append(shares, one)` would never end. */
const MOST_RESOLVED = 100;

function upTo(most: number, resolve: Resolve): Resolve {
  let left = most;
  return (node) => {
    left -= 1;
    return left < 0 ? null : resolve(node);
  };
}

/** A function's own code without that of functions inside it. */
function ownParts(node: SyntaxNode): SyntaxNode[] {
  const parts = [node];
  for (let index = 0; index < parts.length; index += 1) {
    const part = parts[index];
    for (const child of part ? childrenOf(part) : []) if (child.type !== "function") parts.push(child);
  }
  return parts;
}

const PASS =
  /^(?:next|call_next|doFilter|ServeHTTP|Next|get_response|view_func|viewfunc|func|fn|f|view|wrapped|handler)$/u;
/** Methods whose answer says whether a request may go on. */
const VERDICT = /^(?:canActivate|preHandle|shouldNotFilter|has_permission|isAuthorized|isAllowed)$/u;

function passesOn(node: SyntaxNode, { node: { name } }: NamedFunction): boolean {
  if (VERDICT.test(name ?? ""))
    return contains(node, (one) => one.type === "exit" && one.value?.type === "literal" && one.value.text === "true");
  return leaves(node) && calls(node, PASS);
}

function calls(node: SyntaxNode, pattern: RegExp): boolean {
  return contains(node, (one) => one.type === "call" && pattern.test(lastName(one.callee) ?? ""));
}

const REFUSED = /^(?:401|403)$/u;
const REFUSES = /(?:unauthori[sz]ed|forbidden|access.?denied)/iu;

/** True for code that says that somebody may not go on. */
function refusesHere(node: SyntaxNode): boolean {
  if (!leaves(node) && !answersWithStatus(node)) return false;
  return contains(node, (one) => {
    if (one.type === "literal") return REFUSED.test(one.text);
    if (one.type === "text") return REFUSES.test(one.value);
    return (one.type === "name" || one.type === "member") && REFUSES.test(lastName(one) ?? "");
  });
}

/** A function guards when it is called a guard, refuses, or hands on to a middleware that it was given. */
function isGuard(node: FunctionNode, named: NamedFunction, test: IfNode): boolean {
  if (promises(named.symbol)) return true;
  const others = ownParts(node.body).filter((part) => part !== test);
  return others.some((part) => (part.type === "if" || part.type === "exit" || part.type === "call") && refuses(part));
}

function refuses(node: SyntaxNode): boolean {
  if (node.type === "if")
    return refusesHere(node.consequence) || (node.alternative !== null && refusesHere(node.alternative));
  if (node.type === "exit") return refusesHere(node);
  return node.type === "call" && isNamedGuard(node);
}

function isNamedGuard(node: CallNode): boolean {
  return promises(dottedPath(node.callee)?.split(".").at(-1) ?? "");
}

/** A guard that is called conditional is one. */
function promises(symbol: string): boolean {
  const name = (symbol.split(".").at(-1) ?? "").replace(/^if_?/iu, "");
  return controlsNamed(name).some((control) => control === "authn" || control === "authz");
}

/** What the names in a guard stand for: its own variables, fields of its class, and what small functions answer. */
function resolverFor(node: FunctionNode, named: NamedFunction, module: ModuleModel): Resolve {
  const assigned = new Map<string, SyntaxNode>();
  const own = module.functions.filter(({ className }) => className !== null && className === named.className);
  for (const part of [
    ...own.flatMap((one) => ownParts(one.node.body)),
    ...ownParts(named.node.body),
    ...ownParts(node.body),
  ]) {
    const target = part.type === "assign" && !part.augmented ? dottedPath(part.target) : null;
    if (target !== null && part.type === "assign") assigned.set(target, part.value);
  }
  return (one) => {
    if (one.type === "call") return answerOf(one, named, module);
    const path = dottedPath(one);
    return path === null ? null : (assigned.get(path) ?? module.constants.get(path) ?? null);
  };
}

/** The one thing that a function of this file answers. */
function answerOf({ callee }: CallNode, { className }: NamedFunction, module: ModuleModel): SyntaxNode | null {
  const path = dottedPath(callee) ?? "";
  const symbol = path.replace(/^(?:this|self)\./u, `${className ?? ""}.`);
  const found = module.functions.find((one) => one.symbol === symbol);
  const answers = found
    ? ownParts(found.node.body).flatMap((part) => (part.type === "exit" && part.value ? [part.value] : []))
    : [];
  return answers.length === 1 ? (answers[0] ?? null) : null;
}

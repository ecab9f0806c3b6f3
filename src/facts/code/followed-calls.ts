import type { CallNode } from "../syntax/syntax-node.ts";
import { functionCalled } from "./called-functions.ts";
import type { Given } from "./code-facts.ts";
import type { Flow } from "./flow.ts";
import type { FlowContext, Visit } from "./flow-context.ts";
import { givenTo } from "./given-values.ts";
import type { NamedFunction } from "./module-model.ts";
import type { Value } from "./value.ts";
import { valueOf } from "./value-of.ts";

/** How deep calls within one file are followed. */
const MAX_DEPTH = 2;

/** Runs the function or the constructor of this file that a call means; `null` where nothing is known to come back. */
export function runCalled(node: CallNode, flow: Flow, visit: Visit): Value | null {
  const called = functionCalled(node, flow);
  const constructor = called === null ? constructorOf(flow.canonical(node.callee), flow.context) : null;
  if (called === null && constructor === null) return null;
  const given = node.arguments.map(({ name, value }) => ({ name, value: valueOf(value, flow) }));
  if (constructor !== null) runObject(constructor, given, flow, visit);
  if (called === null || isTooDeep(called, flow) || !isWorth(given, flow)) return null;
  return runWith(called, given, flow.into(called.symbol), visit);
}

/** Helpers of what others may call are followed for what is handed to them, and no further. */
function isWorth(given: readonly Given[], { context, callers }: Flow): boolean {
  return context.onlyOwn !== true || (callers.length === 1 && given.some(({ value }) => value.own));
}

const CONSTRUCTORS = ["__init__", "constructor", "__construct", "initialize"];
/** What is made to be thrown is shown by whoever catches it. */
const THROWN = /(?:Error|Exception|Warning|Fault)$/u;

/** The constructor of a class of this file, or `null`. */
export function constructorOf(className: string | null, { functions, module }: FlowContext): NamedFunction | null {
  const isThrown = module.hierarchy.get(className ?? "")?.some((name) => THROWN.test(name)) ?? false;
  if (isThrown) return null;
  return CONSTRUCTORS.map((name) => functions.get(`${className}.${name}`)).find((one) => one !== undefined) ?? null;
}

/** Methods that a language calls by itself, mostly to show an object. */
const BY_ITSELF =
  /^(?:__(?:str|repr|unicode|format|bytes|hash|eq)__|__toString|__debugInfo|toString|toJSON|to_s|inspect|valueOf)$/u;

/**
 * Runs a constructor and, where a request has a part in what it is given, each method of the object as that leaves it: they
 * do with what it kept what they do, whoever calls them, as in `Exporter(body["path"]).start()`.
 */
export function runObject(constructor: NamedFunction, given: readonly Given[], flow: Flow, visit: Visit): void {
  if (isTooDeep(constructor, flow) || !given.some(({ value }) => value.source !== null && !value.own)) return;
  const made = flow.ofObject(constructor.symbol);
  runWith(constructor, given, made, visit);
  for (const { className, symbol, node } of flow.context.functions.values()) {
    if (className !== constructor.className || CONSTRUCTORS.includes(node.name ?? "")) continue;
    if (!BY_ITSELF.test(node.name ?? "")) made.again(symbol).runFunction(node, visit);
  }
}

function runWith({ node }: NamedFunction, given: readonly Given[], flow: Flow, visit: Visit): Value {
  for (const [index, { pattern }] of node.parameters.entries()) flow.bind(pattern, givenTo(node, given, index));
  return flow.runFunction(node, visit);
}

function isTooDeep({ symbol }: NamedFunction, { callers }: Flow): boolean {
  return callers.length > MAX_DEPTH || callers.includes(symbol);
}

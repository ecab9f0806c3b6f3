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
  return called === null || isTooDeep(called, flow) ? null : runWith(called, given, flow.into(called.symbol), visit);
}

/** The constructor of a class of this file, or `null`. */
export function constructorOf(className: string | null, { functions }: FlowContext): NamedFunction | null {
  const names = ["__init__", "constructor", "__construct", "initialize"];
  return names.map((name) => functions.get(`${className}.${name}`)).find((one) => one !== undefined) ?? null;
}

/**
 * Runs a constructor and, where a request has a part in what it is given, the methods of the object: they do with what it
 * kept what they do, whoever calls them, as in `Exporter(body["path"]).start()`.
 */
export function runObject(constructor: NamedFunction, given: readonly Given[], flow: Flow, visit: Visit): void {
  if (isTooDeep(constructor, flow) || !given.some(({ value }) => value.source !== null && !value.own)) return;
  const made = flow.apart(constructor.symbol);
  runWith(constructor, given, made, visit);
  for (const method of flow.context.functions.values()) {
    if (method.className === constructor.className && method !== constructor)
      made.into(method.symbol).runFunction(method.node, visit);
  }
}

function runWith({ node }: NamedFunction, given: readonly Given[], flow: Flow, visit: Visit): Value {
  for (const [index, { pattern }] of node.parameters.entries()) flow.bind(pattern, givenTo(node, given, index));
  return flow.runFunction(node, visit);
}

function isTooDeep({ symbol }: NamedFunction, { callers }: Flow): boolean {
  return callers.length > MAX_DEPTH || callers.includes(symbol);
}

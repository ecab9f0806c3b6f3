import type { CallNode, FunctionNode, ParameterNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, lastName } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { helpedValue } from "./helped-callbacks.ts";
import { ERROR, requestObject, UNKNOWN, union, type Value } from "./value.ts";
import { valueOf } from "./value-of.ts";

/** What the parameters of the functions that a call is given hold: an error, or the elements of what it is called on. */
export function callbackValues(node: CallNode, flow: Flow): { pattern: SyntaxNode; value: Value }[] {
  const receiver = node.callee.type === "member" ? valueOf(node.callee.object, flow) : UNKNOWN;
  const entries = entriesFrom(node, flow) ?? messageFrom(node, flow);
  const isHelper = node.arguments.some(({ value }) => valueOf(value, flow).part?.path === "");
  return node.arguments.flatMap(({ value }) => {
    if (value.type !== "function") return [];
    return value.parameters.map((parameter, index) => {
      const helped = isHelper ? helpedValue(parameter, value, node) : null;
      const given = index === 0 ? (entries ?? firstGiven(parameter, receiver)) : UNKNOWN;
      return { pattern: parameter.pattern, value: helped ?? given };
    });
  });
}

/** `Zip::File.open(path) { |archive| … }`, `archive.on("entry", (entry) => …)`. */
function entriesFrom(node: CallNode, flow: Flow): Value | null {
  const name = flow.canonical(node.callee) ?? "";
  if (flow.context.calls.entries?.test(name)) return valueOf(node, flow);
  const [event] = node.arguments;
  const isEntry = /\.on(?:ce)?$/u.test(name) && event?.value.type === "text" && event.value.value === "entry";
  return isEntry ? { ...UNKNOWN, packed: true } : null;
}

const MESSAGE = { sources: ["data"], bodies: [], session: [] };

/** Any page can send messages to another: `window.addEventListener("message", (event) => …)` must ask who did. */
function messageFrom(node: CallNode, flow: Flow): Value | null {
  const listener = MESSAGES.test(flow.canonical(node.callee) ?? "") ? listenerIn(node) : null;
  const asks = listener === null || contains(listener.body, asksWho);
  return asks ? null : requestObject(MESSAGE, lastName(listener.parameters[0]?.pattern ?? node) ?? "event");
}

const MESSAGES = /^(?:(?:window|self|globalThis)\.)?addEventListener$/u;

function listenerIn(node: CallNode): FunctionNode | null {
  const [event, listener] = node.arguments.map(({ value }) => value);
  const isMessage = event?.type === "text" && event.value === "message";
  return isMessage && listener?.type === "function" ? listener : null;
}

function asksWho(node: SyntaxNode): boolean {
  return node.type === "member" && /^(?:origin|source)$/u.test(node.property);
}

const ERRORS = /^(?:e|ex|err|error)$/u;

function firstGiven({ pattern }: ParameterNode, receiver: Value): Value {
  const isElement = receiver.source !== null || receiver.packed;
  return !isElement && pattern.type === "name" && ERRORS.test(pattern.name) ? ERROR : union([receiver]);
}

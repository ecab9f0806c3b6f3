import type { CallNode, ParameterNode, SyntaxNode } from "../syntax/syntax-node.ts";
import type { Flow } from "./flow.ts";
import { helpedValue } from "./helped-callbacks.ts";
import { ERROR, UNKNOWN, union, type Value } from "./value.ts";
import { valueOf } from "./value-of.ts";

/** What the parameters of the functions that a call is given hold: an error, or the elements of what it is called on. */
export function callbackValues(node: CallNode, flow: Flow): { pattern: SyntaxNode; value: Value }[] {
  const receiver = node.callee.type === "member" ? valueOf(node.callee.object, flow) : UNKNOWN;
  const isHelper = node.arguments.some(({ value }) => valueOf(value, flow).part?.path === "");
  return node.arguments.flatMap(({ value }) => {
    if (value.type !== "function") return [];
    return value.parameters.map((parameter, index) => {
      const helped = isHelper ? helpedValue(parameter, value, node) : null;
      const given = index === 0 ? firstGiven(parameter, receiver) : UNKNOWN;
      return { pattern: parameter.pattern, value: helped ?? given };
    });
  });
}

function firstGiven({ pattern }: ParameterNode, receiver: Value): Value {
  return pattern.type === "name" && /^(?:e|ex|err|error)$/u.test(pattern.name) ? ERROR : union([receiver]);
}

import type { CallNode, FunctionNode, ParameterNode } from "../syntax/syntax-node.ts";
import { lastName, literalText } from "../syntax/walk.ts";
import { harmless, inputFrom, type Value } from "./value.ts";

const TEXT = /^(?:string|\[\]byte)$/u;
const NUMBER = /^(?:u?int(?:8|16|32|64)?|number|bigint|float(?:32|64)|bool|uuid\.UUID)$/u;

/**
 * What a function is given that a helper calls with a part of the request, as in `withID(request, "id", (id) => …)`;
 * `null` for parameters whose types do not say that they are such a part.
 */
export function helpedValue(parameter: ParameterNode, block: FunctionNode, node: CallNode): Value | null {
  const type = parameter.annotation?.type === "name" ? parameter.annotation.name : "";
  if (!TEXT.test(type) && !NUMBER.test(type)) return null;
  const asked = node.arguments.map(({ value }) => literalText(value)).find((text) => text !== null);
  const own = block.parameters.length > 1 || asked === undefined ? lastName(parameter.pattern) : asked;
  const input = inputFrom(`${lastName(node.callee) ?? ""}.${own ?? ""}`);
  return NUMBER.test(type) ? harmless(input) : input;
}

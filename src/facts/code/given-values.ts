import type { FunctionNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import type { Given } from "./code-facts.ts";
import { UNKNOWN, type Value } from "./value.ts";

/** The value that a call gives to a parameter, by its keyword or its position. */
export function givenTo(node: FunctionNode, given: readonly Given[], index: number): Value {
  const pattern = node.parameters[index]?.pattern;
  const name = pattern?.type === "name" ? pattern.name : null;
  const named = given.find((one) => one.name !== null && one.name === name);
  return (named ?? given[index - (takesSelf(node) ? 1 : 0)])?.value ?? UNKNOWN;
}

function takesSelf(node: FunctionNode): boolean {
  const [first] = node.parameters;
  return /^(?:self|cls)$/u.test((first ? lastName(first.pattern) : null) ?? "");
}

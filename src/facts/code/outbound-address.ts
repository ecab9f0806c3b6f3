import type { SyntaxNode } from "../syntax/syntax-node.ts";
import type { Flow } from "./flow.ts";
import { gluedParts } from "./glued-parts.ts";
import { harmless, union, type Value } from "./value.ts";

const ADDRESS = /^(?:url|uri|baseURL|base_url|host|hostname|href|origin)$/u;
/** A host that nothing behind it can change any more. */
const WHOLE_HOST = /^(?:https?|wss?):\/\/[^/?#\s]+[/?#]/iu;

/** What decides where a request goes: of an options object its address, and of a text what stands before the path. */
export function addressValue(argument: SyntaxNode, flow: Flow): Value {
  const node = flow.definitionOf(argument);
  if (node.type === "object") {
    const addresses = node.entries.filter(({ key, spread }) => spread || (key !== null && ADDRESS.test(key)));
    return union(addresses.map(({ value }) => addressValue(value, flow)));
  }
  const value = flow.valueOf(argument);
  return value.source !== null && hasWholeHost(node, flow) ? harmless(value) : value;
}

function hasWholeHost(node: SyntaxNode, flow: Flow): boolean {
  const [first, second] = gluedParts(node);
  if (first?.type === "text") return WHOLE_HOST.test(first.value);
  const startsPath = second?.type === "text" && /^[/?#]/u.test(second.value);
  return first !== undefined && startsPath && flow.valueOf(first).source === null;
}

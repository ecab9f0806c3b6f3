import type { SyntaxNode } from "../syntax/syntax-node.ts";
import type { Flow } from "./flow.ts";
import { gluedParts } from "./glued-parts.ts";
import { harmless, union, type Value } from "./value.ts";

const ADDRESS = /^(?:CURLOPT_URL|url|uri|baseURL|base_url|host|hostname|href|origin)$/u;
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

/** The start of a redirect after which the rest can still name another host. */
const OPEN_START = /^(?:\/{1,2}|\\|https?:\/{0,2})?$/iu;
/** What stands before the address where it is one of several things that may be said. */
const SAYS_MOVED = /^\s*(?:location:\s*|redirect:)/iu;

/** Where a visitor is sent: a value behind the start of a path or a whole host only chooses a page of it. */
export function landingValue(argument: SyntaxNode, flow: Flow): Value {
  const value = flow.valueOf(argument);
  if (value.source === null) return value;
  const [first, ...rest] = gluedParts(flow.definitionOf(argument));
  if (first === undefined || rest.length === 0) return value;
  if (first.type !== "text") return flow.valueOf(first).source === null ? harmless(value) : value;
  const start = first.value.replace(SAYS_MOVED, "");
  return OPEN_START.test(start) ? behindStart(rest, value, flow) : harmless(value);
}

/** Behind `Location: ` the address is what follows. */
function behindStart([second]: readonly SyntaxNode[], value: Value, flow: Flow): Value {
  return second && flow.valueOf(second).source === null ? harmless(value) : value;
}

function hasWholeHost(node: SyntaxNode, flow: Flow): boolean {
  const [first, second] = gluedParts(node);
  if (first?.type === "text") return WHOLE_HOST.test(first.value);
  const startsPath = second?.type === "text" && /^[/?#]/u.test(second.value);
  return first !== undefined && startsPath && flow.valueOf(first).source === null;
}

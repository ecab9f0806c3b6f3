import type { CallNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import { calledElsewhere } from "./called-elsewhere.ts";
import type { Flow } from "./flow.ts";
import { harmless, isFromOutside, isKnown, type Value } from "./value.ts";
import { valueOf } from "./value-of.ts";

/** Names that promise a value which can do no harm, however their functions bring that about. */
const CLEANS =
  /sanit|escap|encod|secur|safe|clean(?!up)|slug|hash|valid|verif|normali[sz]|allow|trust|restrict|redact|strip/iu;

function isUnderstood({ callee }: CallNode, flow: Flow): boolean {
  const { conversions, encoders, validators, passThrough } = flow.context.calls;
  const name = flow.canonical(callee) ?? "";
  return [conversions, encoders, validators, passThrough].some((one) => one.test(name));
}

/** What a function of another file gives back for something of a request; `null` where nobody in view knows. */
export function returnedElsewhere(node: CallNode, flow: Flow): Value | null {
  const { returns } = flow.context;
  if (returns === null || node.construct) return null;
  const given = node.arguments.map(({ name, value }) => ({ name, value: valueOf(value, flow) }));
  if (!given.some(({ value }) => isFromOutside(value))) return null;
  const target = isUnderstood(node, flow) ? null : calledElsewhere(node.callee, flow);
  const value = target === null ? null : returns(target, given);
  // What it does with it on the way is not understood, such as a function of the language: that says nothing.
  if (!isKnown(value)) return null;
  return CLEANS.test(lastName(node.callee) ?? "") ? harmless(value) : value;
}

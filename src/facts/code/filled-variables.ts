import type { CallNode, NameNode } from "../syntax/syntax-node.ts";
import { dottedPath } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { union, type Value } from "./value.ts";

interface Filled {
  readonly variable: NameNode & { readonly type: "name" };
  readonly value: Value;
}

/** The variable that a call writes what it reads into, as in `json.Unmarshal(body, &input)`; `null` for other calls. */
export function filledBy(node: CallNode, flow: Flow): Filled | null {
  const { fills } = flow.context.calls;
  const names = [flow.canonical(node.callee), dottedPath(node.callee)];
  if (fills === undefined || !names.some((name) => name !== null && fills.test(name))) return null;
  const given = node.arguments.map(({ value }) => value);
  const variable = given.findLast((value) => value.type === "name");
  if (variable?.type !== "name") return null;
  const others = given.filter((value) => value !== variable).map((value) => flow.valueOf(value));
  const value = union([flow.valueOf({ ...node, arguments: [] }), ...others]);
  return value.source === null && !value.request ? null : { variable, value };
}

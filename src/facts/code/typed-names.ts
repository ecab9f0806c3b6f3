import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { canonicalName } from "./canonical-name.ts";
import type { Flow } from "./flow.ts";
import { typeOf } from "./receiver-type.ts";

/** The names that a callee goes by: what it leads to, and the method of what its receiver is declared to be. */
export function namesOf(callee: SyntaxNode, flow: Flow): string[] {
  return [flow.canonical(callee), typedName(callee, flow)].filter((name) => name !== null);
}

/** `RestTemplate.getForObject` for `this.http.getForObject`. */
function typedName(node: SyntaxNode, flow: Flow): string | null {
  const type = node.type === "name" || node.type === "member" ? typeOf(node, flow) : null;
  if (type !== null) return type;
  if (node.type === "member") {
    const object = typedName(node.object, flow);
    return object === null ? null : `${object}.${node.property}`;
  }
  if (node.type !== "call") return null;
  const callee = node.construct ? canonicalName(node.callee, flow) : typedName(node.callee, flow);
  return callee === null ? null : `${callee}()`;
}

import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";

/** The class that a receiver is declared to be of: a variable, a field of this class, or a new instance. */
export function typeOf(node: SyntaxNode, flow: Flow): string | null {
  return node.type === "call" ? (node.construct ? dottedPath(node.callee) : null) : namedType(node, flow);
}

function namedType(node: SyntaxNode, flow: Flow): string | null {
  const path = dottedPath(node);
  const name = path?.replace(/^(?:this|self)\./u, "") ?? "";
  const ofField = flow.context.module.fieldTypes.get(`${flow.className ?? ""}.${name}`) ?? null;
  if (path !== name) return ofField;
  return flow.types.get(name) ?? madeClassOf(name, flow) ?? ofField ?? fieldOf(node, flow);
}

/** `store` of `api.store`, where it is known what `api` is. */
function fieldOf(node: SyntaxNode, flow: Flow): string | null {
  const owner = node.type === "member" ? typeOf(node.object, flow) : null;
  return node.type === "member" && owner !== null
    ? (flow.context.module.fieldTypes.get(`${owner}.${node.property}`) ?? null)
    : null;
}

function madeClassOf(name: string, flow: Flow): string | null {
  const value = flow.constants.get(name);
  return value?.type === "call" && value.construct ? dottedPath(value.callee) : null;
}

import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";

/** The class that a receiver is declared to be of: a variable, a field of this class, or a new instance. */
export function typeOf(node: SyntaxNode, flow: Flow): string | null {
  if (node.type === "call") return node.construct ? dottedPath(node.callee) : null;
  const path = dottedPath(node);
  const name = path?.replace(/^(?:this|self)\./u, "") ?? "";
  const ofField = flow.context.module.fieldTypes.get(`${flow.className ?? ""}.${name}`) ?? null;
  return path === name ? (flow.types.get(name) ?? madeClassOf(name, flow) ?? ofField) : ofField;
}

function madeClassOf(name: string, flow: Flow): string | null {
  const value = flow.constants.get(name);
  return value?.type === "call" && value.construct ? dottedPath(value.callee) : null;
}

import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath } from "../syntax/walk.ts";
import type { Reference } from "./code-facts.ts";
import type { Flow } from "./flow.ts";
import { typeOf } from "./receiver-type.ts";
import { referenceIn } from "./references.ts";

/**
 * What a callee names that this file does not define: an import, a method of what a field or a variable is declared to
 * be (`this.invoices.findOne`), an inherited method, or a name that needs no import in this language.
 */
export function calledElsewhere(callee: SyntaxNode, flow: Flow): Reference | null {
  const { module } = flow.context;
  const path = dottedPath(callee);
  return typedMethod(callee, flow) ?? referenceIn(callee, module) ?? (path === null ? null : sharedName(path, flow));
}

function typedMethod(callee: SyntaxNode, flow: Flow): Reference | null {
  if (callee.type !== "member") return null;
  const type = typeOf(callee.object, flow);
  return type === null ? null : referenceTo(type, callee.property, flow);
}

function referenceTo(type: string, property: string, flow: Flow): Reference | null {
  const { hierarchy, imports, symbols } = flow.context.module;
  if (symbols.has(`${type}.${property}`)) return null;
  const imported = imports.get(type);
  if (imported) return { ...imported, name: imported.name === "*" ? type : imported.name, property };
  return hierarchy.has(type) || flow.context.module.language.sharedNames ? { module: "", name: type, property } : null;
}

function sharedName(path: string, flow: Flow): Reference | null {
  const { module } = flow.context;
  const [first = "", second, ...rest] = path.split(".");
  if (rest.length > 0 || module.symbols.has(path) || flow.isLocal(first)) return null;
  const own = ownMethod(first, second, flow);
  if (own !== null || !module.language.sharedNames) return own;
  if (second === undefined) return { module: "", name: first, property: null };
  return /^[A-Z]/u.test(first) ? { module: "", name: first, property: second } : null;
}

/** A method of the object itself that its class inherits. */
function ownMethod(first: string, second: string | undefined, flow: Flow): Reference | null {
  const isBare = second === undefined && flow.context.module.language.grammar.implicitSelf === true;
  const isOwn = isBare || /^(?:this|self|super)$/u.test(first);
  return isOwn && flow.className !== null ? referenceTo(flow.className, second ?? first, flow) : null;
}

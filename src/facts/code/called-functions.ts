import type { CallNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import type { NamedFunction } from "./module-model.ts";
import { typeOf } from "./receiver-type.ts";

/** The function of this file that a call means, or `null`. */
export function functionCalled(node: CallNode, flow: Flow): NamedFunction | null {
  const canonical = flow.canonical(node.callee)?.replaceAll("()", "");
  const { functions } = flow.context;
  const type = node.callee.type === "member" ? typeOf(node.callee.object, flow) : null;
  const typed = functions.get(`${type ?? ""}.${lastName(node.callee) ?? ""}`);
  if (typed !== undefined || canonical === undefined) return typed ?? null;
  return functions.get(ownMember(canonical, flow)) ?? functions.get(canonical) ?? ofOnlyClass(canonical, flow);
}

/** The route of an application, a block in the body of its class, calls the methods of that class by their names alone. */
function ofOnlyClass(name: string, { symbol, context }: Flow): NamedFunction | null {
  if (symbol !== null || context.module.language.grammar.implicitSelf !== true || name.includes(".")) return null;
  const found = [...context.functions.values()].filter(
    ({ className, symbol: own }) =>
      own === `${className}.${name}` && context.module.hierarchy.get(className ?? "")?.includes("Sinatra") === true,
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** The symbol of a method that is called on the object itself; other names stay as they are. */
function ownMember(name: string, { symbol, context }: Flow): string {
  const [owner = "", method] = symbol?.split(".") ?? [];
  if (method === undefined) return name;
  const isBare = context.module.language.grammar.implicitSelf && !name.includes(".");
  return isBare ? `${owner}.${name}` : name.replace(/^(?:this|self|cls)\./u, `${owner}.`);
}

import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath } from "../syntax/walk.ts";
import { requiredModule } from "./canonical-name.ts";
import type { Reference } from "./code-facts.ts";
import type { ModuleModel } from "./module-model.ts";

/** What an expression names in another file: an import, or a member of an instance of an imported class. */
export function referenceIn(node: SyntaxNode, module: Pick<ModuleModel, "imports" | "constants">): Reference | null {
  const required = requiredModule(node);
  if (required !== null) return { module: required, name: "*", property: null };
  const [first = "", property = null] = pathSegments(unbound(node));
  const maker = makerOf(module.constants.get(first));
  const imported = module.imports.get(maker ?? first);
  if (!imported) return ofPackage(maker, property, module);
  // What is constructed is the module itself where a module is one class.
  const name = maker !== null && imported.name === "*" ? "default" : imported.name;
  return { module: imported.module, name, property };
}

/** A method of what a package makes: `invoices := api.InvoiceAPI{…}` and `api.NewInvoiceAPI(…)`. */
function ofPackage(
  maker: string | null,
  property: string | null,
  { imports }: Pick<ModuleModel, "imports">,
): Reference | null {
  const [, owner = "", made = ""] = /^([^.]+)\.(?:New(?=[A-Z]))?(\w+)$/u.exec(maker ?? "") ?? [];
  const imported = imports.get(owner);
  return imported?.name === "*" && made !== "" ? { module: imported.module, name: made, property } : null;
}

function pathSegments(node: SyntaxNode): string[] {
  return dottedPath(node)?.replaceAll("()", "").split(".") ?? [];
}

/** The class that a value is an instance of, by its local name. */
export function makerOf(value: SyntaxNode | undefined): string | null {
  return value?.type === "call" ? dottedPath(value.callee) : null;
}

/** `controller.get.bind(controller)` is `controller.get`. */
function unbound(node: SyntaxNode): SyntaxNode {
  if (node.type !== "call" || node.callee.type !== "member") return node;
  return node.callee.property === "bind" ? node.callee.object : node;
}

import type { RouteForm } from "../frameworks/route-forms.ts";
import type { CallNode, FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import { type ClassModel, positional, textsIn } from "./class-model.ts";
import { joinRoute, type Registration } from "./route-table.ts";

type ActionForm = Extract<RouteForm, { form: "action" }>;

/** The address that attributes of an action and its class name, or `null` when they name none. */
export function addressOf(
  node: FunctionNode,
  model: ClassModel,
  form: ActionForm,
): Pick<Registration, "route" | "method" | "label"> | null {
  const own = routesIn(node.decorators, form);
  const [prefix] = routesIn(model.decorators, form).flatMap(pathsOf);
  const [path] = own.flatMap(pathsOf);
  if (prefix === undefined && path === undefined) return null;
  const route = filled(routeOf(prefix, path), model.name, node.name ?? "");
  const method = methodOf(own, form);
  return { route, method, label: method === null ? "action" : null };
}

/** The method that an attribute without a path stands for. */
export function namedMethod(node: FunctionNode, form: ActionForm): string | null {
  return methodOf(routesIn(node.decorators, form), form);
}

function methodOf(own: readonly CallNode[], { attributes }: ActionForm): string | null {
  const methods = own.map(({ callee }) => attributes?.routes[lastName(callee) ?? ""] ?? null);
  return methods.find((method) => method !== null) ?? null;
}

/** A path that starts with a slash leaves that of the class out. */
function routeOf(prefix = "", path = ""): string {
  return /^~?\//u.test(path) ? path.replace("~", "") : joinRoute(prefix, path);
}

function routesIn(decorators: readonly SyntaxNode[], { attributes }: ActionForm): CallNode[] {
  return decorators.flatMap((one) =>
    one.type === "call" && Object.hasOwn(attributes?.routes ?? {}, lastName(one.callee) ?? "") ? [one] : [],
  );
}

function pathsOf(route: CallNode): string[] {
  return textsIn(positional(route).slice(0, 1));
}

/** `[controller]` and `[action]` stand for the names of the class and its method. */
function filled(route: string, className: string, action: string): string {
  const controller = className.replace(/Controller$/u, "").toLowerCase();
  return route.replaceAll(/\[controller\]/giu, controller).replaceAll(/\[action\]/giu, action.toLowerCase());
}

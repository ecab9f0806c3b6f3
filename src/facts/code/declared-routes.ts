import { type Framework, HTTP_METHODS } from "../frameworks/framework.ts";
import type { RouteForm } from "../frameworks/route-forms.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, lastName } from "../syntax/walk.ts";
import { declaredActions } from "./declared-actions.ts";
import type { NamedFunction } from "./module-model.ts";
import { flatten } from "./route-arguments.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine } from "./route-table.ts";
import { NO_ROUTER, type Registration } from "./route-table.ts";

/** Routes that a function is by its file, name or parameters, without being registered anywhere in the file. */
export function declaredRoutes(framework: Framework, scan: RouteScan): Registration[] {
  return framework.routes.flatMap((form) => {
    if (form.form === "view") return views(form, framework, scan);
    if (form.form === "action") return declaredActions(form, framework, scan);
    return form.form === "exported" ? exported(form, framework, scan) : [];
  });
}

function views(form: Extract<RouteForm, { form: "view" }>, framework: Framework, scan: RouteScan): Registration[] {
  const found = scan.module.functions.filter((one) => isView(one, form.parameter));
  return found.map((one) => {
    const decorators = one.node.decorators.flatMap(openPermissions);
    const method = one.className === null ? null : (HTTP_METHODS[one.node.name ?? ""] ?? null);
    const guards = one.className === null ? [] : classGuards(one.className, scan);
    return { ...registration(one, framework), decorators, guards, route: one.symbol, method, label: "view" };
  });
}

/** `@permission_classes([IsAuthenticated])` stands for what it lists. */
function openPermissions(decorator: SyntaxNode): SyntaxNode[] {
  if (decorator.type !== "call" || lastName(decorator.callee) !== "permission_classes") return [decorator];
  return flatten(decorator.arguments.map((argument) => argument.value));
}

/** What a view class requires: its mixins, and its `permission_classes`. */
function classGuards(className: string, scan: RouteScan): SyntaxNode[] {
  for (const node of descendants(scan.module.root)) {
    if (node.type !== "class" || node.name !== className) continue;
    const permissions = [...descendants(node.body)].flatMap((one) =>
      one.type === "assign" && lastName(one.target) === "permission_classes" ? [one.value] : [],
    );
    return flatten([...node.bases.filter((base) => lastName(base)?.endsWith("Mixin")), ...permissions]);
  }
  return [];
}

const VIEW_METHODS = /^(?:get|post|put|patch|delete|list|create|retrieve|update|destroy)$/u;

/** A function takes the request first; a method of a view class has the name of what it answers. */
function isView({ node, className }: NamedFunction, parameter: string): boolean {
  const names = node.parameters.map((one) => lastName(one.pattern));
  if (className === null) return names[0] === parameter;
  return names[1] === parameter && VIEW_METHODS.test(node.name ?? "");
}

function exported(
  form: Extract<RouteForm, { form: "exported" }>,
  framework: Framework,
  scan: RouteScan,
): Registration[] {
  const path = form.file.exec(scan.module.file.path)?.[1];
  if (path === undefined) return [];
  return [...scan.module.exports].flatMap(([name, local]) => {
    const found = scan.module.functions.find((one) => one.symbol === local);
    if (!found || !Object.hasOwn(form.methods, name)) return [];
    const method = form.methods[name] ?? null;
    return [{ ...registration(found, framework), route: routeOfPath(path), method, label: null }];
  });
}

/** Folders in parentheses group files without being part of the path. */
function routeOfPath(path: string): string {
  return path.replaceAll(/\/\([^)]*\)/gu, "").replace(/\/index$/u, "");
}

function registration({ node }: NamedFunction, framework: Framework) {
  return {
    framework,
    router: NO_ROUTER,
    guards: [],
    outerDecorators: [],
    decorators: node.decorators,
    handler: node,
    at: firstLine(node),
  };
}

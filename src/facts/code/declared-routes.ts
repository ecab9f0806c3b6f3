import { type Framework, HTTP_METHODS } from "../frameworks/framework.ts";
import type { RouteForm } from "../frameworks/route-forms.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import { declaredActions } from "./declared-actions.ts";
import { exportedFunction } from "./exported-functions.ts";
import type { NamedFunction } from "./module-model.ts";
import { resourceViews } from "./resource-views.ts";
import { keywordOf, methodNames } from "./route-arguments.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine } from "./route-table.ts";
import { classGuards, letsAnyoneIn, opensView, openPermissions } from "./view-guards.ts";
import { NO_ROUTER, type Registration } from "./route-table.ts";

/** Routes that a function is by its file, name or parameters, without being registered anywhere in the file. */
export function declaredRoutes(framework: Framework, scan: RouteScan): Registration[] {
  return framework.routes.flatMap((form) => {
    if (form.form === "view") return [...views(form, framework, scan), ...resourceViews(framework, scan)];
    if (form.form === "action") return declaredActions(form, framework, scan);
    return form.form === "exported" ? exported(form, framework, scan) : [];
  });
}

function views(form: Extract<RouteForm, { form: "view" }>, framework: Framework, scan: RouteScan): Registration[] {
  const found = scan.module.functions.filter((one) => isView(one, form.parameter));
  return found.map((one) => {
    const decorators = one.node.decorators.flatMap(openPermissions);
    const method = methodsIn(one.node.decorators) ?? HTTP_METHODS[one.node.name ?? ""] ?? null;
    const guards = one.className === null ? [] : classGuards(one.className, scan);
    const isOpen = one.node.decorators.some(opensView) || (one.className !== null && letsAnyoneIn(one.className, scan));
    const waived = isOpen ? { isWaived: true } : {};
    return { ...registration(one, framework), decorators, guards, route: one.symbol, method, label: "view", ...waived };
  });
}

/** The first method that changes something, or the first, of `@api_view(["GET", "POST"])`. */
function methodsIn(decorators: readonly SyntaxNode[]): string | null {
  const methods = decorators.flatMap((one) => [...methodNamed(one), ...methodsListed(one)]);
  return methods.find((name) => name !== "GET") ?? methods[0] ?? null;
}

function methodNamed(decorator: SyntaxNode): string[] {
  return /^require_(POST|GET)$/u.exec(lastName(decorator) ?? "")?.slice(1) ?? [];
}

function methodsListed(decorator: SyntaxNode): string[] {
  if (decorator.type !== "call" || !LISTS_METHODS.test(lastName(decorator.callee) ?? "")) return [];
  return methodNames(keywordOf(decorator, "methods") ?? decorator.arguments[0]?.value ?? null) ?? [];
}

const LISTS_METHODS = /^(?:api_view|require_http_methods|action)$/u;
const VIEW_METHODS = /^(?:get|post|put|patch|delete|list|create|retrieve|update|partial_update|destroy)$/u;

/** Functions that look at a request for others: what nobody else may name, and what answers a question. */
const HELPERS = /^(?:_|(?:is|has|can|should|may)_)/u;

/** A function takes the request first; a method of a view class has the name of what it answers. */
function isView({ node, className }: NamedFunction, parameter: string): boolean {
  const names = node.parameters.map((one) => lastName(one.pattern));
  if (className === null) return names[0] === parameter && !HELPERS.test(node.name ?? "");
  const isAction = node.decorators.some((one) => one.type === "call" && lastName(one.callee) === "action");
  return names[1] === parameter && (isAction || VIEW_METHODS.test(node.name ?? ""));
}

function exported(
  form: Extract<RouteForm, { form: "exported" }>,
  framework: Framework,
  scan: RouteScan,
): Registration[] {
  const path = form.file.exec(scan.module.file.path)?.[1];
  if (path === undefined) return [];
  return [...scan.module.exports].flatMap(([name, local]) => {
    const found = exportedFunction(local, scan.module);
    if (!found || !Object.hasOwn(form.methods, name)) return [];
    const method = form.methods[name] ?? null;
    const guards = found.wrappers;
    return [{ ...registration(found, framework), guards, route: routeOfPath(path), method, label: null }];
  });
}

/** Folders in parentheses group files without being part of the path. */
function routeOfPath(path: string): string {
  return path.replaceAll(/\/\([^)]*\)/gu, "").replace(/\/index$/u, "");
}

function registration({ node }: Pick<NamedFunction, "node">, framework: Framework) {
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

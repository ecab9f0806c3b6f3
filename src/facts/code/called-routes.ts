import type { Framework } from "../frameworks/framework.ts";
import type { RouteForm } from "../frameworks/route-forms.ts";
import type { CallNode, MemberNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import { canonicalName } from "./canonical-name.ts";
import { flatten, isHandlerLike, keywordOf, methodNames, optionsIn, routeText } from "./route-arguments.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine } from "./route-table.ts";
import type { Registration } from "./route-table.ts";

type FormOf<Name extends RouteForm["form"]> = Extract<RouteForm, { form: Name }>;

/** The routes that a method call registers in one framework's way. */
export function calledRoutes(node: CallNode, framework: Framework, scan: RouteScan): Registration[] {
  const { callee } = node;
  if (callee.type !== "member") return listedRoutes(node, framework, scan);
  return framework.routes.flatMap((form) => {
    if (form.form === "call") return byMethod({ node, callee, framework, scan }, form);
    if (form.form === "chain") return byChain({ node, callee, framework, scan }, form);
    if (form.form === "options")
      return form.method === callee.property ? byOptions({ node, callee, framework, scan }) : [];
    return form.form === "named" && !form.decorator ? byName({ node, callee, framework, scan }, form) : [];
  });
}

/** `path("invoices/<int:pk>/", views.invoice)`. */
function listedRoutes(node: CallNode, framework: Framework, scan: RouteScan): Registration[] {
  const name = canonicalName(node.callee, scan.module);
  const isListed = framework.routes.some((form) => form.form === "listed" && form.callees.includes(name ?? ""));
  const [path, handler] = valuesOf(node);
  if (!isListed || !path || !handler || isInclude(handler)) return [];
  const route = routeText(path, scan.module, true);
  if (route === null) return [];
  const handlers = handler.type === "call" && lastName(handler.callee) === "as_view" ? viewOf(handler) : handler;
  return [{ ...blank(node, framework), router: "urlpatterns", route, method: null, handler: handlers }];
}

function isInclude(node: SyntaxNode): boolean {
  return node.type === "call" && lastName(node.callee) === "include";
}

/** `InvoiceView.as_view()` is the class. */
function viewOf(node: CallNode): SyntaxNode {
  return node.callee.type === "member" ? node.callee.object : node;
}

interface Call {
  readonly node: CallNode;
  readonly callee: MemberNode;
  readonly framework: Framework;
  readonly scan: RouteScan;
}

type Target = Pick<Registration, "router" | "route" | "method">;

function register({ node, framework, scan }: Call, target: Target, given: readonly SyntaxNode[]): Registration[] {
  const handlers = flatten(given);
  const handler = handlers.at(-1);
  if (!handler || !isHandlerLike(handler) || !scan.fits(handler, framework)) return [];
  const guards = handlers.slice(0, -1).flatMap((guard) => optionsIn(guard, framework.guardOptions));
  return [{ ...blank(node, framework), ...target, guards, handler }];
}

function blank(node: CallNode, framework: Framework) {
  return { framework, label: null, guards: [], outerDecorators: [], decorators: [], at: firstLine(node) };
}

function valuesOf(node: CallNode): SyntaxNode[] {
  return node.arguments.map((argument) => argument.value);
}

function byMethod(call: Call, form: FormOf<"call">): Registration[] {
  const { callee, framework, scan } = call;
  if (!Object.hasOwn(form.methods, callee.property)) return [];
  const router = scan.routerOf(callee.object, framework);
  const [path, ...rest] = valuesOf(call.node);
  if (router === null || !path || rest.length === 0) return [];
  const text = routeText(path, scan.module, scan.routers.has(router) || takesRequest(rest));
  if (text === null) return [];
  const method = form.methods[callee.property] ?? methodBehind(call, form.methodsBehind);
  const target = { router, ...methodAndPath(text, method) };
  const behind = form.chained ? guardsBehind(call, form.chained) : [];
  return register(call, target, [...behind, ...(form.handlerFirst ? handlerLast(rest) : rest)]);
}

const REQUEST = /^_?(?:req|request|ctx|context|c)$/u;
const RESPONSE = /^_?(?:res|resp|response|reply|h|next)$/u;

/** True where a function that takes a request comes last: it answers one, whatever its path is made of. */
function takesRequest(given: readonly SyntaxNode[]): boolean {
  const last = given.at(-1);
  const names = last?.type === "function" ? last.parameters.map(({ pattern }) => lastName(pattern) ?? "") : [];
  return REQUEST.test(names[0] ?? "") || RESPONSE.test(names[1] ?? "");
}

/** `.RequireAuthorization("Admin")` without the route that it stands behind. */
function guardsBehind({ node, scan }: Call, chained: RegExp): SyntaxNode[] {
  return scan.chainedBehind(node).flatMap((guard): SyntaxNode[] => {
    const name = lastName(guard.callee) ?? "";
    const { startLine, endLine, offset } = guard;
    return chained.test(name) ? [{ ...guard, callee: { type: "name", name, startLine, endLine, offset } }] : [];
  });
}

function methodAndPath(text: string, method: string | null): Pick<Registration, "method" | "route"> {
  const [, named = null, route = text] = METHOD_AND_PATH.exec(text) ?? [];
  return { method: method ?? named, route };
}

function handlerLast(given: readonly SyntaxNode[]): SyntaxNode[] {
  return [...given.slice(1), ...given.slice(0, 1)];
}

/** `GET /invoices/{id}`, where one text names both. */
const METHOD_AND_PATH = /^([A-Z]+) +(?:[\w.-]+)?(\/.*)$/u;

function byChain(call: Call, form: FormOf<"chain">): Registration[] {
  const { callee, framework, scan } = call;
  if (!Object.hasOwn(form.methods, callee.property)) return [];
  const start = chainStart(callee.object, form);
  const path = start?.arguments[0]?.value;
  if (start?.callee.type !== "member" || !path) return [];
  const router = scan.routerOf(start.callee.object, framework);
  const route = routeText(path, scan.module, true);
  if (router === null || route === null) return [];
  const method = form.methods[callee.property] ?? methodBehind(call, form.methodsBehind);
  return register(call, { router, route, method }, valuesOf(call.node));
}

/** The one method that a call behind the route names. */
function methodBehind({ node, scan }: Call, behind: string | undefined): string | null {
  const named =
    behind === undefined ? [] : scan.chainedBehind(node).filter(({ callee }) => lastName(callee) === behind);
  const methods = named.flatMap((one) => methodNames({ ...one, type: "list", items: valuesOf(one) }) ?? []);
  const [only] = methods;
  return only !== undefined && methods.length === 1 ? only : null;
}

function chainStart(node: SyntaxNode, form: FormOf<"chain">): CallNode | null {
  if (node.type !== "call" || node.callee.type !== "member") return null;
  if (node.callee.property === form.start) return node;
  return Object.hasOwn(form.methods, node.callee.property) ? chainStart(node.callee.object, form) : null;
}

function byOptions(call: Call): Registration[] {
  const { node, callee, framework, scan } = call;
  const router = scan.routerOf(callee.object, framework);
  const options = node.arguments[0]?.value;
  const path = keywordOf(node, "url") ?? keywordOf(node, "path");
  const handler = keywordOf(node, "handler");
  if (router === null || options?.type !== "object" || !path || !handler) return [];
  const route = routeText(path, scan.module, true) ?? "";
  const guards = optionsIn(options, framework.guardOptions);
  const methods = methodNames(keywordOf(node, "method")) ?? [null];
  return methods.map((method) => ({ ...blank(node, framework), router, route, method, guards, handler }));
}

function byName({ node, callee, framework, scan }: Call, form: FormOf<"named">): Registration[] {
  if (!form.methods.includes(callee.property) || isOtherSide(form, scan)) return [];
  const router = scan.routerOf(callee.object, framework);
  const values = valuesOf(node);
  const [first] = values;
  const handler = values.at(-1);
  if (router === null || !first || !handler || values.length < 2 || !isHandlerLike(handler)) return [];
  const { label } = form;
  const names = namesIn(first, scan).filter((name) => !form.except?.test(name));
  return names.map((route) => ({
    ...blank(node, framework),
    router,
    route,
    method: null,
    label,
    handler,
  }));
}

function isOtherSide({ unlessImported }: FormOf<"named">, { module }: RouteScan): boolean {
  return unlessImported !== undefined && [...module.imports.values()].some((one) => unlessImported.test(one.module));
}

/** `"name"`, `["a", "b"]`, what names itself elsewhere, or a schema such as `CallToolRequestSchema`. */
function namesIn(node: SyntaxNode, scan: RouteScan): string[] {
  const constant = node.type === "name" ? scan.module.constants.get(node.name) : undefined;
  if (constant?.type === "text") return [constant.value];
  if (node.type === "text") return [node.value];
  if (node.type === "list") return node.items.flatMap((item) => namesIn(item, scan));
  // `invoiceTool.name` says as little as `tool`.
  const named = node.type === "member" && /^(?:name|id)$/u.test(node.property) ? node.object : node;
  const name = lastName(named);
  return name === null ? [] : [name.replace(/RequestSchema$/u, "")];
}

import type { Framework, RouteForm } from "../frameworks/framework.ts";
import type { CallNode, ClassNode, FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, lastName } from "../syntax/walk.ts";
import { keywordOf, methodNames, routeText } from "./route-arguments.ts";
import { firstLine, type RouteScan } from "./route-scan.ts";
import { joinRoute, NO_ROUTER, type Registration } from "./route-table.ts";

type AnnotatedForm = Extract<RouteForm, { form: "annotated" }>;

/** The routes that annotations name on the methods of a class: `#[Route("/invoices")]` on both, joined. */
export function annotatedRoutes(node: ClassNode, framework: Framework, scan: RouteScan): Registration[] {
  return framework.routes.flatMap((form) =>
    form.form === "annotated" ? byClass(node, form, { framework, scan }) : [],
  );
}

interface Given {
  readonly framework: Framework;
  readonly scan: RouteScan;
}

function byClass(node: ClassNode, form: AnnotatedForm, given: Given): Registration[] {
  const own = routesIn(node.decorators, form);
  const prefixes = own.length === 0 ? [""] : own.map((route) => pathOf(route, form, given) ?? "");
  const guards = node.decorators.filter((one) => !isRoute(one, form));
  return methodsIn(node.body).flatMap((method) =>
    routesIn(method.decorators, form).flatMap((route) =>
      prefixes.flatMap((prefix) => registrations({ method, route, prefix, guards }, form, given)),
    ),
  );
}

interface Annotated {
  readonly method: FunctionNode;
  readonly route: CallNode;
  readonly prefix: string;
  /** Annotations of the class, which hold for all its methods. */
  readonly guards: readonly SyntaxNode[];
}

function registrations(
  { method, route, prefix, guards }: Annotated,
  form: AnnotatedForm,
  given: Given,
): Registration[] {
  const path = joinRoute(prefix, pathOf(route, form, given) ?? "");
  const fixed = form.names[lastName(route.callee) ?? ""] ?? null;
  const methods = methodNames(keywordOf(route, form.methods)) ?? [fixed];
  const decorators = [...guards, ...method.decorators.filter((one) => !isRoute(one, form))];
  return methods.map((name) => ({
    framework: given.framework,
    router: NO_ROUTER,
    method: name,
    route: path,
    label: null,
    guards: [],
    outerDecorators: [],
    decorators,
    handler: method,
    at: firstLine(route),
  }));
}

function isRoute(node: SyntaxNode, form: AnnotatedForm): node is CallNode {
  return node.type === "call" && Object.hasOwn(form.names, lastName(node.callee) ?? "");
}

function routesIn(decorators: readonly SyntaxNode[], form: AnnotatedForm): CallNode[] {
  return decorators.flatMap((one) => (isRoute(one, form) ? [one] : []));
}

function pathOf(route: CallNode, form: AnnotatedForm, { scan }: Given): string | null {
  const first = route.arguments.find(({ name }) => name === null)?.value;
  const path = keywordOf(route, form.path) ?? first;
  return path ? routeText(path, scan.module, true) : null;
}

function methodsIn(body: SyntaxNode): FunctionNode[] {
  if (body.type === "function") return [body];
  return body.type === "group" ? childrenOf(body).flatMap(methodsIn) : [];
}

import type { Framework } from "../frameworks/framework.ts";
import type { RouteForm } from "../frameworks/route-forms.ts";
import type { FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath } from "../syntax/walk.ts";
import { flatten, keywordOf, methodNames, routeText } from "./route-arguments.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine } from "./route-table.ts";
import type { GuardRegistration, Registration } from "./route-table.ts";

/** One decorator `@router.property(…)` of a function. */
interface Decorator {
  readonly node: SyntaxNode;
  readonly router: string;
  readonly receiver: SyntaxNode;
  readonly property: string;
  readonly position: number;
}

/** The routes that a function's decorators register in one framework's way. */
export function decoratedRoutes(node: FunctionNode, framework: Framework, scan: RouteScan): Registration[] {
  return decoratorsOf(node, framework, scan).flatMap((decorator) =>
    framework.routes.flatMap((form) => {
      if (form.form === "decorator") return byPath(node, decorator, framework, form, scan);
      return form.form === "named" && form.decorator ? byName(node, decorator, framework, form, scan) : [];
    }),
  );
}

/** Functions that a decorator puts in front of every route of a router. */
export function decoratedGuards(node: FunctionNode, framework: Framework, scan: RouteScan): GuardRegistration[] {
  return decoratorsOf(node, framework, scan).flatMap(({ node: decorator, router, property }) => {
    const form = framework.guards.find((guard) => guard.decorator && guard.method === property);
    return form ? [{ router, prefix: "", guards: [node], ordered: form.ordered, at: firstLine(decorator) }] : [];
  });
}

function decoratorsOf(node: FunctionNode, framework: Framework, scan: RouteScan): Decorator[] {
  return node.decorators.flatMap((decorator, position) => {
    const target = decorator.type === "call" ? decorator.callee : decorator;
    if (target.type !== "member") return [];
    const router = dottedPath(target.object);
    const known = router === null ? undefined : scan.routers.get(router);
    if (router === null || (known && known.framework !== framework)) return [];
    return [{ node: decorator, router, receiver: target.object, property: target.property, position }];
  });
}

/** What the registration takes from the function; decorators above the route are not part of what is registered. */
function shared(node: FunctionNode, decorator: Decorator, framework: Framework) {
  const others = (decorators: readonly SyntaxNode[]) => decorators.filter((one) => !registers(one, framework));
  return {
    framework,
    router: decorator.router,
    outerDecorators: others(node.decorators.slice(0, decorator.position)),
    decorators: others(node.decorators.slice(decorator.position + 1)),
    handler: node,
    at: firstLine(decorator.node),
  };
}

function registers(node: SyntaxNode, framework: Framework): boolean {
  const target = node.type === "call" ? node.callee : node;
  if (target.type !== "member") return false;
  return framework.routes.some((form) => form.form === "decorator" && Object.hasOwn(form.methods, target.property));
}

function byPath(
  node: FunctionNode,
  decorator: Decorator,
  framework: Framework,
  ...[form, scan]: [Extract<RouteForm, { form: "decorator" }>, RouteScan]
): Registration[] {
  const { node: call, property } = decorator;
  const path = call.type === "call" ? call.arguments[0]?.value : undefined;
  if (!Object.hasOwn(form.methods, property) || call.type !== "call" || !path) return [];
  const route = routeText(path, scan.module, true);
  if (route === null) return [];
  const guards = flatten(framework.guardOptions.flatMap((option) => keywordOf(call, option) ?? []));
  const methods = methodNames(keywordOf(call, "methods")) ?? [form.methods[property] ?? null];
  return methods.map((method) => ({ ...shared(node, decorator, framework), route, method, label: null, guards }));
}

function byName(
  node: FunctionNode,
  decorator: Decorator,
  framework: Framework,
  ...[form, scan]: [Extract<RouteForm, { form: "named" }>, RouteScan]
): Registration[] {
  if (!form.methods.includes(decorator.property) || scan.routerOf(decorator.receiver, framework) === null) return [];
  const { node: call } = decorator;
  const given = call.type === "call" ? (keywordOf(call, "name") ?? call.arguments[0]?.value) : undefined;
  const route = given?.type === "text" ? given.value : (node.name ?? "");
  return [{ ...shared(node, decorator, framework), route, method: null, label: form.label, guards: [] }];
}

import type { Framework } from "../frameworks/framework.ts";
import type { RouteForm } from "../frameworks/route-forms.ts";
import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, lastName } from "../syntax/walk.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine } from "./route-table.ts";
import { joinRoute, NO_ROUTER, type Registration } from "./route-table.ts";
import { routeText } from "./route-arguments.ts";

type NestedForm = Extract<RouteForm, { form: "nested" }>;

/** What stands around a block. */
interface Around {
  readonly router: string;
  readonly prefix: string;
  readonly guards: readonly SyntaxNode[];
}

interface Given {
  readonly form: NestedForm;
  readonly framework: Framework;
  readonly scan: RouteScan;
}

/** Routes in blocks: `routing { authenticate("jwt") { get("/invoices") { … } } }`. */
export function nestedRoutes(framework: Framework, scan: RouteScan): Registration[] {
  const nothing: Around = { router: NO_ROUTER, prefix: "", guards: [] };
  return framework.routes.flatMap((form) =>
    form.form === "nested" ? routesIn(scan.module.root, nothing, { form, framework, scan }) : [],
  );
}

function routesIn(node: SyntaxNode, around: Around, given: Given): Registration[] {
  if (node.type !== "call") return childrenOf(node).flatMap((child) => routesIn(child, around, given));
  const block = node.arguments.at(-1)?.value;
  if (block?.type !== "function") return childrenOf(node).flatMap((child) => routesIn(child, around, given));
  const method = methodOf(node, given.form);
  if (method !== undefined) return [registration(node, method, around, given)];
  return routesIn(block.body, { ...around, ...openedBy(node, around, given) }, given);
}

/** The method that a call registers; `undefined` when it registers no route. */
function methodOf(node: CallNode, { methods }: NestedForm): string | null | undefined {
  const name = node.callee.type === "name" ? node.callee.name : "";
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}

function openedBy(node: CallNode, around: Around, { form, framework, scan }: Given): Partial<Around> {
  const name = lastName(node.callee) ?? "";
  if (form.roots.includes(name)) {
    scan.routers.set(name, { name, framework, isRoot: true, prefix: "", guards: [] });
    return { router: name };
  }
  if (form.groups.includes(name)) return { prefix: joinRoute(around.prefix, pathOf(node, scan)) };
  return { guards: [...around.guards, { ...node, endLine: node.startLine, arguments: node.arguments.slice(0, -1) }] };
}

function pathOf(node: CallNode, scan: RouteScan): string {
  const [first] = node.arguments;
  return first && first.value.type !== "function" ? (routeText(first.value, scan.module, true) ?? "") : "";
}

function registration(
  node: CallNode,
  method: string | null,
  { router, prefix, guards }: Around,
  { framework, scan }: Given,
): Registration {
  return {
    framework,
    router,
    method,
    route: joinRoute(prefix, pathOf(node, scan)),
    label: null,
    guards,
    outerDecorators: [],
    decorators: [],
    handler: node.arguments.at(-1)?.value ?? node,
    at: firstLine(node),
  };
}

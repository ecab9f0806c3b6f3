import { controlsNamed } from "../controls/control-names.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath } from "../syntax/walk.ts";
import type { GuardsElsewhere } from "./code-facts.ts";
import { dependencyOf, type ResolvedHandler } from "./handlers.ts";
import type { ModuleModel } from "./module-model.ts";
import { covers } from "./protection.ts";
import { referenceIn } from "./references.ts";
import type { Registration, RouteTable } from "./route-table.ts";

/**
 * Functions of other files that run before a route's handler or around it, and whose names promise nothing: what they
 * check, only their own code tells.
 */
export function guardsElsewhere(
  registration: Registration,
  handler: ResolvedHandler | null,
  routes: RouteTable,
  module: ModuleModel,
): GuardsElsewhere | null {
  const { guards, decorators, framework } = registration;
  const around = handler?.wrappers ?? [];
  const nodes = [...ofRouter(registration, routes), ...guards, ...decorators, ...around, ...dependenciesOf(handler)];
  const references = nodes.flatMap((node) => {
    const callee = node.type === "call" ? node.callee : node;
    const isPromise = controlsNamed(dottedPath(callee) ?? "").length > 0;
    return isPromise ? [] : (referenceIn(callee, module) ?? []);
  });
  return references.length === 0 ? null : { framework, references };
}

/** What runs for every route of a router that is registered behind it. */
function ofRouter({ router, route, at }: Registration, { routers, guards, mounts }: RouteTable): SyntaxNode[] {
  // What is used under a path may be a router or a guard: a router checks nothing by itself.
  const mounted = mounts.filter(
    (one) => one.router === router && covers(one.prefix, route) && one.at.offset <= at.offset,
  );
  const used = guards.filter(
    (one) => one.router === router && covers(one.prefix, route) && (!one.ordered || one.at.offset <= at.offset),
  );
  return [
    ...(routers.get(router)?.guards ?? []),
    ...used.flatMap((one) => one.guards),
    ...mounted.map(({ child }) => child),
  ];
}

/** `user = Depends(current)` runs what it names first. */
function dependenciesOf(handler: ResolvedHandler | null): SyntaxNode[] {
  return (handler?.node.parameters ?? []).flatMap(({ initial, annotation }) =>
    [initial, annotation].flatMap((node) => (node === null ? [] : (dependencyOf(node) ?? []))),
  );
}

import { descendants } from "../syntax/walk.ts";
import { annotatedFunctions, annotatedRoutes } from "./annotated-routes.ts";
import { builtRoutes } from "./built-routes.ts";
import { calledRoutes } from "./called-routes.ts";
import { declaredRoutes } from "./declared-routes.ts";
import { decoratedGuards, decoratedRoutes } from "./decorated-routes.ts";
import { fluentRoutes } from "./fluent-routes.ts";
import type { ModuleModel } from "./module-model.ts";
import { nestedRoutes } from "./nested-routes.ts";
import { hookedRoutes } from "./hooked-routes.ts";
import { offeredRoutes } from "./offered-routes.ts";
import { RouteScan } from "./route-scan.ts";
import type { GuardRegistration, MountRegistration, Registration, RouteTable } from "./route-table.ts";
import { describedTools, toolMethods, toolRoutes } from "./tool-routes.ts";
import { usedRouters } from "./used-routers.ts";

/** Reads a file's routers, routes, guards and mounts. */
export function collectRoutes(module: ModuleModel): RouteTable {
  const scan = new RouteScan(module);
  const nodes = [...descendants(module.root)];
  for (const node of nodes) if (node.type === "assign") scan.addRouter(node);
  const registrations: Registration[] = [];
  const guards: GuardRegistration[] = [];
  const mounts: MountRegistration[] = [];
  for (const framework of scan.frameworks) {
    registrations.push(
      ...declaredRoutes(framework, scan),
      ...fluentRoutes(framework, scan),
      ...nestedRoutes(framework, scan),
      ...offeredRoutes(framework, scan),
      ...hookedRoutes(framework, scan),
    );
    registrations.push(...toolMethods(framework, scan));
    const built = builtRoutes(framework, scan);
    registrations.push(...built.registrations);
    mounts.push(...built.mounts);
    for (const node of nodes) {
      registrations.push(...toolRoutes(node, framework, scan));
      if (node.type === "class") registrations.push(...annotatedRoutes(node, framework, scan));
      if (node.type === "function") {
        registrations.push(...annotatedFunctions(node, framework, scan), ...decoratedRoutes(node, framework, scan));
        guards.push(...decoratedGuards(node, framework, scan));
      }
      if (node.type !== "call") continue;
      registrations.push(...calledRoutes(node, framework, scan));
      const used = usedRouters(node, framework, scan);
      guards.push(...used.guards);
      mounts.push(...used.mounts);
    }
  }
  const offers = scan.frameworks.some(({ protocol }) => protocol === "agent_tool");
  if (!offers) registrations.push(...nodes.flatMap((node) => describedTools(node, scan)));
  return { routers: scan.routers, registrations, guards, mounts: [...scan.scoped.mounts, ...mounts] };
}

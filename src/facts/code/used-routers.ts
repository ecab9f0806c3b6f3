import { controlsNamed } from "../controls/control-names.ts";
import type { Framework } from "../frameworks/framework.ts";
import type { GuardForm, MountForm } from "../frameworks/guard-forms.ts";
import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath } from "../syntax/walk.ts";
import { requiredModule } from "./canonical-name.ts";
import { isRouteModule } from "./guard-controls.ts";
import { flatten, keywordOf } from "./route-arguments.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine } from "./route-table.ts";
import type { GuardRegistration, MountRegistration } from "./route-table.ts";

export interface Used {
  readonly guards: readonly GuardRegistration[];
  readonly mounts: readonly MountRegistration[];
}

const NOTHING: Used = { guards: [], mounts: [] };

/** What `app.use(…)`, `app.include_router(…)` and the like put in front of routes, and which routers they mount. */
export function usedRouters(node: CallNode, framework: Framework, scan: RouteScan): Used {
  const { callee } = node;
  if (callee.type !== "member") return NOTHING;
  const guard = framework.guards.find((form) => !form.decorator && form.method === callee.property);
  const mount = framework.mounts.find((form) => form.method === callee.property);
  if (!guard && !mount) return NOTHING;
  const router = scan.routerOf(callee.object, framework);
  return router === null ? NOTHING : readUse(node, router, { guard, mount }, scan);
}

interface Forms {
  readonly guard: GuardForm | undefined;
  readonly mount: MountForm | undefined;
}

function readUse(node: CallNode, router: string, { guard, mount }: Forms, scan: RouteScan): Used {
  const { prefix, given } = argumentsOf(node, guard, mount);
  const children = mount ? given.filter((value) => isChild(value, mount, scan)) : [];
  const dependencies = mount?.guards === undefined ? null : keywordOf(node, mount.guards);
  const functions = given.filter((value) => !children.includes(value) && value.type !== "object");
  const at = firstLine(node);
  const mountGuards = dependencies ? flatten([dependencies]) : guard ? [] : functions;
  return {
    mounts: children.map((child) => ({ router, prefix, child, guards: mountGuards, at })),
    guards: guard && functions.length > 0 ? [{ router, prefix, guards: functions, ordered: guard.ordered, at }] : [],
  };
}

/** The path prefix and what comes after it. A prefix by keyword leaves the first argument to be what is used. */
function argumentsOf(node: CallNode, guard: GuardForm | undefined, mount: MountForm | undefined) {
  const values = node.arguments.filter((argument) => argument.name === null).map((argument) => argument.value);
  const [first, ...rest] = values;
  const leading = textOf(first ?? null);
  const given = flatten(leading === null ? values : rest);
  const prefix = mount?.prefix === undefined ? leading : textOf(keywordOf(node, mount.prefix));
  return { prefix: guard?.event || prefix === null ? "" : prefix, given };
}

function textOf(node: SyntaxNode | null): string | null {
  return node?.type === "text" ? node.value : null;
}

/** True for what is mounted: a router of this file, or something of the project that does not sound like a guard. */
function isChild(node: SyntaxNode, mount: MountForm, scan: RouteScan): boolean {
  if (mount.only === "routers" || requiredModule(node)?.startsWith(".")) return true;
  const path = node.type === "call" ? null : dottedPath(node);
  if (path === null) return false;
  return scan.routers.has(path) || isImportedRouter(path, scan);
}

function isImportedRouter(path: string, scan: RouteScan): boolean {
  const imported = scan.module.imports.get(path.split(".")[0] ?? "");
  if (imported === undefined || !/^[./@~]/u.test(imported.module)) return false;
  return isRouteModule(imported.module) || controlsNamed(path).length === 0;
}

import type { Framework } from "../frameworks/framework.ts";
import { FRAMEWORKS } from "../frameworks/frameworks.ts";
import type { ParameterNode, Place, SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath } from "../syntax/walk.ts";
import { controlsOfAnnotation, controlsOfParameter } from "./annotation-controls.ts";
import type { DraftedFact } from "./draft.ts";
import type { FlowContext } from "./flow-context.ts";
import { controlsOfGuard } from "./guard-controls.ts";
import { dependencyOf, modelTypeOf, resolveHandler } from "./handlers.ts";
import { identityControls } from "./extracted-identity.ts";
import type { NamedFunction } from "./module-model.ts";
import type { Registration, RouteTable } from "./route-table.ts";

/** A registration or a mount: something that guards may stand in front of. */
type Protected = Pick<Registration, "router" | "guards" | "at"> & Partial<Registration> & { readonly prefix?: string };

export interface Protection {
  /** Path parts from the outside in, without the router's own prefix. */
  readonly prefixes: readonly string[];
  readonly controls: readonly DraftedFact[];
  /** True when the chain does not end at an application, so that more guards may exist elsewhere. */
  readonly isOpen: boolean;
}

const MAX_MOUNTS = 4;

/** Everything in the file that stands between the outside and a route: its own guards, its router's, its mounts'. */
export function protectionOf(target: Protected, routes: RouteTable, context: FlowContext): Protection {
  const framework =
    target.framework ?? routes.routers.get(target.router)?.framework ?? routes.registrations[0]?.framework;
  const own = framework
    ? [
        ...broughtControls(target, framework),
        ...ownControls(target, framework, context),
        ...parameterControls(target, framework, context),
      ]
    : [];
  const outer = routerProtection({ ...target, path: target.prefix ?? target.route ?? "" }, routes, context, MAX_MOUNTS);
  return { ...outer, controls: [...outer.controls, ...own] };
}

function broughtControls({ at }: Protected, { id, brings = [] }: Framework): DraftedFact[] {
  const attributes = { effective: true, via: "global", callee: id };
  return brings.map((name) => ({ kind: "control", name, at, symbol: null, attributes }));
}

function ownControls(target: Protected, framework: Framework, context: FlowContext): DraftedFact[] {
  const middleware = target.guards.flatMap((guard) =>
    controlsOfGuard(guard, { at: placeOf(guard, target.at), via: "middleware", framework, defeated: null }, context),
  );
  const apply = (defeated: string | null) => (decorator: SyntaxNode) =>
    controlsOfAnnotation(decorator, { at: decorator, via: "decorator", framework, defeated }, context);
  const inner = (target.decorators ?? []).flatMap(apply(null));
  const outer = (target.outerDecorators ?? []).flatMap(
    apply("it stands above the route decorator, so the registered function does not run it"),
  );
  return [...middleware, ...inner, ...outer, ...wrapperControls(target, framework, context)];
}

/** A named guard is quoted where it is used; a function that stands there is quoted by its first line. */
function placeOf(guard: SyntaxNode, fallback: Place): Place {
  if (guard.type === "function") return { ...guard, endLine: guard.startLine };
  return guard.startLine > 0 ? guard : fallback;
}

/** `withAuth(handler)` guards what it wraps. */
function wrapperControls(target: Protected, framework: Framework, context: FlowContext): DraftedFact[] {
  const handler = target.handler ? resolveHandler(target.handler, context) : null;
  const wrappers = handler?.wrappers ?? (target.handler?.type === "call" ? [target.handler.callee] : []);
  return controlsOfWrappers(wrappers, framework, context);
}

/** What stands around a function that other files may register, as in `const save = withAdmin(function …)`. */
export function wrappedControls({ wrappers }: NamedFunction, context: FlowContext): DraftedFact[] {
  const framework = FRAMEWORKS.find(({ language }) => language === context.module.language.id);
  return framework ? controlsOfWrappers(wrappers, framework, context) : [];
}

function controlsOfWrappers(
  wrappers: readonly SyntaxNode[],
  framework: Framework,
  context: FlowContext,
): DraftedFact[] {
  return wrappers.flatMap((wrapper) =>
    controlsOfGuard(wrapper, { at: wrapper, via: "middleware", framework, defeated: null }, context),
  );
}

/** Parameters that a dependency fills guard the handler; so do aliases such as `CurrentUser`. */
function parameterControls(target: Protected, framework: Framework, context: FlowContext): DraftedFact[] {
  if (framework.types?.inputs) return extractedIdentities(target, framework, context);
  if (target.handler?.type !== "function") return [];
  const annotated = target.handler.parameters.flatMap((parameter) =>
    controlsOfParameter(parameter, { at: parameter, via: "middleware", framework, defeated: null }, context),
  );
  if (framework.others !== "input") return annotated;
  const provided = target.handler.parameters.flatMap((parameter) => {
    const places = [parameter.initial, parameter.annotation].filter((node) => node !== null);
    const aliased = places.map((node) =>
      node.type === "name" ? (context.module.constants.get(node.name) ?? node) : node,
    );
    const dependencies = aliased.flatMap(dependenciesIn);
    const controls = dependencies.flatMap((dependency) =>
      controlsOfGuard(dependency, { at: parameter, via: "middleware", framework, defeated: null }, context),
    );
    return framework.checksTypes ? [...controls, ...validatedType(parameter)] : controls;
  });
  return [...annotated, ...provided];
}

/** A handler that takes who is signed in runs only for those who are. */
function extractedIdentities({ handler }: Protected, framework: Framework, context: FlowContext): DraftedFact[] {
  const resolved = handler ? resolveHandler(handler, context) : null;
  return resolved?.node.parameters.flatMap((parameter) => identityControls(parameter, framework)) ?? [];
}

function validatedType(parameter: ParameterNode): DraftedFact[] {
  const callee = modelTypeOf(parameter);
  if (callee === null) return [];
  const attributes = { effective: true, via: "middleware", callee };
  return [{ kind: "control", name: "validation", at: parameter, symbol: null, attributes }];
}

function dependenciesIn(node: SyntaxNode): SyntaxNode[] {
  if (dependencyOf(node) !== null) return [node];
  if (node.type === "name" && /^Current\w*User$|^\w*UserDep$|^AuthUser$/u.test(node.name)) return [node];
  if (node.type === "group") return node.children.flatMap(dependenciesIn);
  if (node.type === "index") return dependenciesIn(node.index);
  return node.type === "list" ? node.items.flatMap(dependenciesIn) : [];
}

type Routed = Protected & { readonly path: string };

function routerProtection(target: Routed, routes: RouteTable, context: FlowContext, depth: number): Protection {
  const router = routes.routers.get(target.router);
  const framework = frameworkOf(target, routes);
  const guards = framework ? routerGuards(target, framework, routes, context) : [];
  const mount = depth > 0 ? routes.mounts.find((one) => dottedPath(one.child) === target.router) : undefined;
  if (!mount || !framework) return { prefixes: [], controls: guards, isOpen: !router?.isRoot };
  const outer = routerProtection({ ...mount, path: mount.prefix }, routes, context, depth - 1);
  const mounted = ownControls(mount, framework, context);
  const parent = routes.routers.get(mount.router)?.prefix ?? "";
  return {
    prefixes: [...outer.prefixes, parent, mount.prefix],
    controls: [...outer.controls, ...mounted, ...guards],
    isOpen: outer.isOpen,
  };
}

function frameworkOf(target: Protected, routes: RouteTable): Framework | undefined {
  return target.framework ?? routes.routers.get(target.router)?.framework ?? routes.registrations[0]?.framework;
}

function routerGuards(target: Routed, framework: Framework, routes: RouteTable, context: FlowContext): DraftedFact[] {
  const declared = (routes.routers.get(target.router)?.guards ?? []).flatMap((guard) =>
    controlsOfGuard(guard, { at: guard, via: "global", framework, defeated: null }, context),
  );
  const used = routes.guards
    .filter((guard) => guard.router === target.router && covers(guard.prefix, target.path))
    .flatMap((registration) => {
      const late = registration.ordered && registration.at.offset > target.at.offset;
      const defeated = late ? "it is registered after the route, so it does not run before it" : null;
      return registration.guards.flatMap((guard) =>
        controlsOfGuard(guard, { at: placeOf(guard, registration.at), via: "global", framework, defeated }, context),
      );
    });
  return [...declared, ...used];
}

/** True when a guard for a prefix runs for a path. */
export function covers(prefix: string, path: string): boolean {
  const plain = prefix.replace(/\/?\*?$/u, "");
  return plain === "" || path === plain || path.startsWith(`${plain}/`);
}

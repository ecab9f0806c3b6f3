import type { Framework } from "../frameworks/framework.ts";
import type { RouteForm } from "../frameworks/route-forms.ts";
import type { ClassNode, FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { type Annotation, annotationOf, valuesOf, waives } from "./annotations.ts";
import { membersOf } from "./declared-types.ts";
import { keywordOf, methodNames, routeText } from "./route-arguments.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine } from "./route-table.ts";
import { joinRoute, NO_ROUTER, type Registration } from "./route-table.ts";

type AnnotatedForm = Extract<RouteForm, { form: "annotated" }>;

interface Given {
  readonly form: AnnotatedForm;
  readonly framework: Framework;
  readonly scan: RouteScan;
}

/** The routes that annotations name on the methods of a class: `#[Route("/invoices")]` on both, joined. */
export function annotatedRoutes(node: ClassNode, framework: Framework, scan: RouteScan): Registration[] {
  return framework.routes.flatMap((form) =>
    form.form === "annotated" ? byClass(node, { form, framework, scan }) : [],
  );
}

/** The routes that annotations name above a function itself: `#[get("/invoices")]`. */
export function annotatedFunctions(node: FunctionNode, framework: Framework, scan: RouteScan): Registration[] {
  return framework.routes.flatMap((form) =>
    form.form === "annotated" && form.onFunctions ? byMethod(node, [""], [], { form, framework, scan }) : [],
  );
}

function byClass(node: ClassNode, given: Given): Registration[] {
  const { form } = given;
  const own = node.decorators.map(annotationOf);
  if (form.classes && !own.some(({ name }) => form.classes?.includes(name))) return [];
  const parts = own.filter((one) => isPrefix(one, form)).map((one) => pathOf(one, given) ?? "");
  const prefixes = parts.length === 0 ? [""] : parts;
  const methods = membersOf(node.body).flatMap((member) => (member.type === "function" ? [member] : []));
  return methods.flatMap((method) => byMethod(method, prefixes, own, given));
}

function byMethod(
  method: FunctionNode,
  prefixes: readonly string[],
  ...[own, given]: [readonly Annotation[], Given]
): Registration[] {
  const annotations = method.decorators.map(annotationOf);
  const routes = annotations.filter(({ name }) => Object.hasOwn(given.form.names, name));
  return routes.flatMap((route) =>
    prefixes.flatMap((prefix) => registrations({ method, annotations, route, prefix, own }, given)),
  );
}

interface Annotated {
  readonly method: FunctionNode;
  readonly annotations: readonly Annotation[];
  readonly route: Annotation;
  readonly prefix: string;
  /** Annotations of the class, which hold for all its methods. */
  readonly own: readonly Annotation[];
}

function registrations(annotated: Annotated, given: Given): Registration[] {
  const { method, annotations, route, own } = annotated;
  const { form, framework } = given;
  const label = form.labels?.[route.name] ?? null;
  const written = route.call === null ? null : methodNames(keywordOf(route.call, form.methods));
  const isOpened = annotations.some((one) => waives(one, framework));
  const isWaived = isOpened || own.some((one) => waives(one, framework));
  const guards = [...(isOpened ? [] : own), ...annotations].filter((one) => !isRoute(one, form));
  return (written ?? [form.names[route.name] ?? null]).map((name) => ({
    framework,
    router: NO_ROUTER,
    method: name,
    route: routeOf(annotated, label, given),
    label,
    guards: [],
    outerDecorators: [],
    decorators: guards.map((one): SyntaxNode => one.node),
    isWaived,
    ...(form.says ? { says: form.says } : {}),
    handler: method,
    at: firstLine(route.node),
  }));
}

/** The whole path, or the name of an entry point that has one instead. */
function routeOf({ method, annotations, route, prefix }: Annotated, label: string | null, given: Given): string {
  const path = pathOf(route, given);
  if (label !== null) return path ?? method.name ?? "";
  const further = annotations.filter((one) => one !== route && isPrefix(one, given.form));
  return joinRoute(prefix, path ?? "", ...further.map((one) => pathOf(one, given) ?? ""));
}

function isPrefix({ name }: Annotation, { prefixes, names }: AnnotatedForm): boolean {
  return prefixes ? prefixes.includes(name) : Object.hasOwn(names, name);
}

function isRoute(annotation: Annotation, form: AnnotatedForm): boolean {
  const isClass = form.classes?.includes(annotation.name) ?? false;
  return isClass || Object.hasOwn(form.names, annotation.name) || isPrefix(annotation, form);
}

function pathOf(annotation: Annotation, { form, scan }: Given): string | null {
  const { call } = annotation;
  const keyword = form.path.map((key) => (call === null ? null : keywordOf(call, key))).find((one) => one !== null);
  const [first] = call?.arguments.filter(({ name }) => name === null).length ? valuesOf(annotation) : [];
  const path = keyword ?? first;
  return path && path.type !== "object" && path.type !== "function" ? routeText(path, scan.module, true) : null;
}

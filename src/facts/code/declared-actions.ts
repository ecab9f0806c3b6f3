import type { Framework } from "../frameworks/framework.ts";
import type { RouteForm } from "../frameworks/route-forms.ts";
import type { FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, lastName } from "../syntax/walk.ts";
import { addressOf, namedMethod } from "./attributed-actions.ts";
import { type ClassModel, positional, textsIn } from "./class-model.ts";
import { guardedClassesIn } from "./class-guards.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine } from "./route-table.ts";
import { NO_ROUTER, type Registration } from "./route-table.ts";
import { wordsOf } from "./words.ts";

type ActionForm = Extract<RouteForm, { form: "action" }>;

/** The public methods of the controllers of a file. */
export function declaredActions(form: ActionForm, framework: Framework, scan: RouteScan): Registration[] {
  return guardedClassesIn(scan.module).flatMap(({ model }) => {
    if (!form.className.test(model.name) || form.abstract.test(model.name)) return [];
    const controller = controllerName(model.name, form, scan);
    return actionsOf(model, form).map((node): Registration => {
      const name = node.name ?? "";
      const method = namedMethod(node, form) ?? form.methods[name] ?? null;
      const conventional = { route: `${controller}#${name}`, method, label: "action" };
      const address = addressOf(node, model, form) ?? conventional;
      return { ...blank(node, framework), ...address, action: { className: model.name, name } };
    });
  });
}

/** `invoices` for `app/controllers/invoices_controller.rb`, or for `InvoicesController` that stands elsewhere. */
function controllerName(className: string, form: ActionForm, scan: RouteScan): string {
  const plain = wordsOf(className.replace(form.className, "")).trim().replaceAll(" ", "_");
  const path = form.file.exec(scan.module.file.path)?.[1] ?? "";
  return path === plain || path.endsWith(`/${plain}`) ? path : plain;
}

/** Actions take no arguments, and are no callbacks, no questions, and no helpers of views or of other actions. */
function actionsOf({ name: className, methods, declarations }: ClassModel, form: ActionForm): FunctionNode[] {
  const declared = declarations.flatMap((call) => textsIn([...positional(call), ...withOption(call)]));
  const called = methods.flatMap(({ body }) => calledIn(body)).filter((name) => !Object.hasOwn(form.methods, name));
  const used = new Set([className, ...declared, ...called]);
  return methods.filter(({ name, parameters, decorators }) => {
    if (name === null || !/^[a-z]\w*$/iu.test(name) || used.has(name)) return false;
    if (form.attributes === undefined) return parameters.length === 0;
    return !decorators.some((one) => form.attributes?.none.test(lastName(one) ?? ""));
  });
}

function calledIn(body: SyntaxNode): string[] {
  return [...descendants(body)].flatMap((node) => (node.type === "name" ? [node.name] : []));
}

function withOption(call: ClassModel["declarations"][number]) {
  return call.arguments.flatMap(({ name, value }) => (/^(?:with|if|unless)$/u.test(name ?? "") ? [value] : []));
}

function blank(node: FunctionNode, framework: Framework) {
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

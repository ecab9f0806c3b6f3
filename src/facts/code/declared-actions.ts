import type { Framework, RouteForm } from "../frameworks/framework.ts";
import type { FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants } from "../syntax/walk.ts";
import { type ClassModel, positional, textsIn } from "./class-model.ts";
import { guardedClassesIn } from "./class-guards.ts";
import { firstLine, type RouteScan } from "./route-scan.ts";
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
      const route = `${controller}#${name}`;
      return {
        ...blank(node, framework),
        route,
        method: form.methods[name] ?? null,
        action: { className: model.name, name },
      };
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
function actionsOf({ methods, declarations }: ClassModel, form: ActionForm): FunctionNode[] {
  const declared = declarations.flatMap((call) => textsIn([...positional(call), ...withOption(call)]));
  const called = methods.flatMap(({ body }) => calledIn(body)).filter((name) => !Object.hasOwn(form.methods, name));
  const used = new Set([...declared, ...called]);
  return methods.filter(({ name, parameters }) => {
    return name !== null && /^[a-z]\w*$/u.test(name) && parameters.length === 0 && !used.has(name);
  });
}

function calledIn(body: SyntaxNode): string[] {
  return [...descendants(body)].flatMap((node) =>
    node.type === "call" && node.callee.type === "name" ? [node.callee.name] : [],
  );
}

function withOption(call: ClassModel["declarations"][number]) {
  return call.arguments.flatMap(({ name, value }) => (/^(?:with|if|unless)$/u.test(name ?? "") ? [value] : []));
}

function blank(node: FunctionNode, framework: Framework) {
  return {
    framework,
    router: NO_ROUTER,
    label: "action",
    guards: [],
    outerDecorators: [],
    decorators: [],
    handler: node,
    at: firstLine(node),
  };
}

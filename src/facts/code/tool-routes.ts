import { AGENT_TOOLS } from "../frameworks/agent-tools.ts";
import type { Framework } from "../frameworks/framework.ts";
import type { RouteForm } from "../frameworks/route-forms.ts";
import type { CallNode, FunctionNode, ObjectNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath, lastName, literalText } from "../syntax/walk.ts";
import { canonicalName } from "./canonical-name.ts";
import type { NamedFunction } from "./module-model.ts";
import { isHandlerLike, keywordOf } from "./route-arguments.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine } from "./route-table.ts";
import { NO_ROUTER, type Registration } from "./route-table.ts";

type ToolForm = Extract<RouteForm, { form: "tool" }>;

/** What an agent framework offers to a model at this node: a marked function, a made tool, a method that answers one. */
export function toolRoutes(node: SyntaxNode, framework: Framework, scan: RouteScan): Registration[] {
  return framework.routes.flatMap((form) => {
    if (form.form !== "tool") return [];
    if (node.type === "function") return markedFunction(node, form, { framework, scan });
    if (node.type === "assign") return madeTool(node.value, lastName(node.target), form, { framework, scan });
    if (node.type === "entry") return madeTool(node.value, node.key, form, { framework, scan });
    if (node.type === "call")
      return node.arguments.flatMap(({ value }) => madeTool(value, null, form, { framework, scan }));
    return node.type === "list" ? node.items.flatMap((item) => madeTool(item, null, form, { framework, scan })) : [];
  });
}

/**
 * A tool by its form: an object that describes a function and its parameters for a model. Frameworks of this project's own
 * making are no other than those that everyone knows.
 */
export function describedTools(node: SyntaxNode, { module }: RouteScan): Registration[] {
  if (node.type !== "object" || module.language.id !== AGENT_TOOLS.language) return [];
  const handler = valueOf(node, /^(?:handler|execute|run|func|call|invoke)$/u);
  if (handler?.type !== "function" || !isDescribed(node)) return [];
  const name = valueOf(node, /^name$/u);
  const route = name?.type === "text" ? name.value : fileName(module.file.path);
  return [tool(node, { route, handler }, AGENT_TOOLS)];
}

function valueOf({ entries }: ObjectNode, keys: RegExp): SyntaxNode | null {
  return entries.find(({ key }) => key !== null && keys.test(key))?.value ?? null;
}

function isDescribed(node: ObjectNode): boolean {
  const description = valueOf(node, /^description$/u);
  const parameters = valueOf(node, /^(?:parameters|inputSchema|input_schema|schema)$/u);
  return description !== null && literalText(description) !== null && parameters !== null && isSchema(parameters);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/u, "");
}

/** `{ type: "object", properties: { … } }` and `z.object({ … })`. */
function isSchema(node: SyntaxNode): boolean {
  if (node.type === "call") return /^(?:z|zod|t|Type|v)\.object$/iu.test(dottedPath(node.callee) ?? "");
  return (
    node.type === "object" && node.entries.some(({ key, value }) => key === "properties" && value.type === "object")
  );
}

/** Methods that are tools by the class that they are in, or by the type of the message that they take. */
export function toolMethods(framework: Framework, scan: RouteScan): Registration[] {
  return framework.routes.flatMap((form) => {
    const fits = (one: NamedFunction) =>
      (form.form === "tool_class" && isToolClass(one, form, scan)) ||
      (form.form === "tool_message" && takesMessage(one, form));
    return scan.module.functions.filter(fits).map((one) => {
      const route = form.form === "tool_class" ? (one.className ?? one.symbol) : (one.node.name ?? one.symbol);
      return tool(one.node, { route, handler: one.node }, framework);
    });
  });
}

interface Given {
  readonly framework: Framework;
  readonly scan: RouteScan;
}

function markedFunction(node: FunctionNode, form: ToolForm, { framework, scan }: Given): Registration[] {
  return node.decorators
    .filter((one) => form.callees.test(nameOf(one, scan)))
    .map((one) => tool(one, { route: node.name ?? "tool", handler: node }, framework));
}

function nameOf(node: SyntaxNode, { module }: RouteScan): string {
  return canonicalName(node.type === "call" ? node.callee : node, module) ?? "";
}

function madeTool(node: SyntaxNode, name: string | null, form: ToolForm, { framework, scan }: Given): Registration[] {
  if (node.type !== "call" || !form.callees.test(nameOf(node, scan))) return [];
  const handler = handlerOf(node, form);
  if (handler === null) return [];
  const given = keywordOf(node, "name");
  const route = (given?.type === "text" ? given.value : null) ?? name ?? lastName(handler) ?? "tool";
  return [tool(node, { route, handler }, framework)];
}

function handlerOf(node: CallNode, form: ToolForm): SyntaxNode | null {
  const named = form.handlers.map((key) => keywordOf(node, key)).find((value) => value !== null);
  const first = node.arguments.find(({ name, value }) => name === null && isHandlerLike(value))?.value;
  return named ?? first ?? null;
}

function isToolClass(
  { className, node }: NamedFunction,
  form: Extract<RouteForm, { form: "tool_class" }>,
  { module }: RouteScan,
): boolean {
  if (className === null || !form.methods.test(node.name ?? "")) return false;
  const owner = [...descendants(module.root)].find((one) => one.type === "class" && one.name === className);
  return owner?.type === "class" && owner.bases.some((base) => form.bases.test(lastName(base) ?? ""));
}

/** A method whose only argument is a message of a tool answers that tool. */
function takesMessage({ className, node }: NamedFunction, form: Extract<RouteForm, { form: "tool_message" }>): boolean {
  if (className === null || (node.name ?? "").startsWith("__")) return false;
  const [parameter, ...others] = node.parameters.filter(
    ({ pattern }) => !/^(?:self|cls)$/u.test(lastName(pattern) ?? ""),
  );
  if (!parameter?.annotation || others.length > 0) return false;
  return [...descendants(parameter.annotation)].some((one) => one.type === "name" && form.type.test(one.name));
}

function tool(at: SyntaxNode, given: { route: string; handler: SyntaxNode }, framework: Framework): Registration {
  return {
    ...given,
    framework,
    router: NO_ROUTER,
    method: null,
    label: "tool",
    guards: [],
    outerDecorators: [],
    decorators: [],
    at: firstLine(at),
  };
}

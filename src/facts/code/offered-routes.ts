import type { Framework } from "../frameworks/framework.ts";
import type { RouteForm } from "../frameworks/route-forms.ts";
import type { CallNode, FunctionNode, ObjectNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, lastName } from "../syntax/walk.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine, NO_ROUTER, type Registration } from "./route-table.ts";

const NOTHING: SyntaxNode = { type: "group", children: [], startLine: 1, endLine: 1, offset: 0 };

type FormOf<Name extends RouteForm["form"]> = Extract<RouteForm, { form: Name }>;

/** Functions that a framework offers to callers by where they stand: procedures, resolvers, server actions, class methods. */
export function offeredRoutes(framework: Framework, scan: RouteScan): Registration[] {
  return framework.routes.flatMap((form) => {
    if (form.form === "procedure") return procedures(form, framework, scan);
    if (form.form === "resolver") return resolvers(form, framework, scan);
    if (form.form === "directive") return actions(form, framework, scan);
    if (form.form === "service") return serviceMethods(form, framework, scan);
    return form.form === "class" ? methods(form, framework, scan) : [];
  });
}

/** Methods that others can call by their names, with a message of their own. */
function serviceMethods(form: FormOf<"service">, framework: Framework, { module }: RouteScan): Registration[] {
  return module.functions.flatMap(({ className, node }) => {
    const route = node.name ?? "";
    const types = node.parameters.map(({ annotation }) => (annotation?.type === "name" ? annotation.name : ""));
    const messages = types.filter((type) => form.message.test(type));
    const isPlain = types.every((type) => form.message.test(type) || form.beside.test(type));
    if (className === null || !/^[A-Z]/u.test(route) || messages.length !== 1 || !isPlain) return [];
    const method = form.reads.test(route) ? "GET" : "POST";
    return [offered(node, { route, method, label: "call" }, framework)];
  });
}

function offered(
  handler: FunctionNode,
  given: Pick<Registration, "route" | "method" | "label"> & Partial<Pick<Registration, "guards" | "at">>,
  framework: Framework,
): Registration {
  const place = { router: NO_ROUTER, guards: [], outerDecorators: [], at: firstLine(handler) };
  return { framework, ...place, decorators: handler.decorators, handler, ...given };
}

/** `byId: protectedProcedure.input(schema).query(…)` in an object, or as a constant. */
function procedures(form: FormOf<"procedure">, framework: Framework, { module }: RouteScan): Registration[] {
  return [...descendants(module.root)].flatMap((node) => {
    const name = node.type === "entry" ? node.key : node.type === "assign" ? lastName(node.target) : null;
    const call = node.type === "entry" || node.type === "assign" ? node.value : null;
    return name !== null && call?.type === "call" ? procedure(name, call, form, framework) : [];
  });
}

function procedure(route: string, call: CallNode, form: FormOf<"procedure">, framework: Framework): Registration[] {
  const label = lastName(call.callee) ?? "";
  const handler = handlerIn(call, form);
  const method = Object.hasOwn(form.methods, label) ? (form.methods[label] ?? null) : null;
  const root = rootOf(call);
  if (method === null || handler === null || !form.roots.test(lastName(root) ?? "")) return [];
  return [offered(handler, { route, method, label, guards: [root, ...usedIn(call)], at: firstLine(call) }, framework)];
}

/** Where every handler takes something, one that takes nothing is something else. */
function handlerIn(call: CallNode, { takes }: FormOf<"procedure">): FunctionNode | null {
  const given = givenFunction(call);
  return takes && given?.parameters.length === 0 ? null : given;
}

/** The function that a call is given last, itself or in a wrapper: `.action(withLog("saved", async () => …))`. */
function givenFunction(call: CallNode): FunctionNode | null {
  const last = call.arguments.at(-1)?.value;
  if (last?.type === "function") return last;
  return last?.type === "call" ? givenFunction(last) : null;
}

/** What a chain of calls begins with. */
function rootOf(node: SyntaxNode): SyntaxNode {
  return node.type === "call" && node.callee.type === "member" ? rootOf(node.callee.object) : node;
}

/** What is put in between: `.use(requireAdmin)`. */
function usedIn(node: SyntaxNode): SyntaxNode[] {
  if (node.type !== "call" || node.callee.type !== "member") return [];
  const own = node.callee.property === "use" ? node.arguments.map(({ value }) => value) : [];
  return [...usedIn(node.callee.object), ...own];
}

function resolvers(form: FormOf<"resolver">, framework: Framework, { module }: RouteScan): Registration[] {
  return [...descendants(module.root)].flatMap((node) => {
    const types = node.type === "object" ? node.entries.filter(({ key }) => Object.hasOwn(form.types, key ?? "")) : [];
    return types.flatMap(({ key, value }) =>
      value.type === "object"
        ? resolversIn(value, { label: key ?? "", method: form.types[key ?? ""] ?? null }, framework)
        : [],
    );
  });
}

function resolversIn(
  { entries }: ObjectNode,
  { label, method }: Pick<Registration, "method"> & { label: string },
  framework: Framework,
): Registration[] {
  return entries.flatMap(({ key, value }) =>
    key !== null && value.type === "function" && value.parameters.length > 1
      ? [offered(value, { route: key, method, label: label.toLowerCase() }, framework)]
      : [],
  );
}

function actions(form: FormOf<"directive">, framework: Framework, { module }: RouteScan): Registration[] {
  const exported = new Set(module.exports.values());
  const isWhole = beginsWith(module.root, form.text);
  return module.functions
    .filter(({ symbol, node }) => (isWhole && exported.has(symbol)) || beginsWith(node.body, form.text))
    .map(({ symbol, node }) => offered(node, { route: symbol, method: "POST", label: "server action" }, framework));
}

/** True where a text stands before everything else. */
function beginsWith(node: SyntaxNode, text: string): boolean {
  if (node.type === "text") return node.value === text;
  const [first] = node.type === "group" ? node.children : [];
  return first !== undefined && beginsWith(first, text);
}

function methods(form: FormOf<"class">, framework: Framework, { module }: RouteScan): Registration[] {
  const classes = [...descendants(module.root)].filter((node) => node.type === "class");
  const answering = classes.filter(({ bases }) => bases.some((base) => form.bases.test(lastName(base) ?? "")));
  const names = new Set(answering.map(({ name }) => name));
  return module.functions.flatMap(({ className, node }) => {
    const isOfClass = className !== null && names.has(className);
    const label = isOfClass || takesTypes(node, form) ? labelOf(node, form) : null;
    const name = node.name ?? "";
    const method = Object.hasOwn(form.methods, name) ? (form.methods[name] ?? null) : null;
    return label === null ? [] : [offered(node, { route: `${className ?? ""}.${name}`, method, label }, framework)];
  });
}

function takesTypes({ name, parameters }: FunctionNode, { methods: named, takes }: FormOf<"class">): boolean {
  if (takes === undefined || !Object.hasOwn(named, name ?? "")) return false;
  return takes.every((type, index) => type.test(lastName(parameters[index]?.annotation ?? NOTHING) ?? ""));
}

/** How an entry point is called that a method of such a class is; `null` for methods that answer nobody. */
function labelOf(node: FunctionNode, { methods: named, others, except }: FormOf<"class">): string | null {
  if (Object.hasOwn(named, node.name ?? "")) return "view";
  return isPublic(node) && except?.test(node.name ?? "") !== true ? (others ?? null) : null;
}

/** True for methods that others may call by their name. */
function isPublic({ name, hidden }: FunctionNode): boolean {
  return hidden === undefined && /^[a-z]\w*$/iu.test(name ?? "");
}

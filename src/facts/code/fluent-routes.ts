import type { Framework } from "../frameworks/framework.ts";
import type { RouteForm } from "../frameworks/route-forms.ts";
import type { CallNode, FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, dottedPath } from "../syntax/walk.ts";
import { NO_ROUTER } from "./route-table.ts";
import { fluentGuards } from "./fluent-guards.ts";
import { flatten, keywordOf, methodNames, routeText } from "./route-arguments.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine } from "./route-table.ts";
import { joinRoute, type Registration } from "./route-table.ts";

type FluentForm = Extract<RouteForm, { form: "fluent" }>;

/** What the groups around a route say about it. */
interface Group {
  readonly prefix: string;
  readonly guards: readonly SyntaxNode[];
  readonly controller: SyntaxNode | null;
}

interface Link {
  readonly name: string;
  readonly call: CallNode;
}

/** The routes of chains such as `Route::middleware("auth")->group(fn () => Route::get("/x", [X::class, "show"]))`. */
export function fluentRoutes(framework: Framework, scan: RouteScan): Registration[] {
  return framework.routes.flatMap((form) => {
    if (form.form !== "fluent") return [];
    const [, prefix = ""] = form.prefixes.find(([file]) => file.test(scan.module.file.path)) ?? [];
    const reader = new FluentReader(framework, form, scan);
    reader.walk(scan.module.root, { prefix, guards: [], controller: null });
    return reader.registrations;
  });
}

class FluentReader {
  readonly registrations: Registration[] = [];
  private readonly framework: Framework;
  private readonly form: FluentForm;
  private readonly scan: RouteScan;

  constructor(framework: Framework, form: FluentForm, scan: RouteScan) {
    this.framework = framework;
    this.form = form;
    this.scan = scan;
  }

  walk(node: SyntaxNode, group: Group): void {
    const chain = node.type === "call" ? this.chainOf(node) : null;
    if (chain) return this.readChain(chain, group);
    for (const child of childrenOf(node)) this.walk(child, group);
  }

  /** The calls of a chain in the order in which they are made, or `null` when it starts elsewhere. */
  private chainOf(node: SyntaxNode): Link[] | null {
    if (node.type !== "call") return this.form.roots.test(dottedPath(node) ?? "") ? [] : null;
    if (node.callee.type !== "member") return null;
    const before = this.chainOf(node.callee.object);
    return before && [...before, { name: node.callee.property, call: node }];
  }

  private readChain(chain: readonly Link[], outer: Group): void {
    const group = chain.reduce((known, link) => this.within(link, known), outer);
    for (const { name, call } of chain) {
      const last = call.arguments.at(-1)?.value;
      if (name === "group" && last?.type === "function") this.walk(last.body, group);
      else if (RESOURCES.test(name)) this.addResource(name, call, { chain, group });
      else if (Object.hasOwn(this.form.methods, name)) this.addRoute(name, call, group);
    }
  }

  private within({ name, call }: Link, group: Group): Group {
    const values = call.arguments.map(({ value }) => value);
    const [first] = values;
    if (name === "middleware" || name === "add")
      return { ...group, guards: [...group.guards, ...fluentGuards(values)] };
    if (name === "controller") return { ...group, controller: first ?? null };
    if (name === "prefix") return { ...group, prefix: joinRoute(group.prefix, this.textOf(first)) };
    return name === "group" && first && first.type !== "function" ? this.withOptions(call, first, group) : group;
  }

  /** `group(["prefix" => "admin", "middleware" => "auth"], fn)` and `group("/admin", fn)`. */
  private withOptions(call: CallNode, first: SyntaxNode, group: Group): Group {
    const guards = keywordOf(call, "middleware");
    const prefix = keywordOf(call, "prefix") ?? first;
    return {
      ...group,
      prefix: joinRoute(group.prefix, this.textOf(prefix)),
      guards: guards ? [...group.guards, ...fluentGuards([guards])] : group.guards,
    };
  }

  private textOf(node: SyntaxNode | undefined): string {
    return node?.type === "object" || !node ? "" : (routeText(node, this.scan.module, true) ?? "");
  }

  private addRoute(name: string, call: CallNode, group: Group): void {
    const values = call.arguments.map(({ value }) => value);
    const methods = TAKES_METHODS.test(name) ? methodNames(values.shift() ?? null) : null;
    const [path, target] = values;
    const handler = target ? handlerOf(target, group.controller) : null;
    if (!path || !handler) return;
    const route = { path: this.textOf(path), handler, at: call };
    for (const method of methods ?? [this.form.methods[name] ?? null]) this.add({ ...route, method }, group);
  }

  /** `Route::resource("invoices", InvoiceController::class)` stands for the usual actions. */
  private addResource(name: string, call: CallNode, { chain, group }: { chain: readonly Link[]; group: Group }): void {
    const [path, controller] = call.arguments.map(({ value }) => value);
    if (path?.type !== "text" || !controller) return;
    const item = `{${path.value.split(/[./]/u).at(-1)?.replace(/s$/u, "") ?? "id"}}`;
    for (const [action, method, below] of ACTIONS) {
      if ((name === "apiResource" && /^(?:create|edit)$/u.test(action)) || !isAmong(action, chain)) continue;
      const handler = methodOf(controller, action);
      this.add({ method, path: joinRoute(path.value, below.replace("{}", item)), handler, at: call }, group);
    }
  }

  private add({ method, path, handler, at }: Route, { prefix, guards }: Group): void {
    const { framework } = this;
    const route = joinRoute(prefix, path);
    const rest = { label: null, outerDecorators: [], decorators: [], handler, at: firstLine(at) };
    this.registrations.push({ framework, router: NO_ROUTER, method, route, guards, ...rest });
  }
}

interface Route {
  readonly method: string | null;
  readonly path: string;
  readonly handler: SyntaxNode;
  readonly at: SyntaxNode;
}

const TAKES_METHODS = /^(?:match|map)$/u;
const RESOURCES = /^(?:resource|apiResource)$/u;
const ACTIONS: readonly (readonly [action: string, method: string, path: string])[] = [
  ["index", "GET", ""],
  ["create", "GET", "create"],
  ["store", "POST", ""],
  ["show", "GET", "{}"],
  ["edit", "GET", "{}/edit"],
  ["update", "PUT", "{}"],
  ["destroy", "DELETE", "{}"],
];

function isAmong(action: string, chain: readonly Link[]): boolean {
  const names = (wanted: string) => {
    const link = chain.find(({ name }) => name === wanted);
    const listed = link && flatten(link.call.arguments.map(({ value }) => value));
    return listed?.flatMap((item) => (item.type === "text" ? [item.value] : [])) ?? null;
  };
  return (names("only")?.includes(action) ?? true) && !(names("except")?.includes(action) ?? false);
}

/** A closure, `[Controller::class, "show"]`, `"Controller@show"`, or the name of a method of the group's controller. */
function handlerOf(node: SyntaxNode, controller: SyntaxNode | null): FunctionNode | SyntaxNode | null {
  if (node.type === "function") return node;
  const [first, second] = node.type === "list" ? node.items : [];
  if (first && second?.type === "text") return methodOf(first, second.value);
  if (node.type === "text") return namedHandler(node, node.value, controller);
  return node.type === "member" && node.property === "class" ? methodOf(node, "__invoke") : null;
}

function namedHandler(node: SyntaxNode, text: string, controller: SyntaxNode | null): SyntaxNode | null {
  const [name = "", method] = text.split(/[@:]+/u);
  if (method !== undefined) return { ...named(node, name.replaceAll("\\", ".")), property: method };
  return controller === null ? null : methodOf(controller, name);
}

function named({ startLine, endLine, offset }: SyntaxNode, name: string) {
  const at = { startLine, endLine, offset };
  return { type: "member" as const, object: { type: "name" as const, name, fixed: true as const, ...at }, ...at };
}

/** A method of `Controller::class`. */
function methodOf(node: SyntaxNode, property: string): SyntaxNode {
  const { startLine, endLine, offset } = node;
  const object = node.type === "member" && node.property === "class" ? node.object : node;
  return { type: "member", object, property, startLine, endLine, offset };
}

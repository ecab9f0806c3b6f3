import type { Framework } from "../frameworks/framework.ts";
import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath, lastName } from "../syntax/walk.ts";
import { type BuiltForm, handlersIn, layersOf } from "./built-handlers.ts";
import { canonicalName } from "./canonical-name.ts";
import { routeText } from "./route-arguments.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine } from "./route-table.ts";
import { joinRoute, type MountRegistration, type Registration, type RouteTable } from "./route-table.ts";

type Built = Pick<RouteTable, "registrations" | "guards" | "mounts">;

interface Link {
  readonly name: string;
  readonly call: CallNode;
}

/** What stands around a part of a router. */
interface Around {
  readonly router: string;
  readonly prefix: string;
  readonly guards: readonly SyntaxNode[];
}

/** The routes of chains such as `Router::new().route("/x", get(show)).layer(auth).nest("/api", other())`. */
export function builtRoutes(framework: Framework, scan: RouteScan): Built {
  const found: Built[] = framework.routes.flatMap((form) => {
    if (form.form !== "built") return [];
    const reader = new BuiltReader(framework, form, scan);
    reader.read();
    return [reader];
  });
  return {
    registrations: found.flatMap((one) => one.registrations),
    guards: [],
    mounts: found.flatMap((one) => one.mounts),
  };
}

class BuiltReader implements Built {
  readonly registrations: Registration[] = [];
  readonly guards = [];
  readonly mounts: MountRegistration[] = [];
  private readonly framework: Framework;
  private readonly form: BuiltForm;
  private readonly scan: RouteScan;
  private readonly seen = new Set<SyntaxNode>();
  /** Names of the routers that something serves. */
  private readonly served = new Set<string>();

  constructor(framework: Framework, form: BuiltForm, scan: RouteScan) {
    this.framework = framework;
    this.form = form;
    this.scan = scan;
  }

  /** A router is known by the variable that holds it, or by the function that makes it. */
  read(): void {
    const { functions } = this.scan.module;
    for (const { node, symbol } of functions) this.findServed(node.body, `${symbol}()`);
    for (const { node, symbol } of functions) this.readBody(node.body, `${symbol}()`);
  }

  private findServed(body: SyntaxNode, made: string): void {
    const nodes = [...descendants(body)];
    for (const one of nodes) if (one.type === "call") this.noteServed(one, made);
    for (const one of nodes) if (one.type === "assign" && this.isServed(one.target)) this.addServed(one.value);
  }

  private readBody(body: SyntaxNode, made: string): void {
    const later = this.laterLinks(body);
    for (const one of descendants(body)) {
      if (one.type === "assign" && one.target.type === "name") this.readHeld(one.target.name, one.value, later);
      else if (one.type === "call") this.readMade(one, made);
    }
  }

  /** `serve(listener, app)`, `serve(listener, app())`, and `HttpServer::new(|| App::new()…)`. */
  private noteServed(node: CallNode, made: string): void {
    if (!this.form.serves.test(canonicalName(node.callee, this.scan.module) ?? "")) return;
    for (const { value } of node.arguments) {
      if (value.type === "function") this.served.add(made);
      else this.addServed(value);
    }
  }

  private addServed(node: SyntaxNode): void {
    const [name] = dottedPath(node)?.split(".") ?? [];
    if (name !== undefined) this.served.add(name);
  }

  private isServed(node: SyntaxNode): boolean {
    return node.type === "name" && this.served.has(node.name);
  }

  /** What is done to routers after they got a name, by that name. */
  private laterLinks(body: SyntaxNode): ReadonlyMap<string, Link[]> {
    const inner = new Set<SyntaxNode>();
    const later = new Map<string, Link[]>();
    for (const one of descendants(body)) {
      if (one.type !== "call" || inner.has(one)) continue;
      const calls = spine(one);
      for (const call of calls) inner.add(call);
      const root = calls.at(-1)?.callee;
      if (root?.type !== "member" || root.object.type !== "name") continue;
      const links = calls.map((call) => ({ name: lastName(call.callee) ?? "", call }));
      later.set(root.object.name, [...(later.get(root.object.name) ?? []), ...links]);
    }
    return later;
  }

  /** `let app = Router::new()…`, and what is done to `app` later on. */
  private readHeld(name: string, value: SyntaxNode, later: ReadonlyMap<string, Link[]>): void {
    if (value.type !== "call" || this.chainOf(value) === null) return;
    this.addRouter(name);
    this.readNew(value, { router: name, prefix: "", guards: this.layersIn(later.get(name) ?? []) });
  }

  private readMade(node: CallNode, router: string): void {
    if (this.seen.has(node) || this.chainOf(node) === null) return;
    this.addRouter(router);
    this.readNew(node, { router, prefix: "", guards: [] });
  }

  private addRouter(name: string): void {
    const isRoot = this.served.has(name);
    this.scan.routers.set(name, { name, framework: this.framework, isRoot, prefix: "", guards: [] });
  }

  private readNew(node: CallNode, around: Around): void {
    const links = this.seen.has(node) ? null : this.chainOf(node);
    if (links === null) return;
    for (const { call } of links) for (const one of spine(call)) this.seen.add(one);
    this.readLinks(links, this.openedBy(links[0], around));
  }

  /** A chain from its maker on, or `null` when it starts elsewhere. */
  private chainOf(node: SyntaxNode): Link[] | null {
    if (node.type !== "call") return null;
    const name = lastName(node.callee) ?? "";
    if (this.isMaker(node)) return [{ name, call: node }];
    const before = node.callee.type === "member" ? this.chainOf(node.callee.object) : null;
    return before && [...before, { name, call: node }];
  }

  private isMaker({ callee }: CallNode): boolean {
    return this.form.makers.test(canonicalName(callee, this.scan.module) ?? "");
  }

  private openedBy(first: Link | undefined, around: Around): Around {
    const [path] = first?.call.arguments ?? [];
    return path ? { ...around, prefix: joinRoute(around.prefix, this.textOf(path.value)) } : around;
  }

  private textOf(node: SyntaxNode): string {
    return routeText(node, this.scan.module, true) ?? "";
  }

  private layersIn(links: readonly Link[]): SyntaxNode[] {
    const layers = links.filter(({ name }) => this.form.layers.includes(name));
    return layers.flatMap(({ call }) => call.arguments.flatMap(({ value }) => layersOf(value)));
  }

  private readLinks(links: readonly Link[], around: Around): void {
    for (const [position, link] of links.entries()) {
      const behind = this.form.layersAll ? links : links.slice(position + 1);
      const guards = [...around.guards, ...this.layersIn(behind)];
      if (this.form.route === link.name) this.addRoute(link, { ...around, guards });
      else if (this.form.includes.includes(link.name)) this.include(link, { ...around, guards });
    }
  }

  private include({ call }: Link, { router, prefix, guards }: Around): void {
    const values = call.arguments.map(({ value }) => value);
    const child = values.at(-1);
    const [path] = values.length > 1 ? values : [];
    const inside = path ? joinRoute(prefix, this.textOf(path)) : prefix;
    if (!child) return;
    if (this.chainOf(child) && child.type === "call") this.readNew(child, { router, prefix: inside, guards });
    else this.mounts.push({ router, prefix: inside, child, guards, at: firstLine(call) });
  }

  private addRoute({ call }: Link, around: Around): void {
    const values = call.arguments.map(({ value }) => value);
    const service = values.at(-1);
    const [path] = values.length > 1 ? values : [];
    const handlers = service ? handlersIn(service, this.form) : { routes: [], guards: [] };
    const route = joinRoute(around.prefix, path ? this.textOf(path) : "");
    const guards = [...around.guards, ...handlers.guards];
    const rest = { framework: this.framework, label: null, outerDecorators: [], decorators: [], at: firstLine(call) };
    for (const { method, handler } of handlers.routes)
      this.registrations.push({ ...rest, router: around.router, route, guards, method, handler });
  }
}

/** The calls of a chain, the last one first. */
function spine(node: SyntaxNode): CallNode[] {
  if (node.type !== "call") return [];
  return [node, ...(node.callee.type === "member" ? spine(node.callee.object) : [])];
}

import type { Framework } from "../frameworks/framework.ts";
import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath, lastName } from "../syntax/walk.ts";
import { type BuiltForm, handlersIn, layersOf } from "./built-handlers.ts";
import { canonicalName } from "./canonical-name.ts";
import { routeText } from "./route-arguments.ts";
import { firstLine, type RouteScan } from "./route-scan.ts";
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

  constructor(framework: Framework, form: BuiltForm, scan: RouteScan) {
    this.framework = framework;
    this.form = form;
    this.scan = scan;
  }

  /** A router is known by the variable that holds it, or by the function that makes it. */
  read(): void {
    for (const { node, symbol } of this.scan.module.functions) {
      const made = `${symbol}()`;
      for (const one of descendants(node.body)) {
        const isHeld = one.type === "assign" && one.target.type === "name";
        if (isHeld) this.readHeld(one.target.name, one.value, node.body);
        else if (one.type === "call") this.readNew(one, { router: made, prefix: "", guards: [] });
      }
    }
  }

  /** `let app = Router::new()…`, and what is done to `app` later on. */
  private readHeld(name: string, value: SyntaxNode, body: SyntaxNode): void {
    if (value.type !== "call") return;
    const links = this.chainOf(value);
    if (links === null) return;
    const later = [...descendants(body)].flatMap((one) => (one.type === "call" ? (this.chainOn(name, one) ?? []) : []));
    const isRoot = [...descendants(body)].some((one) => one.type === "call" && this.serves(one, name));
    this.scan.routers.set(name, { name, framework: this.framework, isRoot, prefix: "", guards: [] });
    this.readNew(value, { router: name, prefix: "", guards: this.layersIn(later) });
  }

  private serves(node: CallNode, name: string): boolean {
    const given = node.arguments.flatMap(({ value }) => dottedPath(value)?.split(".")[0] ?? []);
    return this.form.serves.test(canonicalName(node.callee, this.scan.module) ?? "") && given.includes(name);
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

  private chainOn(name: string, node: SyntaxNode): Link[] | null {
    if (node.type === "name") return node.name === name ? [] : null;
    if (node.type !== "call" || node.callee.type !== "member") return null;
    const before = this.chainOn(name, node.callee.object);
    return before && [...before, { name: node.callee.property, call: node }];
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

function spine(node: SyntaxNode): SyntaxNode[] {
  if (node.type !== "call") return [];
  return [node, ...(node.callee.type === "member" ? spine(node.callee.object) : [])];
}

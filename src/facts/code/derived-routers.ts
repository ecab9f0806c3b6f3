import type { Framework, GroupForm } from "../frameworks/framework.ts";
import type { CallNode, FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, lastName } from "../syntax/walk.ts";
import { routeText } from "./route-arguments.ts";
import { firstLine, type RouteScan } from "./route-scan.ts";
import type { MountRegistration } from "./route-table.ts";

/** A variable that holds a router from some point of the text on. */
interface Alias {
  readonly name: string;
  readonly from: number;
  readonly router: string;
}

/** Finds routers that are made from others: `app.Group("/admin", auth)`, `r.With(auth)`, and blocks that are given one. */
export class DerivedRouters {
  readonly mounts: MountRegistration[] = [];
  private readonly scan: RouteScan;
  private readonly made = new Map<SyntaxNode, string | null>();
  private readonly aliases: Alias[] = [];
  /** The names inside of blocks that stand for the router of the block. */
  private readonly inBlocks = new Map<SyntaxNode, string>();

  constructor(scan: RouteScan) {
    this.scan = scan;
  }

  /** The router that a call makes or passes on, or `null`. */
  madeBy(node: CallNode, framework: Framework, name: string | null = null): string | null {
    const known = this.made.get(node);
    if (known !== undefined) return known;
    const router = this.make(node, framework, name);
    this.made.set(node, router);
    return router;
  }

  /** Notes that a variable holds what a call makes. */
  assign(name: string, node: CallNode, framework: Framework): void {
    const router = this.madeBy(node, framework, name);
    if (router !== null) this.aliases.push({ name, from: node.offset, router });
  }

  /** The router that a name stands for where it is written, or `null`. */
  named(node: SyntaxNode): string | null {
    const inside = this.inBlocks.get(node);
    if (inside !== undefined) return inside;
    const name = node.type === "name" ? node.name : null;
    return this.aliases.findLast((one) => one.name === name && one.from <= node.offset)?.router ?? null;
  }

  /** Gives the parameter of a block its router: `r.Route("/admin", func(r chi.Router) { … })`. */
  open(node: CallNode, framework: Framework): void {
    const block = blockOf(node);
    const [parameter] = block?.parameters ?? [];
    if (block === null || !parameter || formOf(node, framework) === undefined) return;
    const name = lastName(parameter.pattern);
    const router = this.madeBy(node, framework);
    if (router === null) return;
    for (const inner of descendants(block.body))
      if (inner.type === "name" && inner.name === name) this.inBlocks.set(inner, router);
  }

  private make(node: CallNode, framework: Framework, name: string | null): string | null {
    if (node.callee.type !== "member") return null;
    const form = formOf(node, framework);
    const passesOn = framework.guards.some((guard) => guard.method === lastName(node.callee));
    const parent = form || passesOn ? this.scan.routerOf(node.callee.object, framework) : null;
    return form === undefined || parent === null ? parent : this.mount(node, { form, framework, parent, name });
  }

  private mount(node: CallNode, { form, framework, parent, name }: Making): string {
    const router = name === null || this.scan.routers.has(name) ? `${name ?? ""}@${node.offset}` : name;
    const values = node.arguments.map(({ value }) => value);
    const [path] = form.prefix ? values : [];
    const guards = (form.prefix ? values.slice(1) : values).filter((value) => value !== blockOf(node));
    this.scan.routers.set(router, { name: router, framework, isRoot: false, prefix: "", guards: [] });
    const { startLine, endLine, offset } = node;
    const child: SyntaxNode = { type: "name", name: router, startLine, endLine, offset };
    const prefix = path ? (routeText(path, this.scan.module, true) ?? "") : "";
    this.mounts.push({ router: parent, prefix, child, guards, at: firstLine(node) });
    return router;
  }
}

interface Making {
  readonly form: GroupForm;
  readonly framework: Framework;
  readonly parent: string;
  readonly name: string | null;
}

function formOf(node: CallNode, { groups = [] }: Framework): GroupForm | undefined {
  const { callee } = node;
  return callee.type === "member" ? groups.find(({ method }) => method === callee.property) : undefined;
}

/** The block that a call is given as the last thing, unless it is a guard with the parameters of a handler. */
function blockOf(node: CallNode): FunctionNode | null {
  const last = node.arguments.at(-1)?.value;
  return last?.type === "function" && last.parameters.length === 1 && takesRouter(last.parameters[0]?.annotation)
    ? last
    : null;
}

function takesRouter(annotation: SyntaxNode | null | undefined): boolean {
  return annotation?.type === "name" && /(?:Router|Group|Mux|Echo|Engine)$/u.test(annotation.name);
}

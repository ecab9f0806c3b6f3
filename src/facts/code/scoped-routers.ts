import type { Framework } from "../frameworks/framework.ts";
import type { GroupForm } from "../frameworks/guard-forms.ts";
import type { AssignNode, CallNode, FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, descendants, dottedPath, lastName } from "../syntax/walk.ts";
import { canonicalName } from "./canonical-name.ts";
import { membersOf } from "./declared-types.ts";
import type { ModuleModel } from "./module-model.ts";
import { routeText } from "./route-arguments.ts";
import { firstLine, type MountRegistration, type RouterObject } from "./route-table.ts";

/** The routers that names stand for at one place of the text. */
type Names = Map<string, string>;

/**
 * Finds the routers of a file where the same name may mean another one in every function: made by a constructor, given
 * to a function, made from others (`app.Group("/admin", auth)`, `r.With(auth)`), or handed to a block.
 */
export class ScopedRouters {
  readonly routers = new Map<string, RouterObject>();
  readonly mounts: MountRegistration[] = [];
  private readonly meant = new Map<SyntaxNode, string>();
  private readonly module: ModuleModel;
  private readonly frameworks: readonly Framework[];
  private readonly fieldTypes: ReadonlyMap<string, SyntaxNode>;

  constructor(module: ModuleModel, frameworks: readonly Framework[]) {
    this.module = module;
    this.frameworks = frameworks.filter(({ routerTypes }) => routerTypes !== undefined);
    this.fieldTypes = this.frameworks.length > 0 ? declaredFields(module.root) : new Map();
    if (this.frameworks.length > 0) this.walk(module.root, new Map());
  }

  /** The router that a name or a call stands for, or `null`. */
  meantBy(node: SyntaxNode): string | null {
    return this.meant.get(node) ?? null;
  }

  private walk(node: SyntaxNode, names: Names): string | null {
    const router = this.routerIn(node, names);
    if (router !== null) this.meant.set(node, router);
    return router;
  }

  private routerIn(node: SyntaxNode, names: Names): string | null {
    if (node.type === "function") return this.enter(node, names);
    if (node.type === "assign") return this.assign(node, names);
    if (node.type === "call") return this.call(node, names);
    const known = names.get(dottedPath(node) ?? "") ?? this.field(node);
    if (known !== undefined) return known;
    for (const child of childrenOf(node)) this.walk(child, names);
    return null;
  }

  /** A function sees the names around it, and those that it is given. */
  private enter(node: FunctionNode, names: Names, block: string | null = null): null {
    const inside = new Map(names);
    const symbol = this.module.functions.find((one) => one.node === node)?.symbol ?? null;
    for (const { pattern, annotation } of node.parameters) {
      const name = lastName(pattern) ?? "";
      const framework = this.frameworkOf(annotation);
      inside.delete(name);
      if (framework) inside.set(name, block ?? this.given(symbol ?? `${name}@${node.offset}`, framework));
    }
    this.walk(node.body, inside);
    return null;
  }

  /** A field that is declared to be a router, whatever its object is called. */
  private field(node: SyntaxNode): string | undefined {
    if (node.type !== "member") return undefined;
    const type = this.fieldTypes.get(node.property);
    const framework = type === undefined ? undefined : this.frameworkOf(type);
    if (type?.type !== "name" || !framework) return undefined;
    const name = `.${node.property}`;
    return this.routers.has(name) ? name : this.add(name, { framework, isRoot: APPLICATION.test(type.name) });
  }

  private frameworkOf(annotation: SyntaxNode | null): Framework | undefined {
    const type = annotation?.type === "name" ? annotation.name : "";
    return this.frameworks.find(({ routerTypes }) => routerTypes?.test(type));
  }

  /** A router that a function is given is known by the function, for those who call it. */
  private given(name: string, framework: Framework): string {
    return this.add(name, { framework, isRoot: false });
  }

  private add(name: string, { framework, isRoot }: Pick<RouterObject, "framework" | "isRoot">): string {
    this.routers.set(name, { name, framework, isRoot, prefix: "", guards: [] });
    return name;
  }

  private assign(node: AssignNode, names: Names): string | null {
    const router = this.walk(node.value, names);
    const name = dottedPath(node.target);
    if (name !== null && router !== null) names.set(name, router);
    return router;
  }

  private call(node: CallNode, names: Names): string | null {
    const parent = this.walk(node.callee, names) ?? this.receiver(node, names);
    const made = parent === null ? this.constructed(node) : this.derived(node, parent);
    for (const { value } of node.arguments) {
      if (value.type === "function" && made !== null && this.takesRouter(value)) this.enter(value, names, made);
      else this.pass(this.walk(value, names), node);
    }
    return made;
  }

  private receiver({ callee }: CallNode, names: Names): string | null {
    return callee.type === "member" ? this.walk(callee.object, names) : null;
  }

  private takesRouter({ parameters }: FunctionNode): boolean {
    const [first] = parameters;
    return first !== undefined && this.frameworkOf(first.annotation) !== undefined;
  }

  private constructed(node: CallNode): string | null {
    const canonical = canonicalName(node.callee, this.module);
    for (const framework of this.frameworks) {
      const form = framework.routers.find((router) => router.constructor === canonical);
      if (form) return this.add(`@${node.offset}`, { framework, isRoot: form.root });
    }
    return null;
  }

  /** What a method of a router gives: a router of its own, the same one again, or none. */
  private derived(node: CallNode, parent: string): string | null {
    const framework = this.routers.get(parent)?.framework;
    const method = lastName(node.callee);
    const form = framework?.groups?.find((one) => one.method === method);
    if (framework && form) return this.group(node, { framework, form, parent });
    return framework?.guards.some((guard) => guard.method === method) ? parent : null;
  }

  private group(node: CallNode, { framework, form, parent }: Group): string {
    const router = this.add(`@${node.offset}`, { framework, isRoot: false });
    const values = node.arguments.map(({ value }) => value);
    const [path] = form.prefix ? values : [];
    const guards = values.filter((value) => value !== path && !(value.type === "function" && this.takesRouter(value)));
    const prefix = path ? (routeText(path, this.module, true) ?? "") : "";
    this.mounts.push({ router: parent, prefix, child: nameOf(router, node), guards, at: firstLine(node) });
    return router;
  }

  /** `registerInvoices(api)`: what another function adds to a router that it is given. */
  private pass(router: string | null, node: CallNode): void {
    if (router === null) return;
    const symbol = dottedPath(node.callee) ?? "";
    const method = `.${symbol.slice(symbol.lastIndexOf(".") + 1)}`;
    const own = [...this.module.symbols].filter(
      (one) => one === symbol || (symbol.includes(".") && one.endsWith(method)),
    );
    const [only] = own;
    const child = only !== undefined && own.length === 1 ? nameOf(only, node) : node.callee;
    this.mounts.push({ router, prefix: "", child, guards: [], at: firstLine(node) });
  }
}

/** Types of routers that are the whole application. */
const APPLICATION = /\.(?:Engine|Echo|App|ServeMux)$/u;

/** The declared types of the fields of all classes of a file. */
function declaredFields(root: SyntaxNode): Map<string, SyntaxNode> {
  const classes = [...descendants(root)].flatMap((node) => (node.type === "class" ? membersOf(node.body) : []));
  return new Map(
    classes.flatMap((member) => {
      const name = member.type === "assign" ? dottedPath(member.target) : null;
      return member.type === "assign" && name !== null && member.annotation ? [[name, member.annotation]] : [];
    }),
  );
}

interface Group {
  readonly framework: Framework;
  readonly form: GroupForm;
  readonly parent: string;
}

function nameOf(name: string, { startLine, endLine, offset }: SyntaxNode): SyntaxNode {
  return { type: "name", name, startLine, endLine, offset };
}

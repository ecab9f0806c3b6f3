import { FRAMEWORKS } from "../frameworks/frameworks.ts";
import type { Framework } from "../frameworks/framework.ts";
import type { AssignNode, CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath, lastName } from "../syntax/walk.ts";
import { canonicalName } from "./canonical-name.ts";
import { frameworksUsed } from "./frameworks-used.ts";
import type { ModuleModel } from "./module-model.ts";
import { flatten, keywordOf } from "./route-arguments.ts";
import type { RouterObject } from "./route-table.ts";
import { ScopedRouters } from "./scoped-routers.ts";

/** What is known of a file's frameworks and routers while its routes are read. */
export class RouteScan {
  readonly module: ModuleModel;
  readonly frameworks: readonly Framework[];
  readonly routers = new Map<string, RouterObject>();
  readonly scoped: ScopedRouters;
  /** True when no import says which framework it is, so that the shape of handlers must. */
  readonly isGuess: boolean;
  private made: ReadonlySet<string> | null = null;
  private chains: ReadonlyMap<CallNode, CallNode> | null = null;

  constructor(module: ModuleModel) {
    this.module = module;
    const imported = frameworksUsed(module);
    const usual = FRAMEWORKS.filter((one) => one.language === module.language.id && one.byConvention);
    // Tools for a model stand beside the routes of a file, and say nothing about its framework.
    this.isGuess = imported.every((framework) => framework.protocol === "agent_tool");
    this.frameworks = this.isGuess ? [...imported, ...usual] : imported;
    this.scoped = new ScopedRouters(module, this.frameworks);
    for (const [name, router] of this.scoped.routers) this.routers.set(name, router);
  }

  /** The calls that are chained behind a call, the nearest first. */
  chainedBehind(node: CallNode): CallNode[] {
    this.chains ??= chainsIn(this.module.root);
    const next = this.chains.get(node);
    return next === undefined ? [] : [next, ...this.chainedBehind(next)];
  }

  /** True when a handler may belong to a framework, as far as its first parameter tells. */
  fits(handler: SyntaxNode, framework: Framework): boolean {
    if (!this.isGuess || framework.usualParameters.length === 0) return true;
    const [first] = handler.type === "function" ? handler.parameters : [];
    const name = first ? lastName(first.pattern) : null;
    if (handler.type === "name" && !this.mayBeFunction(handler.name)) return false;
    if (name === null) return framework === this.frameworks.find(({ byConvention }) => byConvention);
    return framework.usualParameters.includes(name);
  }

  /** `api.post("/notes", data)` sends something: what is neither imported nor made by a call is no handler. */
  private mayBeFunction(name: string): boolean {
    const { imports, symbols } = this.module;
    this.made ??= new Set(
      [...descendants(this.module.root)].flatMap((node) => {
        const isMade = node.type === "assign" && (node.value.type === "call" || node.value.type === "function");
        return isMade ? (dottedPath(node.target) ?? []) : [];
      }),
    );
    return imports.has(name) || symbols.has(name) || this.made.has(name);
  }

  /** Notes `const router = express.Router()` and the like. */
  addRouter(node: AssignNode): void {
    const name = dottedPath(node.target);
    if (name === null || node.value.type !== "call") return;
    const canonical = canonicalName(node.value.callee, this.module);
    for (const framework of this.frameworks) {
      const form = framework.routers.find((router) => router.constructor === canonical);
      if (!form || framework.routerTypes) continue;
      const option = (key: string | undefined) =>
        key === undefined || node.value.type !== "call" ? null : keywordOf(node.value, key);
      const prefix = option(form.prefix);
      const guards = option(form.guards);
      this.routers.set(name, {
        name,
        framework,
        isRoot: form.root,
        prefix: prefix?.type === "text" ? prefix.value : "",
        guards: guards ? flatten([guards]) : [],
      });
    }
  }

  /** The router that a method is called on, or `null` when it is something else. */
  routerOf(receiver: SyntaxNode, framework: Framework): string | null {
    const name = this.scoped.meantBy(receiver) ?? dottedPath(receiver);
    if (name === null) return null;
    const known = this.routers.get(name);
    if (known) return known.framework === framework ? name : null;
    const last = lastName(receiver)?.toLowerCase() ?? "";
    return framework.usualNames.includes(last) && receiver.type !== "call" ? name : null;
  }
}

/** Each call by the one that it is made on. */
function chainsIn(root: SyntaxNode): Map<CallNode, CallNode> {
  const chains = new Map<CallNode, CallNode>();
  for (const node of descendants(root)) {
    if (node.type !== "call" || node.callee.type !== "member") continue;
    if (node.callee.object.type === "call") chains.set(node.callee.object, node);
  }
  return chains;
}

import type { Fact, Scope } from "../../domain/fact.ts";
import { globalsOf } from "./globals.ts";
import type { Framework } from "../frameworks/framework.ts";
import type { FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { classFrameworkOf, runBefore, summariesOf } from "./class-guards.ts";
import {
  type CodeFacts,
  type Followed,
  type Given,
  HANDLER_ELSEWHERE,
  ROUTER_MADE_ELSEWHERE,
  type Mount,
  NOT_MOUNTED,
  NOT_REGISTERED,
  type Returns,
  RUN_BEFORE,
} from "./code-facts.ts";
import { applicationsIn } from "./application-rules.ts";
import { boundRecords, type ConventionalHandler, conventionalFramework } from "./conventional-handlers.ts";
import { collectRoutes } from "./collect-routes.ts";
import { type DraftedFact, type Quote, toFact } from "./draft.ts";
import { draftEntryPoint, fullRoute } from "./entry-point.ts";
import { entryParts, type WholeEntry } from "./entry-parts.ts";
import { Flow } from "./flow.ts";
import type { FlowContext, Visit } from "./flow-context.ts";
import { followLater } from "./follow-later.ts";
import { constructorOf, runObject } from "./followed-calls.ts";
import { guardClasses } from "./guard-classes.ts";
import { givenTo } from "./given-values.ts";
import { handlerPlace } from "./handler-place.ts";
import { hiddenCode } from "./hidden-code.ts";
import { controlsInside } from "./guard-controls.ts";
import { guardsElsewhere } from "./guards-elsewhere.ts";
import { handlersElsewhere, mountedElsewhere } from "./handler-elsewhere.ts";
import { followHandler, type ResolvedHandler, resolveHandler, uploadParameters } from "./handlers.ts";
import { type ModuleModel, modelModule, type NamedFunction } from "./module-model.ts";
import { callSitesIn, OutsideCallCollector } from "./outside-calls.ts";
import { bindOwnParameters, isOffered } from "./own-parameters.ts";
import { protectionOf, wrappedControls } from "./protection.ts";
import { DraftCollector } from "./recognisers.ts";
import {
  baseName,
  both,
  functionNamed,
  handlerNodes,
  isOf,
  isSettled,
  type Linked,
  linesOfHandler,
  linkOf,
  summaryEntry,
  UNLINKED,
} from "./scope-parts.ts";
import { draftUpload, uploadsIn } from "./upload-middleware.ts";
import { letsEverythingThrough } from "./recognise-controls.ts";
import { safeguardsIn } from "./safeguards.ts";
import { type Script, scriptOf } from "./scripts.ts";
import { recordClassesIn } from "./recorded-fields.ts";
import { steeredGuardsIn } from "./steered-guards.ts";
import { joinRoute, NO_ROUTER, type Registration, type RouteTable } from "./route-table.ts";
import type { Value } from "./value.ts";

const UNQUOTABLE = "Some of it stands on lines that are too long to quote, so the rules left it out.";

/** Turns a parsed file into scopes: one per entry point, one per other function with facts, one for the file itself. */
export function buildScopes(module: ModuleModel, returns: Returns | null = null): CodeFacts {
  return { ...new ScopeBuilder(module, returns).build(), readAgain: readerOf(module) };
}

/** The tree is parsed anew: keeping those of all files, as a closure in the builder would, takes more than their text. */
function readerOf({ file, language }: ModuleModel): CodeFacts["readAgain"] {
  return (returns) => buildScopes(modelModule(file, language), returns);
}

function followerOf({ file, language }: ModuleModel, returns: Returns | null) {
  return followLater(() => new ScopeBuilder(modelModule(file, language), returns));
}

class ScopeBuilder {
  private readonly module: ModuleModel;
  private readonly routes: RouteTable;
  private readonly context: FlowContext;
  private readonly scopes: Scope[] = [];
  /** What links each scope to other files, by position. */
  private readonly linked: Linked[] = [];
  private readonly reached = new Set<string>();
  /** Places in helpers that were told of for one of those who hand them something. */
  private readonly told = new Set<string>();
  private hasUnquotable = false;

  constructor(module: ModuleModel, returns: Returns | null) {
    this.module = module;
    this.routes = collectRoutes(module);
    const functions = new Map(module.functions.map((one) => [one.symbol, one]));
    const context = { module, functions, calls: module.language.calls, globals: globalsOf(module), returns };
    this.context = { ...context, handlers: new Set(handlerNodes(this.module, this.routes)) };
  }

  build(): Omit<CodeFacts, "readAgain"> {
    for (const registration of this.routes.registrations) this.addEntryPoint(registration);
    this.reachGuards();
    const script = scriptOf(this.context);
    if (script !== null) this.addScript(script);
    for (const named of this.module.functions) if (!this.reached.has(named.symbol)) this.addFunction(named);
    if (script === null) this.addTopLevel();
    // A guard is told of by itself, whatever routes it stands in front of.
    for (const { symbol, node, fact } of steeredGuardsIn(this.module)) this.addAlone(`guard ${symbol}`, node, [fact]);
    for (const { name, node, facts } of recordClassesIn(this.module)) this.addAlone(`record ${name}`, node, facts);
    const { path, side } = this.module.file;
    const limitation = this.hasUnquotable ? UNQUOTABLE : null;
    const safeguards = safeguardsIn(this.module);
    return { path, side, scopes: this.scopes, limitation, safeguards, links: this.links() };
  }

  private reachGuards(): void {
    for (const guard of this.routes.guards.flatMap((one) => one.guards)) {
      const symbol = resolveHandler(guard, this.context)?.symbol;
      if (symbol) this.reached.add(symbol);
    }
  }

  private addEntryPoint(registration: Registration): void {
    const router = this.routes.routers.get(registration.router);
    const { prefixes, controls, ...protection } = protectionOf(registration, this.routes, this.context);
    const isOpen = protection.isOpen && !isSettled(registration);
    const collector = new DraftCollector();
    for (const control of controls) collector.add(control);
    for (const upload of uploadsIn(registration.guards, this.context)) collector.add(upload);
    const handler = resolveHandler(registration.handler, this.context);
    const outside = new OutsideCallCollector();
    if (handler) this.follow(handler, registration, collector, outside);
    const entry = draftEntryPoint(registration, fullRoute(registration, router, prefixes));
    const lines = linesOfHandler(registration, handler);
    const blindSpot = handler === null ? HANDLER_ELSEWHERE : this.notSeen(registration, isOpen);
    const apart = handlerPlace(handler?.node ?? null, entry, this.module);
    this.push(entry, collector.all(), { name: entry.name, ...lines, blindSpot, ...apart });
    this.linked.push({
      ...linkOf(registration, isOpen),
      handlers: handler ? [] : handlersElsewhere(registration.handler, this.module),
      guards: guardsElsewhere(registration, handler, this.routes, this.module),
      calls: outside.calls,
    });
    if (handler) this.addPartsOf(handler, registration, { entry, controls, blindSpot });
  }

  private addPartsOf(
    handler: ResolvedHandler,
    { framework, route }: Registration,
    whole: Omit<WholeEntry, "follow">,
  ): void {
    const follow = (code: SyntaxNode, visit: Visit) => {
      if (code.type === "function")
        followHandler({ ...handler, node: code }, framework, this.context, { route, visit });
    };
    this.addParts(handler.node, { ...whole, follow });
  }

  private notSeen({ router, framework, action }: Registration, isOpen: boolean): string | null {
    if (action) return framework.elsewhere ?? null;
    if (!isOpen) return null;
    const isOwn = !this.routes.routers.has(router) && this.module.constants.get(router)?.type === "call";
    if (isOwn) return ROUTER_MADE_ELSEWHERE;
    return framework.elsewhere ?? (router === NO_ROUTER ? NOT_REGISTERED : NOT_MOUNTED);
  }

  private follow(
    handler: ResolvedHandler,
    { framework, route, action, serves = [] }: Registration,
    collector: DraftCollector,
    outside: OutsideCallCollector,
  ): void {
    const visit = both(collector.visit, outside.visit);
    const before = action ? runBefore(action.className, action.name, this.context) : [];
    const reached = followHandler(handler, framework, this.context, { route, visit, before });
    for (const symbol of [...reached, ...this.symbolsOf(before)]) this.reached.add(symbol);
    for (const record of [...boundRecords(handler, framework, this.module), ...serves]) collector.add(record);
    for (const at of uploadParameters(handler.node)) collector.add(draftUpload(at, handler.symbol));
  }

  private symbolsOf(nodes: readonly FunctionNode[]): string[] {
    return this.module.functions.flatMap(({ node, symbol }) => (nodes.includes(node) ? [symbol] : []));
  }

  private addFunction(named: NamedFunction): void {
    const collector = new DraftCollector();
    const framework = conventionalFramework(named, this.context);
    const flow = this.flowOf(named, framework);
    for (const fact of [...(framework?.facts ?? []), ...wrappedControls(named, this.context)]) collector.add(fact);
    const outside = new OutsideCallCollector();
    flow.runFunction(named.node, both(collector.visit, outside.visit));
    // What a helper does by itself is told where it stands.
    const drafts = collector.all().filter((draft) => framework || isOf(named, draft, this.told));
    if (drafts.length === 0 && outside.calls.length === 0) return;
    const { startLine, endLine } = named.node;
    const blindSpot = framework ? NOT_REGISTERED : null;
    const apart = handlerPlace(named.node, null, this.module);
    this.push(null, drafts, { name: named.symbol, startLine, endLine, blindSpot, ...apart });
    this.linked.push({ ...UNLINKED, calls: outside.calls });
  }

  /** A handler is followed into the functions that it calls, any other function into those that nobody else can call. */
  private flowOf(named: NamedFunction, framework: ConventionalHandler | null): Flow {
    const from = { handlerOf: framework?.handlerOf ?? null, callers: [], reached: new Set<string>() };
    const flow = new Flow(framework ? this.context : this.withHelpers(), named.symbol, from);
    if (framework) framework.bind(flow);
    else bindOwnParameters(named, this.module, flow);
    return flow;
  }

  private withHelpers(): FlowContext {
    const helpers = [...this.context.functions].filter(([, one]) => !isOffered(one, this.module));
    return { ...this.context, functions: new Map(helpers), onlyOwn: true };
  }

  private withoutFunctions(): FlowContext {
    return { ...this.context, functions: new Map() };
  }

  private addAlone(name: string, { startLine, endLine }: SyntaxNode, facts: readonly DraftedFact[]): void {
    this.push(null, facts, { name, startLine, endLine, blindSpot: null });
    this.linked.push(UNLINKED);
  }

  private addTopLevel(): void {
    const collector = new DraftCollector();
    const runsItself = this.module.language.id === "php";
    new Flow(runsItself ? this.context : this.withoutFunctions(), null).run(this.module.root, collector.visit);
    const own = collector.all().filter((draft) => draft.kind !== "control" || draft.attributes.via !== "inline");
    const drafts = [...own, ...hiddenCode(this.module)];
    if (drafts.length === 0) return;
    const name = baseName(this.module.file.path);
    this.push(null, drafts, { name, startLine: 1, endLine: this.module.lines.length, blindSpot: null });
    this.linked.push(UNLINKED);
  }

  private addScript({ framework, entry }: Script): void {
    const collector = new DraftCollector();
    const outside = new OutsideCallCollector();
    const from = { handlerOf: framework.id, callers: [], reached: this.reached };
    new Flow(this.context, null, from).run(this.module.root, both(collector.visit, outside.visit));
    const lines = { startLine: 1, endLine: this.module.lines.length };
    this.push(entry, collector.all(), { name: entry.name, ...lines, blindSpot: RUN_BEFORE });
    this.linked.push({ ...UNLINKED, calls: outside.calls });
    const follow = (code: SyntaxNode, visit: Visit) => new Flow(this.context, null, from).run(code, visit);
    this.addParts(this.module.root, { entry, controls: [], blindSpot: RUN_BEFORE, follow });
  }

  private addParts(code: SyntaxNode, whole: WholeEntry): void {
    for (const { entry, drafts, ...lines } of entryParts(code, this.module.language.id, whole)) {
      this.push(entry, drafts, { name: entry.name, ...lines, blindSpot: whole.blindSpot });
      this.linked.push(UNLINKED);
    }
  }

  private push(
    entry: DraftedFact | null,
    drafts: readonly DraftedFact[],
    given: Pick<Scope, "name" | "startLine" | "endLine" | "blindSpot" | "handler">,
  ): void {
    const entryPoint = entry === null ? null : toFact(entry, this.module);
    const { path, side } = this.module.file;
    this.scopes.push({ element: "process", path, side, entryPoint, facts: this.factsOf(entryPoint, drafts), ...given });
  }

  private factsOf(entryPoint: Fact | null, drafts: readonly DraftedFact[]): Fact[] {
    const facts = drafts.map((draft) => toFact(draft, this.module)).filter((fact) => fact !== null);
    if (facts.length < drafts.length) this.hasUnquotable = true;
    return entryPoint === null ? facts : [entryPoint, ...facts];
  }

  private readonly quote: Quote = (drafts) => this.factsOf(null, drafts);

  private links(): CodeFacts["links"] {
    const { imports, exports, passedOn, functions, hierarchy } = this.module;
    return {
      mounts: this.routes.mounts.flatMap((mount) => this.linkMount(mount)),
      routers: new Map([...this.routes.routers].map(([name, { prefix, isRoot }]) => [name, { prefix, isRoot }])),
      routerOf: this.linked.map(({ router }) => router),
      handlersOf: this.linked.map(({ handlers }) => handlers),
      guardsOf: this.linked.map(({ guards }) => guards),
      callsOf: this.linked.map(({ calls }) => calls),
      actionOf: this.linked.map(({ action }) => action),
      classes: summariesOf(this.context, this.quote),
      waivedOf: this.linked.map(({ isWaived }) => isWaived),
      applications: applicationsIn(this.context, this.quote),
      rootBases: classFrameworkOf(this.module)?.classGuards?.roots ?? null,
      callSites: callSitesIn(this.module),
      imports,
      exports,
      passedOn,
      hierarchy,
      functions: new Map([...functions.map(summaryEntry), ...guardClasses(this.module).map(summaryEntry)]),
      ...followerOf(this.module, this.context.returns),
    };
  }

  /** The facts of a function or a class of this file that is called from another one. */
  followFromOutside(symbol: string, given: readonly Given[]): Followed {
    const named = functionNamed(symbol, this.context);
    const constructor = named ? null : constructorOf(symbol, this.context);
    const collector = new DraftCollector();
    const outside = new OutsideCallCollector();
    const visit = both(collector.visit, outside.visit);
    if (named) this.flowInto(named, given).runFunction(named.node, visit);
    if (constructor) runObject(constructor, given, new Flow(this.context, null), visit);
    return { facts: this.factsOf(null, collector.all()), calls: outside.calls };
  }

  /** What a function of this file checks before the routes of another one. */
  checksFromOutside(symbol: string, framework: Framework): Fact[] {
    const named = functionNamed(symbol, this.context);
    if (!named || letsEverythingThrough(named.node.body)) return [];
    const application = { at: named.node, via: "middleware", framework, defeated: null } as const;
    return this.factsOf(null, controlsInside(named, application, this.context));
  }

  /** What a function of this file gives back to another one. */
  valueReturned(symbol: string, given: readonly Given[]): Value | null {
    const named = functionNamed(symbol, this.context);
    return named ? this.flowInto(named, given).runFunction(named.node, () => undefined) : null;
  }

  private flowInto({ symbol, node }: NamedFunction, given: readonly Given[]): Flow {
    const flow = new Flow(this.context, symbol);
    for (const [index, { pattern }] of node.parameters.entries()) flow.bind(pattern, givenTo(node, given, index));
    return flow;
  }

  private linkMount(mount: RouteTable["mounts"][number]): Mount[] {
    const target = mountedElsewhere(mount.child, this.module);
    if (target === null) return [];
    const { prefixes, controls, isOpen } = protectionOf(mount, this.routes, this.context);
    const facts = controls.map((draft) => toFact(draft, this.module)).filter((fact) => fact !== null);
    const prefix = joinRoute(...prefixes, this.routes.routers.get(mount.router)?.prefix ?? "", mount.prefix);
    return [{ router: mount.router, target, prefix, controls: facts, isOpen }];
  }
}

import type { Fact, FileFacts, Scope } from "../domain/fact.ts";
import type { ImportResolver } from "../domain/imports/import-resolver.ts";
import { linkAction } from "./class-chain.ts";
import { calledFacts, type Resolve } from "./called-facts.ts";
import {
  type CodeFacts,
  HANDLER_ELSEWHERE,
  type Mount,
  NOT_MOUNTED,
  type Reference,
  ROUTER_MADE_ELSEWHERE,
} from "./code/code-facts.ts";
import { entryAttributes } from "./code/entry-point.ts";
import { joinRoute } from "./code/route-table.ts";
import { ApplicationGuards } from "./link-application.ts";
import { type Definition, definitionKey, Definitions } from "./definitions.ts";
import { withoutSettledParameters } from "./settled-parameters.ts";

/** What stands between the outside and a router. */
type Outside = Pick<Mount, "prefix" | "controls" | "isOpen">;

/** A place that mounts a router. */
interface Mounted {
  readonly parent: CodeFacts;
  readonly mount: Mount;
}

/** What stays unseen wherever a router is mounted. */
const LASTING = new Set<string | null>([HANDLER_ELSEWHERE, ROUTER_MADE_ELSEWHERE]);

const MAX_HOPS = 4;

/** True for facts of program code, which carry what is needed to link them. */
export function isCode(facts: FileFacts): facts is CodeFacts {
  return "links" in facts;
}

/**
 * Joins what the files of one side say about each other: routes get the prefix and the guards of where their router is
 * mounted and the facts of a handler that stands in another file, and a guard that does nothing stops counting.
 */
export function linkScopes(files: readonly FileFacts[], resolver: ImportResolver): FileFacts[] {
  return new Linker(files.filter(isCode), resolver).link(files);
}

class Linker {
  private readonly byPath: ReadonlyMap<string, CodeFacts>;
  private readonly definitions: Definitions;
  private readonly applications: ApplicationGuards;
  /** Function scopes that became part of an entry point. */
  private readonly joined = new Set<Scope>();
  /** The first place that mounts each router, by the router's definition. */
  private readonly mounts: ReadonlyMap<string, Mounted>;

  constructor(files: readonly CodeFacts[], resolver: ImportResolver) {
    this.byPath = new Map(files.map((file) => [file.path, file]));
    this.definitions = new Definitions(this.byPath, resolver);
    this.applications = new ApplicationGuards(files);
    this.mounts = this.findMounts();
  }

  link(files: readonly FileFacts[]): FileFacts[] {
    const linked = files.map((file) => (isCode(file) ? this.linkFile(file) : []));
    const settled = withoutSettledParameters(linked.flat(), [...this.byPath.values()], this.resolveCall);
    return files.map((file, position) => {
      const { path, side, limitation, safeguards } = file;
      const scopes = file.scopes.map((scope, index) => [scope, linked[position]?.[index] ?? scope] as const);
      const kept = scopes
        .filter(([before]) => !this.joined.has(before))
        .map(([, after]) => ({ ...after, facts: after.facts.map((fact) => settled.get(fact) ?? fact) }));
      return { path, side, scopes: kept, limitation, ...(safeguards && { safeguards }) };
    });
  }

  private linkFile(file: CodeFacts): Scope[] {
    return file.scopes.map((scope, position) => {
      const action = file.links.actionOf[position] ?? null;
      if (action !== null)
        return linkAction(this.linkCalls(scope, file, position), action, file, this.definitions.holdersOfClass);
      const router = file.links.routerOf[position] ?? null;
      const handled = this.linkHandler(scope, file, { handlers: file.links.handlersOf[position] ?? [], router });
      const guarded = this.linkGuards(this.linkCalls(handled, file, position), file, position);
      const routed = this.linkRouter(guarded, file, router);
      const mounted = this.applications.link(routed, file.links.waivedOf[position] ?? false);
      return { ...mounted, facts: mounted.facts.map((fact) => (this.isUseless(fact) ? defeated(fact) : fact)) };
    });
  }

  /** What code that was given something of a request hands on, one file further. */
  private linkCalls(scope: Scope, file: CodeFacts, position: number): Scope {
    const calls = file.links.callsOf[position] ?? [];
    const called = calls.length === 0 ? [] : calledFacts(file, calls, this.resolveCall);
    return called.length === 0 ? scope : { ...scope, facts: [...scope.facts, ...called] };
  }

  /** The checks that functions of other files carry out before a route's handler or around it. */
  private linkGuards(scope: Scope, file: CodeFacts, position: number): Scope {
    const guards = file.links.guardsOf[position];
    if (!guards) return scope;
    const definitions = guards.references.flatMap((one) => this.resolveCall(file, one) ?? []);
    const elsewhere = definitions.filter((one) => one.file !== file);
    const found = elsewhere.flatMap((one) => one.file.links.checks(one.symbol, guards.framework));
    const checks = found.map((fact) => ({ ...fact, side: file.side }));
    return checks.length === 0 ? scope : { ...scope, facts: [...scope.facts, ...checks] };
  }

  private readonly resolveCall: Resolve = (importer, reference) => this.definitions.ofCall(importer, reference);

  private linkHandler(
    scope: Scope,
    file: CodeFacts,
    { handlers, router }: { handlers: readonly Reference[]; router: string | null },
  ): Scope {
    const definitions = handlers.flatMap((one) => this.definitions.of(file, one) ?? []);
    const definition = definitions.find((one) => one.file.links.functions.has(one.symbol));
    if (!definition) return scope;
    const blindSpot = router === null ? null : NOT_MOUNTED;
    const found = definition.file.scopes.find((one) => isHandlerScope(one, definition.symbol));
    if (!found) return { ...scope, blindSpot };
    this.joined.add(found);
    const { path, startLine, endLine } = found;
    const facts = found.facts.filter((fact) => fact !== found.entryPoint);
    const calls = definition.file.links.callsOf[definition.file.scopes.indexOf(found)] ?? [];
    const called = calledFacts(definition.file, calls, this.resolveCall);
    const apart = found.handler ? { handler: found.handler } : {};
    return { ...scope, path, startLine, endLine, facts: [...scope.facts, ...facts, ...called], blindSpot, ...apart };
  }

  private linkRouter(scope: Scope, file: CodeFacts, router: string | null): Scope {
    if (router === null || scope.entryPoint === null) return scope;
    const mount = this.outsideOf(this.routerDefinition(file, router), file);
    if (mount === null) return scope;
    const linked = withMount(scope, scope.entryPoint, mount);
    return LASTING.has(scope.blindSpot) ? { ...linked, blindSpot: scope.blindSpot } : linked;
  }

  /** What stands in front of a router: where it is mounted, and its own prefix when another file makes it. */
  private outsideOf({ file: maker, symbol }: Definition, file: CodeFacts): Outside | null {
    const mount = this.mountOf(maker, symbol, MAX_HOPS);
    const own = maker === file ? undefined : maker.links.routers.get(symbol);
    if (!own) return mount;
    if (mount === null) return { prefix: own.prefix, controls: [], isOpen: !own.isRoot };
    return { ...mount, prefix: joinRoute(mount.prefix, own.prefix) };
  }

  /** A router may be imported, as with blueprints whose routes are spread over files. */
  private routerDefinition(file: CodeFacts, router: string): Definition {
    return file.links.routers.has(router)
      ? { file, symbol: router }
      : (this.definitions.ofName(router, file.path) ?? { file, symbol: router });
  }

  /** Where a router is mounted, with everything outside of that; `null` when nobody in view mounts it. */
  private mountOf(file: CodeFacts, router: string, hops: number): Outside | null {
    const mounted = hops === 0 ? undefined : this.mounts.get(definitionKey({ file, symbol: router }));
    if (!mounted) return null;
    const { parent, mount } = mounted;
    const outer = mount.isOpen ? this.mountOf(parent, mount.router, hops - 1) : null;
    if (outer === null) return mount;
    return {
      prefix: joinRoute(outer.prefix, mount.prefix),
      controls: [...outer.controls, ...mount.controls],
      isOpen: outer.isOpen,
    };
  }

  private findMounts(): Map<string, Mounted> {
    const mounts = new Map<string, Mounted>();
    for (const parent of this.byPath.values()) {
      for (const mount of parent.links.mounts) {
        const target = this.definitions.of(parent, mount.target);
        const key = target === null ? null : definitionKey(target);
        if (key !== null && !mounts.has(key)) mounts.set(key, { parent, mount });
      }
    }
    return mounts;
  }

  /** A guard whose function is in view and lets every request through protects nothing. */
  private isUseless(fact: Fact): boolean {
    const { callee, via, effective } = fact.attributes;
    if (fact.kind !== "control" || effective !== true || via === "inline") return false;
    const definition = this.definitions.ofName(String(callee), fact.path);
    return definition?.file.links.functions.get(definition.symbol)?.letsEverythingThrough ?? false;
  }
}

/** A function, or a view that got no path where it is defined. */
function isHandlerScope(scope: Scope, symbol: string): boolean {
  return scope.entryPoint === null ? scope.name === symbol : scope.name === `view ${symbol}`;
}

function withMount(scope: Scope, entryPoint: Fact, mount: Outside): Scope {
  const { method, route } = entryPoint.attributes;
  const full = joinRoute(mount.prefix, String(route));
  const name = `${String(method)} ${full}`;
  const given = entryAttributes(method === "ANY" ? null : String(method), full, null);
  const entry = { ...entryPoint, name, attributes: { ...entryPoint.attributes, ...given } };
  const facts = scope.facts.map((fact) => (fact === entryPoint ? entry : fact));
  return {
    ...scope,
    name,
    entryPoint: entry,
    facts: [...facts, ...mount.controls],
    blindSpot: mount.isOpen ? NOT_MOUNTED : null,
  };
}

function defeated(fact: Fact): Fact {
  return { ...fact, attributes: { ...fact.attributes, effective: false, reason: "it lets every request through" } };
}

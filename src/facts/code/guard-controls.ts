import { controlsNamed, namesRight } from "../controls/control-names.ts";
import type { Framework } from "../frameworks/framework.ts";
import type { Place, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath, lastName } from "../syntax/walk.ts";
import { canonicalName } from "./canonical-name.ts";
import type { DraftedFact } from "./draft.ts";
import type { FlowContext } from "./flow-context.ts";
import { dependencyOf, followHandler, type ResolvedHandler, resolveHandler } from "./handlers.ts";
import { keywordOf } from "./route-arguments.ts";
import { letsEverythingThrough } from "./recognise-controls.ts";
import { asksOnlySettings } from "./settings-check.ts";
import { DraftCollector } from "./recognisers.ts";

type Via = "middleware" | "decorator" | "global";

/** What a guard stands for: where it is written, how it applies, and why it may not. */
export interface Application {
  readonly at: Place;
  readonly via: Via;
  readonly framework: Framework;
  /** Why it does not protect the route, or `null`. */
  readonly defeated: string | null;
}

/** The controls that a middleware, decorator or dependency brings, by its name and by what its function does. */
export function controlsOfGuard(node: SyntaxNode, application: Application, context: FlowContext): DraftedFact[] {
  const guard = dependencyOf(node) ?? node;
  const callee = guard.type === "call" ? guard.callee : guard;
  if (isExempt(callee)) return [exemption(callee, application)];
  const own = functionOf(guard, callee, application.framework, context);
  const named = listedControls(guard, application.framework) ?? worded(guard, callee, context);
  const promised = promisedControls(named, own, dottedPath(callee) ?? "", application);
  if (own === null || letsEverythingThrough(own.node.body)) return promised;
  const inside = controlsInside(own, application, context);
  return [...promised, ...inside.filter((one) => !named.includes(one.name))];
}

function isExempt(callee: SyntaxNode): boolean {
  return /csrf[._]?exempt$/iu.test(dottedPath(callee) ?? "");
}

function exemption(callee: SyntaxNode, application: Application): DraftedFact {
  return draft("csrf", dottedPath(callee) ?? "", { ...application, defeated: "the view is exempt from it" });
}

function worded(guard: SyntaxNode, callee: SyntaxNode, context: FlowContext): string[] {
  const named = namedControls(callee, context);
  const kept = named.length > 0 ? named : wrapped(guard, context);
  return [...withRights(kept, guard), ...limits(guard, context)];
}

/** What a guard promises that another function is given to call it: `unless(isOpen, requireLogin)`. */
function wrapped(guard: SyntaxNode, context: FlowContext): string[] {
  const given = guard.type === "call" ? guard.arguments.map(({ value }) => unbound(value)) : [];
  const guards = given.filter((value) => value.type === "name" || value.type === "member");
  return [...new Set(guards.flatMap((value) => namedControls(value, context)))];
}

/** `this.check.bind(this)` is `this.check`. */
function unbound(node: SyntaxNode): SyntaxNode {
  const isBound = node.type === "call" && node.callee.type === "member" && node.callee.property === "bind";
  return isBound && node.callee.type === "member" ? node.callee.object : node;
}

/** What a framework says of an attribute of its own, or `null` when its name is not one of them. */
function listedControls(guard: SyntaxNode, { attributeControls = [] }: Framework): readonly string[] | null {
  if (guard.type !== "call") return null;
  const name = lastName(guard.callee) ?? "";
  const given = guard.arguments.flatMap((argument) => argument.name ?? "");
  const found = attributeControls.find(
    (one) => one.name.test(name) && (one.given === undefined || given.some((key) => one.given?.test(key))),
  );
  return found?.controls ?? null;
}

/** What a guard runs: a function, or the method that makes a class a guard, such as `canActivate`. */
function functionOf(guard: SyntaxNode, callee: SyntaxNode, ...[framework, context]: [Framework, FlowContext]) {
  const own = resolveHandler(guard, context) ?? resolveHandler(callee, context);
  return own ?? guardMethodOf(dottedPath(callee) ?? "", framework, context);
}

function guardMethodOf(name: string, { annotations }: Framework, context: FlowContext): ResolvedHandler | null {
  const methods = annotations?.guardMethods.flatMap((method) => context.functions.get(`${name}.${method}`) ?? []);
  return methods?.[0] ?? null;
}

/** What a guard's name promises, as far as its function, where that is in view, keeps it. */
export function promisedControls(
  named: readonly string[],
  own: ResolvedHandler | null,
  callee: string,
  application: Application,
): DraftedFact[] {
  if (own === null) return named.map((name) => draft(name, callee, application));
  const useless = letsEverythingThrough(own.node.body) ? "it lets every request through" : null;
  const defeated = application.defeated ?? useless;
  const kept = asksOnlySettings(own.node.body) ? settingsKeep(named) : named;
  return kept.map((name) => draft(name, callee, { ...application, defeated }));
}

/** A setting is no permission; that callers are signed in, which permissions imply, is left to stand. */
export function settingsKeep(named: readonly string[]): readonly string[] {
  return named.filter((name) => name === "authn" && named.includes("authz"));
}

function namedControls(callee: SyntaxNode, context: FlowContext): string[] {
  const name = dottedPath(callee);
  if (name === null || comesFromRoutes(name, context)) return [];
  const named = controlsNamed(name);
  if (named.length > 0) return named;
  const canonical = canonicalName(callee, context.module) ?? "";
  return controlsNamed(/^[./@~]/u.test(canonical) ? (canonical.split(".").at(-1) ?? "") : canonical);
}

/** A guard that signs people in and is told of a right or a role asks for that as well: `auth("manageUsers")`. */
function withRights(named: readonly string[], guard: SyntaxNode): readonly string[] {
  if (guard.type !== "call" || !named.includes("authn") || named.includes("authz")) return named;
  const given = guard.arguments.flatMap(({ value }) => [...descendants(value)]);
  return given.some((node) => node.type === "text" && namesRight(node.value)) ? [...named, "authz"] : named;
}

/** A module of routes may be called `auth` without checking anything. */
function comesFromRoutes(name: string, context: FlowContext): boolean {
  const imported = context.module.imports.get(name.split(".")[0] ?? "");
  return imported !== undefined && isRouteModule(imported.module);
}

/** True for modules that are named after the routes that they hold. */
export function isRouteModule(module: string): boolean {
  return /route|controller|handler|views/iu.test(module);
}

/** `express.json({ limit })` bounds what a request may hold. */
function limits(guard: SyntaxNode, context: FlowContext): string[] {
  if (guard.type !== "call" || keywordOf(guard, "limit") === null) return [];
  const name = canonicalName(guard.callee, context.module) ?? "";
  return /(?:^|\.)(?:json|urlencoded|raw|text|bodyParser)$/u.test(name) ? ["size_limit"] : [];
}

function draft(name: string, callee: string, { at, via, defeated }: Application): DraftedFact {
  const attributes = { effective: defeated === null, via, callee };
  const reasoned = defeated === null ? attributes : { ...attributes, reason: defeated };
  return { kind: "control", name, at, attributes: reasoned, symbol: null };
}

/** What the guard's function checks, quoted where it checks it. */
export function controlsInside(
  handler: ResolvedHandler,
  application: Application,
  context: FlowContext,
): DraftedFact[] {
  const { via, framework, defeated } = application;
  const collector = new DraftCollector();
  followHandler(handler, framework, context, { route: "", visit: collector.visit });
  const controls = collector.all().filter((one) => one.kind === "control" && one.attributes.effective === true);
  const reason = defeated === null ? {} : { reason: defeated };
  return controls.map((one) => ({
    ...one,
    attributes: { ...one.attributes, via, effective: defeated === null, ...reason },
  }));
}

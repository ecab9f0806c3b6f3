import type { Framework } from "../frameworks/framework.ts";
import type { RouteForm } from "../frameworks/route-forms.ts";
import type { CallNode, ClassNode, ListNode, ObjectNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, lastName, literalText } from "../syntax/walk.ts";
import { methodNames } from "./route-arguments.ts";
import type { RouteScan } from "./route-scan.ts";
import { firstLine, joinRoute, NO_ROUTER, type Registration } from "./route-table.ts";

type HookForm = Extract<RouteForm, { form: "hook" }>;

interface Hook {
  readonly form: HookForm;
  readonly framework: Framework;
  readonly call: CallNode;
  /** The class whose code hooks, which `$this` stands for. */
  readonly className: string | null;
}

/** Functions that an application hooks to routes and actions by name: `add_action("wp_ajax_save", "save")`. */
export function hookedRoutes(framework: Framework, { module }: RouteScan): Registration[] {
  return framework.routes.flatMap((form) => (form.form === "hook" ? below(module.root, null, form, framework) : []));
}

function below(node: SyntaxNode, within: ClassNode | null, form: HookForm, framework: Framework): Registration[] {
  const own = node.type === "call" ? hooked({ form, framework, call: node, className: within?.name ?? null }) : [];
  const inner = node.type === "class" ? node : within;
  return [...own, ...childrenOf(node).flatMap((child) => below(child, inner, form, framework))];
}

function hooked(hook: Hook): Registration[] {
  const name = lastName(hook.call.callee) ?? "";
  if (hook.form.rest.test(name)) return restRoutes(hook);
  return hook.form.actions.test(name) ? actions(hook) : [];
}

function restRoutes(hook: Hook): Registration[] {
  const [space, path, options] = hook.call.arguments.map(({ value }) => value);
  const parts = [space, path].flatMap((part) => (part ? (literalText(part) ?? "") : ""));
  return optionsIn(options).flatMap((option) => restRoute(option, joinRoute("wp-json", ...parts), hook));
}

function optionsIn(node: SyntaxNode | undefined): ObjectNode[] {
  if (node?.type === "list") return node.items.flatMap(optionsIn);
  if (node?.type !== "object") return [];
  const nested = node.entries.flatMap(({ key, value }) => (key === null ? optionsIn(value) : []));
  return [node, ...nested];
}

function restRoute(options: ObjectNode, route: string, hook: Hook): Registration[] {
  const handler = calledBack(valueIn(options, "callback"), hook);
  if (handler === null) return [];
  const guard = calledBack(valueIn(options, hook.form.guards), hook);
  const guards = guard === null ? [] : [guard];
  const methods = methodNames(valueIn(options, "methods"))?.flatMap((text) => text.split(/\s*,\s*/u)) ?? ["GET"];
  return methods.map((name) => {
    const method = Object.hasOwn(hook.form.methods, name) ? (hook.form.methods[name] ?? null) : name;
    return registered(hook, { route, method, guards, handler });
  });
}

function valueIn(options: ObjectNode, key: string): SyntaxNode | null {
  return options.entries.find((entry) => entry.key === key)?.value ?? null;
}

function actions(hook: Hook): Registration[] {
  const [event, callback] = hook.call.arguments.map(({ value }) => value);
  const name = event ? literalText(event) : null;
  const handler = calledBack(callback ?? null, hook);
  if (name === null || handler === null) return [];
  const open = addressOf(name, hook.form.open);
  const route = open ?? addressOf(name, hook.form.signedIn);
  if (route === null) return [];
  const guards = open === null ? [signedIn(hook.call)] : [];
  return [registered(hook, { route, method: "POST", guards, handler })];
}

function addressOf(event: string, known: HookForm["open"]): string | null {
  const found = known.flatMap(
    ([pattern, address]) =>
      pattern
        .exec(event)
        ?.slice(1)
        .map((one) => address + one) ?? [],
  );
  return found[0] ?? null;
}

/** The framework runs the action only for people who are signed in. */
function signedIn({ startLine, endLine, offset }: CallNode): SyntaxNode {
  return { type: "name", name: "is_user_logged_in", startLine, endLine, offset };
}

/** `"save"`, `[$this, "save"]`, `[Plugin::class, "save"]` or `"Plugin::save"`. */
function calledBack(node: SyntaxNode | null, hook: Hook): SyntaxNode | null {
  if (node?.type === "function") return node;
  if (node?.type === "text") return pathAt(node, node.value.split("::"));
  return node?.type === "list" ? methodOf(node, hook) : null;
}

function methodOf(node: ListNode, hook: Hook): SyntaxNode | null {
  const [owner, method] = node.items;
  const name = owner ? ownerName(owner, hook) : null;
  return name === null || method?.type !== "text" ? null : pathAt(node, [name, method.value]);
}

function ownerName(owner: SyntaxNode, { className }: Hook): string | null {
  if (owner.type === "text") return owner.value;
  const name = lastName(owner.type === "member" ? owner.object : owner);
  return name === "this" ? className : name;
}

function pathAt({ startLine, endLine, offset }: SyntaxNode, parts: readonly string[]): SyntaxNode | null {
  const at = { startLine, endLine, offset };
  const [name, property] = parts;
  if (name === undefined || name.startsWith("__return_")) return null;
  const owner: SyntaxNode = { type: "name", name, ...at };
  return property === undefined ? owner : { type: "member", object: owner, property, ...at };
}

function registered(
  { framework, call }: Hook,
  given: Pick<Registration, "route" | "method" | "guards" | "handler">,
): Registration {
  const none = { label: null, outerDecorators: [], decorators: [] };
  return { framework, router: NO_ROUTER, ...none, ...given, isWhole: true, at: firstLine(call) };
}

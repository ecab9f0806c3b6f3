import type { Fact } from "../../domain/fact.ts";
import type { ApplicationForms } from "../frameworks/annotations.ts";
import type { Framework } from "../frameworks/framework.ts";
import type { CallNode, ClassNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, lastName } from "../syntax/walk.ts";
import { policyRules } from "./access-policy.ts";
import { annotationOf } from "./annotations.ts";
import { canonicalName } from "./canonical-name.ts";
import type { Application, ApplicationRule } from "./code-facts.ts";
import type { Quote } from "./draft.ts";
import type { FlowContext } from "./flow-context.ts";
import { frameworksUsed } from "./frameworks-used.ts";
import { controlsOfGuard } from "./guard-controls.ts";
import { flatten, keywordOf } from "./route-arguments.ts";

/** What a file says about all routes of an application, or about those whose paths it names. */
export function applicationsIn(context: FlowContext, quote: Quote): Application[] {
  const { module } = context;
  const nodes = [...descendants(module.root)];
  return frameworksUsed(module).flatMap((framework) => {
    const { application } = framework;
    if (!application) return [];
    const reading = { framework, forms: application, context, quote };
    const rules = nodes.flatMap((node) => rulesOf(node, reading));
    const policies = application.policy ? policyRules(module, application.policy, quote) : [];
    const needs = nodes.flatMap((node) => neededBy(node, reading));
    const starts = nodes.some((node) => node.type === "call" && isStart(node, reading));
    return [{ framework: framework.id, rules: [...rules, ...policies], starts: starts || policies.length > 0, needs }];
  });
}

interface Reading {
  readonly framework: Framework;
  readonly forms: ApplicationForms;
  readonly context: FlowContext;
  readonly quote: Quote;
}

function rulesOf(node: SyntaxNode, reading: Reading): ApplicationRule[] {
  if (node.type === "object") return provided(node, reading);
  if (node.type === "class") return filters(node, reading);
  if (node.type !== "call" || node.callee.type !== "member") return [];
  const { forms } = reading;
  if (forms.calls.test(node.callee.property)) return [everywhere(argumentsOf(node), node, reading)];
  return forms.applies?.[1] === node.callee.property ? applied(node, forms.applies[0], reading) : [];
}

function argumentsOf(node: CallNode): SyntaxNode[] {
  return flatten(node.arguments.map(({ value }) => value));
}

function everywhere(guards: readonly SyntaxNode[], at: SyntaxNode, reading: Reading): ApplicationRule {
  return { paths: null, except: [], method: null, decides: false, controls: controlsOf(guards, at, reading) };
}

function controlsOf(guards: readonly SyntaxNode[], at: SyntaxNode, reading: Reading): readonly Fact[] {
  const { framework, context, quote } = reading;
  const application = { at, via: "global", framework, defeated: null } as const;
  return quote(guards.flatMap((guard) => controlsOfGuard(guard, application, context)));
}

/** `{ provide: APP_GUARD, useClass: JwtGuard }`. */
function provided(node: SyntaxNode & { type: "object" }, reading: Reading): ApplicationRule[] {
  const value = (key: string) => node.entries.find((entry) => entry.key === key)?.value;
  const token = value("provide");
  const guard = value("useClass") ?? value("useExisting") ?? value("useValue");
  if (!token || !guard || !reading.forms.tokens.test(lastName(token) ?? "")) return [];
  return [everywhere([guard], node, reading)];
}

/** `@Provider class TokenFilter implements ContainerRequestFilter`. */
function filters(node: ClassNode, reading: Reading): ApplicationRule[] {
  const isFilter = node.bases.some((base) =>
    [...descendants(base)].some((one) => one.type === "name" && reading.forms.filters.test(one.name)),
  );
  const isBound = node.decorators.some((one) => annotationOf(one).name === "NameBinding");
  const name: SyntaxNode = { ...node, endLine: node.startLine, type: "name", name: node.name ?? "" };
  return isFilter && !isBound ? [everywhere([name], name, reading)] : [];
}

/** `consumer.apply(Guard).exclude("health").forRoutes("admin")`. */
function applied(node: CallNode, start: string, reading: Reading): ApplicationRule[] {
  const guards: SyntaxNode[] = [];
  const except: string[] = [];
  for (let one = receiverCall(node); one !== null; one = receiverCall(one)) {
    const name = lastName(one.callee);
    if (name === start) guards.push(...argumentsOf(one));
    if (name === "exclude") except.push(...pathsOf(one).filter((path) => path !== null));
  }
  const paths = pathsOf(node);
  if (guards.length === 0 || paths.includes(null)) return [];
  const named = paths.filter((path) => path !== null).map(withFolder);
  const isAll = named.some((path) => /^\/?(?:\*|\(\.\*\)|\{\*\w+\})$/u.test(path));
  return [{ ...everywhere(guards, node, reading), paths: isAll ? null : named, except: except.map(withFolder) }];
}

function receiverCall(node: CallNode): CallNode | null {
  const receiver = node.callee.type === "member" ? node.callee.object : null;
  return receiver?.type === "call" ? receiver : null;
}

/** The paths that a call names; `null` for what is no path. */
function pathsOf(node: CallNode): (string | null)[] {
  return argumentsOf(node).map((value) => {
    const path =
      value.type === "object"
        ? keywordOf({ ...node, arguments: [{ name: null, spread: false, value }] }, "path")
        : value;
    return path?.type === "text" ? path.value : null;
  });
}

/** A path stands for what is below it as well. */
function withFolder(path: string): string {
  return path.startsWith("/") ? path : `/${path}`;
}

function isStart(node: CallNode, { forms, context }: Reading): boolean {
  return forms.starts.test(canonicalName(node.callee, context.module) ?? "");
}

const MAY_GUARD = /auth|secur|guard|core|common|shared|access|permission|app/iu;

/** Modules that an application is made of and that may guard it: their files must be in view to know what it lacks. */
function neededBy(node: SyntaxNode, reading: Reading): string[] {
  if (node.type === "call" && isStart(node, reading)) return argumentsOf(node).slice(0, 1).flatMap(className);
  if (node.type !== "class") return [];
  const modules = node.decorators.map(annotationOf).filter(({ name }) => name === "Module");
  const imports = modules.flatMap(({ call }) => (call ? (keywordOf(call, "imports") ?? []) : []));
  return flatten(imports)
    .flatMap(className)
    .filter((name) => MAY_GUARD.test(name));
}

function className(node: SyntaxNode): string[] {
  return node.type === "name" ? [node.name] : [];
}

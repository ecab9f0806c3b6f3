import type { Framework } from "../frameworks/framework.ts";
import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath } from "../syntax/walk.ts";
import { type DraftedFact, inline } from "./draft.ts";
import type { FlowContext } from "./flow-context.ts";
import { fluentGuards } from "./fluent-guards.ts";
import { controlsOfGuard } from "./guard-controls.ts";
import type { NamedFunction } from "./module-model.ts";
import { flatten } from "./route-arguments.ts";

/** What the constructor of a controller puts in front of its methods: `$this->middleware("auth")->only("edit")`. */
export function constructorControls(named: NamedFunction, framework: Framework, context: FlowContext): DraftedFact[] {
  const constructor = context.functions.get(`${named.className ?? ""}.__construct`);
  const nodes = constructor ? [...descendants(constructor.node.body)] : [];
  const calls = nodes.filter((node) => node.type === "call");
  const policy = calls.find((call) => dottedPath(call.callee) === "this.authorizeResource");
  return [...(policy ? policyControls(policy) : []), ...middleware(named, { calls, framework, context })];
}

/** `$this->authorizeResource(Vault::class)` asks the policy of the record before every action on one. */
function policyControls(at: CallNode): DraftedFact[] {
  const attributes = { callee: "authorizeResource" };
  return ["authz", "ownership"].map((name) => ({ ...inline(name, at, attributes), symbol: null }));
}

interface Constructed {
  readonly calls: readonly CallNode[];
  readonly framework: Framework;
  readonly context: FlowContext;
}

function middleware(named: NamedFunction, { calls, framework, context }: Constructed): DraftedFact[] {
  return calls
    .filter((call) => dottedPath(call.callee) === "this.middleware" && covers(call, calls, named.node.name ?? ""))
    .flatMap((call) => fluentGuards(call.arguments.map(({ value }) => value)))
    .flatMap((guard) => controlsOfGuard(guard, { at: guard, via: "middleware", framework, defeated: null }, context));
}

/** True unless `only` or `except` behind the call leaves the method out. */
function covers(call: CallNode, calls: readonly CallNode[], method: string): boolean {
  return calls.every((outer) => {
    if (outer.callee.type !== "member" || outer.callee.object !== call) return true;
    const listed = flatten(outer.arguments.map(({ value }) => value)).some((one) => isText(one, method));
    if (outer.callee.property === "only") return listed;
    return outer.callee.property !== "except" || !listed;
  });
}

function isText(node: SyntaxNode, text: string): boolean {
  return node.type === "text" && node.value === text;
}

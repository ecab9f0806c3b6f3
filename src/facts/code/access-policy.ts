import type { PolicyForms } from "../frameworks/annotations.ts";
import type { CallNode, FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, lastName } from "../syntax/walk.ts";
import type { ApplicationRule } from "./code-facts.ts";
import type { DraftedFact, Quote } from "./draft.ts";
import type { ModuleModel } from "./module-model.ts";
import { flatten } from "./route-arguments.ts";

/** What a function says about paths: `requestMatchers("/admin/**").hasRole("ADMIN").anyRequest().authenticated()`. */
export function policyRules(module: ModuleModel, forms: PolicyForms, quote: Quote): ApplicationRule[] {
  return module.functions.flatMap(({ node }) => rulesIn(node, { module, forms, quote }));
}

interface Reading {
  readonly module: ModuleModel;
  readonly forms: PolicyForms;
  readonly quote: Quote;
}

interface Step {
  readonly call: CallNode;
  readonly name: string;
}

function rulesIn(node: FunctionNode, reading: Reading): ApplicationRule[] {
  const { forms, module } = reading;
  const steps = stepsIn(node.body);
  const within = steps.filter(({ name }) => forms.within.test(name)).flatMap(({ call }) => textsOf(call, module));
  const rules: ApplicationRule[] = [];
  let covered: Pick<ApplicationRule, "paths" | "method"> | null = null;
  for (const step of steps) {
    const decided = decidedBy(step, reading);
    if (forms.together.test(step.name)) rules.push(...decidedTogether(step, reading));
    else if (forms.everything.test(step.name)) covered = { paths: null, method: null };
    else if (forms.paths.test(step.name)) covered = matchedBy(step.call, module);
    else if (covered !== null && decided !== null) {
      rules.push({ ...covered, except: [], decides: true, controls: decided });
      covered = null;
    }
  }
  return rules.map((rule) => ({ ...rule, within }));
}

/** The calls of a body in the order in which they run: what a chain starts with comes first. */
function stepsIn(node: SyntaxNode): Step[] {
  const steps = childrenOf(node).flatMap(stepsIn);
  const name = node.type === "call" ? lastName(node.callee) : null;
  return node.type === "call" && name !== null ? [...steps, { call: node, name }] : steps;
}

function decidedBy({ call, name }: Step, { forms, quote }: Reading): ReturnType<Quote> | null {
  const controls = Object.hasOwn(forms.decisions, name) ? forms.decisions[name] : undefined;
  return controls ? quote(controls.map((control) => draft(control, call, name))) : null;
}

/** `authorize("/admin/**", hasRole("ADMIN"))`. */
function decidedTogether({ call }: Step, reading: Reading): ApplicationRule[] {
  const decision = call.arguments.at(-1)?.value;
  const name = decision ? (lastName(decision) ?? "") : "";
  const controls = Object.hasOwn(reading.forms.decisions, name) ? reading.forms.decisions[name] : undefined;
  if (!controls || call.arguments.length < 2) return [];
  const facts = reading.quote(controls.map((control) => draft(control, call, name)));
  const isAll = call.arguments.some(({ value }) => reading.forms.everything.test(lastName(value) ?? ""));
  const matched = isAll ? { paths: null, method: null } : matchedBy(call, reading.module);
  return [{ ...matched, except: [], decides: true, controls: facts }];
}

function draft(name: string, call: CallNode, callee: string): DraftedFact {
  const at = { ...call, startLine: call.endLine };
  return { kind: "control", name, at, symbol: null, attributes: { effective: true, via: "global", callee } };
}

/** The paths and the method that a matcher names; no path at all where it names them in a way that code cannot tell. */
function matchedBy(call: CallNode, module: ModuleModel): Pick<ApplicationRule, "paths" | "method"> {
  const method = call.arguments.map(({ value }) => methodOf(value)).find((one) => one !== null) ?? null;
  const paths = textsOf(call, module);
  return { paths: paths.length === 0 && method !== null ? null : paths, method };
}

function methodOf(value: SyntaxNode): string | null {
  const isMethod = value.type === "member" && lastName(value.object) === "HttpMethod";
  return isMethod ? value.property : null;
}

/** The texts that a call is given, also by the names of constants and inside of matchers. */
function textsOf(call: CallNode, module: ModuleModel): string[] {
  return flatten(call.arguments.map(({ value }) => value)).flatMap((value) => textsIn(value, module));
}

function textsIn(value: SyntaxNode, module: ModuleModel): string[] {
  if (value.type === "text") return [value.value];
  const constant =
    value.type === "name" || value.type === "member" ? module.constants.get(lastName(value) ?? "") : undefined;
  if (constant && constant !== value)
    return flatten([constant]).flatMap((one) => (one.type === "text" ? [one.value] : []));
  return value.type === "call"
    ? flatten(value.arguments.map((one) => one.value)).flatMap((one) => textsIn(one, module))
    : [];
}

import type { Fact } from "../../domain/fact.ts";
import { controlsNamed } from "../controls/control-names.ts";
import type { Framework } from "../frameworks/framework.ts";
import type { ClassGuardForms } from "../frameworks/guard-forms.ts";
import { FRAMEWORKS } from "../frameworks/frameworks.ts";
import type { CallNode, FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import { type ClassModel, classModelsIn, namesUnder, positional, textsIn } from "./class-model.ts";
import type { ClassSummary } from "./code-facts.ts";
import { type DraftedFact, ineffective } from "./draft.ts";
import type { FlowContext } from "./flow-context.ts";
import { controlsInside, controlsOfGuard, promisedControls } from "./guard-controls.ts";
import type { ResolvedHandler } from "./handlers.ts";
import type { ModuleModel } from "./module-model.ts";
import { refusalsIn } from "./settings-check.ts";

/** One guard that a class declares for its actions, or takes away from them. */
export interface ClassGuard {
  /** The method that is run, or what the guard itself is called; empty for a block. */
  readonly name: string;
  readonly effect: "adds" | "skips" | "checks";
  /** The actions that it is for; `null` for all. */
  readonly only: readonly string[] | null;
  readonly except: readonly string[] | null;
  readonly block: FunctionNode | null;
  readonly at: CallNode;
}

/** A class that guards its actions by what stands in its body. */
export interface GuardedClass {
  readonly model: ClassModel;
  readonly guards: readonly ClassGuard[];
}

/** The classes of a file, with the guards that their bodies declare in a framework's way. */
export function guardedClassesIn(module: ModuleModel): GuardedClass[] {
  const framework = classFrameworkOf(module);
  if (!framework?.classGuards) return [];
  const forms = framework.classGuards;
  return classModelsIn(module.root).map((model) => ({
    model,
    guards: [...model.declarations.flatMap((call) => guardsOf(call, forms)), ...attributeGuards(model, forms)],
  }));
}

/** Attributes of a class, and those of its methods that lift them. */
function attributeGuards({ decorators, methods }: ClassModel, { attributes }: ClassGuardForms): ClassGuard[] {
  if (!attributes) return [];
  const opens = (one: SyntaxNode) => attributes.opens.test(lastName(one) ?? "");
  const calls = decorators.flatMap((one) => (one.type === "call" ? [one] : []));
  const own = calls.map((at): ClassGuard => {
    const name = attributes.asks.test(lastName(at) ?? "") ? SIGN_IN : (lastName(at) ?? "");
    return { ...ALL, name: opens(at) ? SIGN_IN : name, effect: opens(at) ? "skips" : "checks", at };
  });
  const lifted = methods.flatMap((method) =>
    method.decorators.flatMap((at): ClassGuard[] =>
      at.type === "call" && opens(at)
        ? [{ ...ALL, name: SIGN_IN, effect: "skips", only: [method.name ?? ""], at }]
        : [],
    ),
  );
  return [...own, ...lifted];
}

/** What all attributes are called that ask for a sign-in, so that one attribute lifts them all. */
const SIGN_IN = "sign-in";
const ALL = { only: null, except: null, block: null } as const;

export function classFrameworkOf({ language }: ModuleModel): Framework | undefined {
  return FRAMEWORKS.find((framework) => framework.language === language.id && framework.classGuards !== undefined);
}

function guardsOf(at: CallNode, { adds, skips, checks }: ClassGuardForms): ClassGuard[] {
  const called = lastName(at.callee) ?? "";
  const effect = adds.test(called) ? "adds" : skips.test(called) ? "skips" : checks.test(called) ? "checks" : null;
  if (effect === null) return [];
  const [only, except] = [namesUnder(at, "only"), namesUnder(at, "except")];
  const blocks = positional(at).flatMap((value) => (value.type === "function" ? [value] : []));
  const names = effect === "checks" ? [called] : textsIn(positional(at));
  const implied = names.length === 0 && blocks.length === 0 && effect === "skips" ? [called] : names;
  return [
    ...implied.map((name): ClassGuard => ({ name, effect, only, except, block: null, at })),
    ...blocks.map((block): ClassGuard => ({ name: "", effect, only, except, block, at })),
  ];
}

/** True when a guard stands in front of an action. */
export function guardsAction({ only, except }: Pick<ClassGuard, "only" | "except">, action: string): boolean {
  return (only === null || only.includes(action)) && !(except?.includes(action) ?? false);
}

const FORGERY = /^(?:verify_authenticity_token|skip_forgery_protection)$/u;

/** Names of methods that get something ready; whether they refuse as well, only their code tells. */
const PREPARES = /^(?:set|load|find|fetch|build|assign|init|initialize|prepare|get|store|remember)_(?!.*(?:and|or)_)/u;

/** What a declared guard checks, by its name and by what its method does where that stands in the same file. */
export function controlsOfClassGuard(guard: ClassGuard, className: string, context: FlowContext): DraftedFact[] {
  const framework = classFrameworkOf(context.module);
  if (guard.effect === "skips") return forgeryAllowed(guard);
  if (!framework) return [];
  const { name, block, at } = guard;
  const application = { at: { ...at, endLine: at.startLine }, via: "global", framework, defeated: null } as const;
  if (framework.classGuards?.attributes) return controlsOfGuard(at, { ...application, via: "decorator" }, context);
  const handler = handlerOf(guard, className, context);
  const named = PREPARES.test(name) ? [] : controlsNamed(name === "protect_from_forgery" ? "csrf" : name);
  const promised = promisedControls(named, handler, name, application);
  if (!handler) return promised;
  const [check] = refusalsIn(handler.node.body);
  const checked = check ? promisedControls(named, handler, name, { ...application, at: check.condition }) : [];
  return [...promised, ...checked, ...(block ? controlsInside(handler, application, context) : [])];
}

function forgeryAllowed({ name, at }: ClassGuard): DraftedFact[] {
  if (!FORGERY.test(name)) return [];
  return [{ ...ineffective("csrf", at, "requests are taken without a token"), symbol: null }];
}

function handlerOf({ name, block }: ClassGuard, className: string, context: FlowContext): ResolvedHandler | null {
  if (block) return { symbol: className, node: block, wrappers: [] };
  return context.functions.get(`${className}.${name}`) ?? null;
}

/** What the classes of a file say to those that inherit from them. */
export function summariesOf(
  context: FlowContext,
  quote: (drafts: readonly DraftedFact[]) => readonly Fact[],
): Map<string, ClassSummary> {
  const summaries = guardedClassesIn(context.module).map(({ model, guards }): [string, ClassSummary] => {
    const declared = guards.map((guard) => {
      const { name, effect, only, except } = guard;
      return { name, effect, only, except, controls: quote(controlsOfClassGuard(guard, model.name, context)) };
    });
    return [model.name, { bases: model.bases, guards: declared }];
  });
  return new Map(summaries);
}

/** The functions of the same file that run before an action, outermost class first. */
export function runBefore(className: string, action: string, context: FlowContext): FunctionNode[] {
  const classes = new Map(guardedClassesIn(context.module).map((one) => [one.model.name, one]));
  const chain = chainOf(className, classes);
  const guards = chain.toReversed().flatMap((one) => one.guards.filter((guard) => guardsAction(guard, action)));
  const skipped = new Set(guards.flatMap(({ effect, name }) => (effect === "skips" ? [name] : [])));
  return guards.flatMap(({ effect, name, block }) => {
    if (effect !== "adds" || skipped.has(name)) return [];
    const methods = chain.flatMap(({ model }) => context.functions.get(`${model.name}.${name}`)?.node ?? []);
    return block ?? methods[0] ?? [];
  });
}

/** A class and what it inherits from or mixes in, as far as the file has it. */
function chainOf(
  className: string,
  classes: ReadonlyMap<string, GuardedClass>,
  seen = new Set<string>(),
): GuardedClass[] {
  const found = classes.get(className);
  if (!found || seen.has(className)) return [];
  seen.add(className);
  const bases = found.model.bases.map((base) => base.slice(base.lastIndexOf(".") + 1));
  return [found, ...bases.flatMap((base) => chainOf(base, classes, seen))];
}

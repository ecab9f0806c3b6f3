import type { FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants } from "../syntax/walk.ts";
import type { Action, FunctionSummary, GuardsElsewhere, OutsideCall, Reference } from "./code-facts.ts";
import type { DraftedFact } from "./draft.ts";
import type { FlowContext, Visit } from "./flow-context.ts";
import type { ResolvedHandler } from "./handlers.ts";
import type { ModuleModel, NamedFunction } from "./module-model.ts";
import { parameterNames } from "./own-parameters.ts";
import { makerOf } from "./references.ts";
import { letsEverythingThrough } from "./recognise-controls.ts";
import type { Registration, RouteTable } from "./route-table.ts";
import { asksOnlySettings } from "./settings-check.ts";

/** What a scope has to do with other files. */
export interface Linked {
  readonly router: string | null;
  readonly handlers: readonly Reference[];
  readonly guards: GuardsElsewhere | null;
  readonly calls: readonly OutsideCall[];
  readonly action: Action | null;
  readonly isWaived: boolean;
}

export const UNLINKED: Linked = {
  router: null,
  handlers: [],
  guards: null,
  calls: [],
  action: null,
  isWaived: false,
};

/** What a registration says of other files, but for its handler and what that calls. */
export function linkOf(
  { router, action, isWaived }: Registration,
  isOpen: boolean,
): Pick<Linked, "router" | "action" | "isWaived"> {
  return { router: isOpen ? router : null, action: action ?? null, isWaived: isWaived === true };
}

/** A function by its symbol; methods of an exported instance are those of its class. */
export function functionNamed(
  symbol: string,
  { module, functions }: Pick<FlowContext, "module" | "functions">,
): NamedFunction | undefined {
  const [owner = "", ...rest] = symbol.split(".");
  const maker = makerOf(module.constants.get(owner));
  const ofClass = maker === null ? undefined : functions.get([maker, ...rest].join("."));
  return functions.get(symbol) ?? ofClass;
}

/** What a helper puts together for those who call it. */
const PUT_TOGETHER = /^(?:sql|command|eval|template|deserialization|xml)$/u;

/** True for what a function does itself, and for what becomes of its own parameters in its helpers, once for each place. */
export function isOf(named: NamedFunction, draft: DraftedFact, told: Set<string>): boolean {
  const { symbol, name, at, attributes } = draft;
  if (symbol === null || symbol === named.symbol) return true;
  const [root] = String(attributes["source"] ?? "").split(/[.[]/u);
  const isOwn =
    attributes["from_parameter"] === true &&
    parameterNames(named)
      .flat()
      .includes(root ?? "");
  const place = `${name} ${at.offset}`;
  if (!isOwn || !PUT_TOGETHER.test(name) || told.has(place)) return false;
  told.add(place);
  return true;
}

/** Functions that are scopes of their own, so that the code around them does not own what they do. */
export function handlerNodes({ functions }: ModuleModel, { registrations, guards }: RouteTable): FunctionNode[] {
  const named = functions.map((one) => one.node);
  // What guards no route of this file is part of the file itself.
  const routers = new Set(registrations.map(({ router }) => router));
  const routed = [
    ...registrations.map((one) => one.handler),
    ...guards.flatMap((one) => (routers.has(one.router) ? one.guards : [])),
  ];
  const inline = routed.flatMap((node) => [...descendants(node)].filter((one) => one.type === "function"));
  return [...named, ...inline.filter((one) => routed.some((node) => node === one || wraps(node, one)))];
}

/** True when what guards a route is known from its class, or is known not to count. */
export function isSettled({ action, isWaived, isWhole }: Registration): boolean {
  return action !== undefined || isWaived === true || isWhole === true;
}

/** One visit that makes two. */
export function both(first: Visit, second: Visit): Visit {
  return (node, flow) => {
    first(node, flow);
    second(node, flow);
  };
}

/** What other files may want to know of a function, by its symbol. */
export function summaryEntry(named: NamedFunction): [string, FunctionSummary] {
  const { body } = named.node;
  const summary = {
    letsEverythingThrough: letsEverythingThrough(body),
    asksOnlySettings: asksOnlySettings(body),
    parameters: parameterNames(named),
  };
  return [named.symbol, summary];
}

/** An entry point covers its handler, and its registration where that is written around or above the handler. */
export function linesOfHandler({ at, handler: given }: Registration, handler: ResolvedHandler | null) {
  const node = handler?.node ?? given;
  const isApart = given.type === "name" || given.type === "member";
  const startLine = isApart && handler ? node.startLine : Math.min(at.startLine, node.startLine);
  return { startLine, endLine: Math.max(node.endLine, isApart ? 0 : at.endLine) };
}

/** True for a call that is given a function, at any depth. */
export function wraps(node: SyntaxNode, inner: SyntaxNode): boolean {
  return node.type === "call" && node.arguments.some(({ value }) => value === inner || wraps(value, inner));
}

/** The name of a file without its folder and its ending. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.\w+$/u, "");
}

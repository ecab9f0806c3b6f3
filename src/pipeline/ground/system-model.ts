import type { Scope } from "../../domain/fact.ts";
import type { Element, Flow, SystemModel } from "../../domain/system-model.ts";
import { callerOf } from "./callers.ts";
import { type Touch, touchesOf } from "./touches.ts";

/** Collects elements and flows so that each stands once, with all its labels. */
interface Collected {
  readonly elements: Map<string, Element>;
  readonly flows: Map<string, { readonly from: string; readonly to: string; readonly labels: Set<string> }>;
}

/** The elements and flows that these scopes show. Functions without an entry point appear as their module. */
export function buildSystemModel(scopes: readonly Scope[]): SystemModel {
  const collected: Collected = { elements: new Map(), flows: new Map() };
  for (const scope of scopes) collect(scope, collected);
  const flows = [...collected.flows.values()].map(({ from, to, labels }): Flow => {
    return { from, to, label: [...labels].toSorted().join(", ") };
  });
  return { elements: [...collected.elements.values()], flows, scopes };
}

/** The element that a scope is part of. */
export function elementOf(scope: Scope): Element {
  const { element, name, path, entryPoint } = scope;
  if (element === "ci" || element === "image") return { id: `ci:${name}`, kind: "ci", name, zone: "build", path };
  const isModule = element === "process" && entryPoint === null;
  const shown = isModule ? path : name;
  return { id: `process:${shown}`, kind: "process", name: shown, zone: "application", path };
}

function collect(scope: Scope, collected: Collected): void {
  const touches = touchesOf(scope);
  const isQuiet =
    scope.entryPoint === null && touches.length === 0 && (scope.element === "process" || isPackage(scope));
  if (isQuiet) return;
  const own = elementOf(scope);
  addElement(own, collected);
  for (const touch of touches) addTouch(own, touch, collected);
  if (scope.entryPoint === null) return;
  const { element, label } = callerOf(scope.entryPoint);
  addElement(element, collected);
  addFlow(element.id, own.id, label, collected);
}

/** Packages are parts of what is built, and no elements of their own. */
function isPackage({ element, facts }: Scope): boolean {
  return element === "config" && facts.every(({ name }) => name === "package" || name === "pinning");
}

function addTouch(own: Element, { element, label, inward }: Touch, collected: Collected): void {
  addElement(element, collected);
  if (inward) addFlow(element.id, own.id, label, collected);
  else addFlow(own.id, element.id, label, collected);
}

function addElement(element: Element, { elements }: Collected): void {
  if (!elements.has(element.id)) elements.set(element.id, element);
}

function addFlow(from: string, to: string, label: string, { flows }: Collected): void {
  const key = `${from} ${to}`;
  const flow = flows.get(key) ?? { from, to, labels: new Set() };
  flow.labels.add(label);
  flows.set(key, flow);
}

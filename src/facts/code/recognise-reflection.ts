import type { AssignNode, CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { copiedFields } from "./copied-fields.ts";
import type { Draft, Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { flowAttributes } from "./recognise-sinks.ts";
import type { Value } from "./value.ts";

/** Finds names of members, modules and fields that a request chooses. */
export const recogniseReflection: Recognise = (node, flow) => {
  if (node.type === "assign") return [...writtenField(node, flow), ...copiedFields(node, flow)];
  return node.type === "call" ? [...calledMember(node, flow), ...loadedModule(node, flow)] : [];
};

/** `fields[a][b] = value`: with `__proto__` as the first key every object gets the field. */
function writtenField({ target, ...node }: AssignNode, flow: Flow): Draft[] {
  if (target.type !== "index" || target.object.type !== "index") return [];
  const [outer, inner] = [flow.valueOf(target.object.index), flow.valueOf(target.index)];
  if (outer.source === null || inner.source === null) return [];
  return [chosen("property", { ...node, target, type: "assign" }, outer)];
}

/** `this[action](…)` and `getattr(self, action)(…)`; a table of functions lists what may be called. */
function calledMember(node: CallNode, flow: Flow): Draft[] {
  const { callee } = node;
  if (callee.type === "name" && flow.context.module.language.id === "php" && callee.fixed !== true)
    return chosenBy(callee, node, flow);
  if (callee.type === "index") return isWide(callee.object, flow) ? chosenBy(callee.index, node, flow) : [];
  if (callee.type !== "call" || flow.canonical(callee.callee) !== "getattr") return [];
  const [, name] = callee.arguments;
  return name ? chosenBy(name.value, node, flow) : [];
}

/** True for an object itself and for whole modules. */
function isWide(node: SyntaxNode, flow: Flow): boolean {
  if (node.type !== "name") return false;
  const imported = flow.imports.get(node.name);
  return /^(?:this|self|globalThis|window|global)$/u.test(node.name) || imported?.name === "*";
}

function loadedModule(node: CallNode, flow: Flow): Draft[] {
  const [first] = node.arguments;
  const loads = node.callee.type === "name" && /^(?:require|import)$/u.test(node.callee.name);
  return loads && first ? chosenBy(first.value, node, flow) : [];
}

function chosenBy(name: SyntaxNode, at: SyntaxNode, flow: Flow): Draft[] {
  const value = flow.valueOf(name);
  return value.source === null ? [] : [chosen("member", at, value)];
}

function chosen(name: "property" | "member", at: SyntaxNode, value: Value): Draft {
  return { kind: "sink", name, at, attributes: flowAttributes(value) };
}

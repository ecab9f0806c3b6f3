import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, lastName } from "../syntax/walk.ts";
import type { Draft, Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { flowAttributes } from "./recognise-sinks.ts";

/** Finds what callers write into the part of a prompt that a model takes as the service's own word. */
export const recognisePrompts: Recognise = (node, flow) => {
  if (node.type !== "call" || !flow.context.calls.modelCalls.test(flow.canonical(node.callee) ?? "")) return [];
  const parts = node.arguments.flatMap(({ name, value }) => instructionsIn(name, value, flow));
  const tainted = parts.map((part) => flow.valueOf(part)).find(({ source }) => source !== null);
  return tainted
    ? [{ kind: "sink", name: "system_prompt", at: node, attributes: flowAttributes(tainted) } satisfies Draft]
    : [];
};

const INSTRUCTIONS = /^(?:system|instructions|system_instruction|systemInstruction|systemPrompt|system_prompt)$/u;

function instructionsIn(name: string | null, value: SyntaxNode, flow: Flow): SyntaxNode[] {
  if (name !== null && INSTRUCTIONS.test(name)) return [value];
  return [...descendants(flow.definitionOf(value))].flatMap((node) => {
    if (node.type === "entry" && node.key !== null)
      return INSTRUCTIONS.test(node.key) ? [node.value] : listedIn(node.value, flow);
    if (node.type === "object") return spoken(node);
    return node.type === "call" ? systemMessage(node) : [];
  });
}

/** `messages` may be a variable that holds the list. */
function listedIn(node: SyntaxNode, flow: Flow): SyntaxNode[] {
  if (node.type !== "name") return [];
  const list = flow.definitionOf(node);
  return list.type === "list" ? list.items.flatMap((item) => (item.type === "object" ? spoken(item) : [])) : [];
}

/** `{ role: "system", content }`. */
function spoken(node: Extract<SyntaxNode, { type: "object" }>): SyntaxNode[] {
  const valueAt = (key: string) => node.entries.find((entry) => entry.key === key)?.value;
  const role = valueAt("role");
  const content = valueAt("content");
  return role?.type === "text" && /^(?:system|developer)$/u.test(role.value) && content ? [content] : [];
}

function systemMessage(node: CallNode): SyntaxNode[] {
  if (lastName(node.callee) !== "SystemMessage") return [];
  return node.arguments.map(({ value }) => value);
}

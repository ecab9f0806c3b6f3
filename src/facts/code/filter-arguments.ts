import type { EntryNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";

/** Methods of a chain that take what a record is made of. */
const CONTENT = /^(?:set|values|data|fill|attributes)$/u;
const CHANGES = /^(?:update|patch|edit|modify|replace|save|put|set|upsert)/iu;
const CONDITION = /^(?:where|filter|query|conditions|criteria)$/u;
/** What an object with a condition writes where the condition holds. */
const WRITTEN = /^(?:data|update|create|set|values|defaults)$/u;

/**
 * What a query and the calls that it is chained to filter by: not what they write. `where` of an object that has one but
 * not its `data`, and nothing of `update(id, { … })` behind its key.
 */
export function filterArguments(node: SyntaxNode, flow: Flow): SyntaxNode[] {
  if (node.type === "member") return filterArguments(node.object, flow);
  if (node.type !== "call") return [];
  const name = lastName(node.callee) ?? "";
  const [first] = node.arguments;
  const isKeyed = CHANGES.test(name) && first !== undefined && first.name === null && first.value.type !== "object";
  const own = CONTENT.test(name) ? [] : node.arguments;
  const filters = own.flatMap((argument, index): SyntaxNode[] => {
    const { name: keyword, spread, value } = argument;
    if (keyword !== null || spread) return [{ ...value, type: "entry", key: keyword, spread, value }];
    if (value.type === "object" && value.entries.some(isCondition)) {
      const asked = value.entries.filter(({ key }) => key === null || !WRITTEN.test(key));
      return asked.map((entry) => ({ ...entry, value: flow.definitionOf(entry.value) }));
    }
    return isKeyed && index > 0 && value.type === "object" ? [] : [flow.definitionOf(value)];
  });
  return [...filterArguments(node.callee, flow), ...filters];
}

function isCondition({ key }: EntryNode): boolean {
  return key !== null && CONDITION.test(key);
}

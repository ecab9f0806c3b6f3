import type { EntryNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";

/** Methods of a chain that take what a record is made of. */
const CONTENT = /^(?:set|values|data|fill|attributes)$/u;
const CHANGES =
  /^(?:update|patch|edit|modify|replace|save|put|set|upsert|(?:first|find|get)(?:Or|_or_)(?:Create|New|Init|Build|Insert|Update))/iu;
const CONDITION = /^(?:where|filter|query|conditions|criteria)$/u;
/** What an object with a condition writes where the condition holds. */
const WRITTEN = /^(?:data|update|create|set|values|defaults)$/u;
/** What is loaded with a record, or how it is shown, holds it to nothing: `Preload("User")`, `include: { user: true }`. */
export const BESIDE =
  /^(?:preload|includes?|eager_?load|with|populate|relations|joins?|left_?join\w*|select\w*|order|order_?by|group_?by|pluck|attributes)$/iu;

/**
 * What a query and the calls that it is chained to filter by: not what they write. `where` of an object that has one but
 * not its `data`, and nothing of `update(id, { … })` behind its key.
 */
export function filterArguments(node: SyntaxNode, flow: Flow): SyntaxNode[] {
  if (node.type === "member") return filterArguments(node.object, flow);
  if (node.type !== "call") return [];
  const name = lastName(node.callee) ?? "";
  const own = CONTENT.test(name) ? [] : node.arguments;
  const hasCondition = own.some(({ value }) => conditionIn(value) !== null);
  const isObject = (value: SyntaxNode | undefined) => value !== undefined && flow.definitionOf(value).type === "object";
  const isWritten = (value: SyntaxNode, index: number) => {
    const isBehind = index > 0 && (isObject(value) || isObject(own[0]?.value));
    return CHANGES.test(name) && (isBehind || (isObject(value) && hasCondition));
  };
  const filters = own.flatMap(({ name: keyword, spread, value }, index): SyntaxNode[] => {
    if (keyword !== null || spread) return [{ ...value, type: "entry", key: keyword, spread, value }];
    const condition = conditionIn(value);
    if (condition) return condition.map((entry) => ({ ...entry, value: flow.definitionOf(entry.value) }));
    return isWritten(value, index) ? [] : [flow.definitionOf(value)];
  });
  return [...filterArguments(node.callee, flow), ...filters];
}

/** What an object with a condition asks; `null` for another. */
function conditionIn(value: SyntaxNode): readonly EntryNode[] | null {
  if (value.type !== "object" || !value.entries.some(({ key }) => key !== null && CONDITION.test(key))) return null;
  return value.entries.filter(({ key }) => key === null || !(WRITTEN.test(key) || BESIDE.test(key)));
}

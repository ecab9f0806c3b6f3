import type { PropertyRule } from "../sinks/sink-table.ts";
import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import type { Draft, Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { addressValue, landingValue } from "./outbound-address.ts";
import { flowAttributes, howBuilt, ownAttributes } from "./recognise-sinks.ts";
import { namesOf } from "./typed-names.ts";
import type { Value } from "./value.ts";

/** Finds dangerous values in properties that a later call acts on, set one by one or when the object is made. */
export const recogniseProperties: Recognise = (node, flow) => {
  const { properties = [] } = flow.context.calls;
  if (properties.length === 0) return [];
  if (node.type === "call" && node.construct) return initialised(node, properties, flow);
  if (node.type !== "assign" || node.target.type !== "member") return [];
  return given(namesOf(node.target, flow), node.value, { at: node, properties, flow });
};

interface Around {
  readonly at: SyntaxNode;
  readonly properties: readonly PropertyRule[];
  readonly flow: Flow;
}

/** `new ContentResult { Content = page }`. */
function initialised(node: CallNode, properties: readonly PropertyRule[], flow: Flow): Draft[] {
  const [type] = namesOf(node.callee, flow);
  return node.arguments.flatMap(({ name, value }) =>
    name === null ? [] : given([`${type ?? ""}.${name}`], value, { at: node, properties, flow }),
  );
}

function given(names: readonly string[], value: SyntaxNode, { at, properties, flow }: Around): Draft[] {
  const rule = properties.find(({ property }) => names.some((name) => property.test(name)));
  if (!rule) return [];
  const reaching = reachingValue(rule, value, flow);
  const built = howBuilt(value, flow);
  const own = rule.own && built === "concatenated" ? flow.ownParameterIn(value) : null;
  const matters = reaching.source !== null || own !== null;
  if (!matters || (rule.onlyBuilt !== undefined && rule.onlyBuilt !== built)) return [];
  const attributes = { ...flowAttributes(reaching), callee: names[0] ?? "", built, ...toldBy(rule) };
  return [{ kind: "sink", name: rule.sink, at, attributes: { ...attributes, ...ownOf(reaching, own) } }];
}

function toldBy({ operation, shell }: PropertyRule): Draft["attributes"] {
  return { ...(operation ? { operation } : {}), ...(shell === undefined ? {} : { shell }) };
}

function ownOf({ source }: Value, own: string | null) {
  return source === null ? ownAttributes(own) : {};
}

function reachingValue({ sink }: PropertyRule, value: SyntaxNode, flow: Flow): Value {
  if (sink === "redirect") return landingValue(value, flow);
  return sink === "outbound_http" ? addressValue(value, flow) : flow.valueOf(value);
}

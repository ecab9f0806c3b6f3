import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, lastName } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";

/** Checks after which a field holds a number, a date, or one of a few known forms. */
const HARMLESS_CHECKS =
  /^(?:number|int|int32|float|bigint|boolean|bool|stringbool|date|datetime|enum|nativeEnum|literal|uuid|guid|cuid|cuid2|ulid|nanoid|ipv4|ipv6|regex|valid|integer|positive)$/u;

/** The fields of the schema behind `schema.parse(…)` that can carry no attack once they are checked. */
export function harmlessFields(node: CallNode, flow: Flow): ReadonlySet<string> {
  const schema = node.callee.type === "member" ? flow.definitionOf(node.callee.object) : null;
  const shape = schema === null ? null : objectIn(schema);
  const fields = shape?.type === "object" ? shape.entries : [];
  return new Set(fields.flatMap(({ key, value }) => (key !== null && isHarmless(value) ? [key] : [])));
}

/** True for a value that is written as a schema: `z.object({ … })`. */
export function isSchema(node: SyntaxNode, flow: Flow): boolean {
  return objectIn(flow.definitionOf(node)) !== null;
}

/** The object of `z.object({ … })`, also when more calls follow. */
function objectIn(node: SyntaxNode): SyntaxNode | null {
  if (node.type === "member") return objectIn(node.object);
  if (node.type !== "call") return null;
  const [first] = node.arguments;
  if (/^(?:object|strictObject|looseObject)$/iu.test(lastName(node.callee) ?? "") && first) return first.value;
  return objectIn(node.callee);
}

function isHarmless(field: SyntaxNode): boolean {
  return [...descendants(field)].some((node) => node.type === "member" && HARMLESS_CHECKS.test(node.property));
}

import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath, lastName, literalText } from "../syntax/walk.ts";
import type { Draft } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { isPlainShape } from "./plain-shapes.ts";
import { isOtherType } from "./store-methods.ts";
import type { Value } from "./value.ts";

const WRITERS =
  /^(?:create|insert|insertOne|insertMany|insert_one|update|updateOne|update_one|updateMany|findByIdAndUpdate|findOneAndUpdate|upsert|save|bulkCreate|build|assign|assign_attributes|update_attributes|merge|set|replaceOne|create_user|values)$/u;
const NOT_MODELS =
  /^(?:URL|URLSearchParams|Error|Date|Map|Set|Response|Request|FormData|Headers|Promise|Buffer|RegExp|Blob|Array|Object|String)$|(?:Error|Exception|Reader|Writer|Stream|Parser|Response|Request|Event|Message|Validator|Serializer)$/u;

/** Hashes and ciphers are fed with `update` as well. */
const DIGESTS = /^(?:crypto|hashlib|hmac)\b/u;

/** Finds whole bodies that are stored as they come. */
export function recogniseMassAssignment(node: CallNode, flow: Flow): Draft[] {
  if (permitsRight(node, flow))
    return [{ kind: "sink", name: "mass_assignment", at: node, attributes: { tainted: true, source: "params" } }];
  if (!storesWhole(node, flow) || DIGESTS.test(flow.canonical(node.callee) ?? "")) return [];
  const whole = node.arguments.map((argument) => wholeBodyIn(argument.value, flow)).find((value) => value !== null);
  if (!whole?.source) return [];
  const attributes = { tainted: true, source: whole.source, callee: flow.calleeOf(node) };
  return [{ kind: "sink", name: "mass_assignment", at: node, attributes }];
}

const RIGHTS = /^:?(?:is_?)?(?:admin|superuser|staff|super_admin|roles?|role_ids?|permissions?)$/u;

/** `params.require(:user).permit(:name, :admin)` lets callers give themselves a right. */
function permitsRight({ callee, arguments: given }: CallNode, { context: { module } }: Flow): boolean {
  if (module.language.id !== "ruby" || lastName(callee) !== "permit") return false;
  const { path, text } = module.file;
  const isForAdmins = /admin/iu.test(path) || /\b(?:before_action|authorize)\b.*admin/u.test(text);
  return !isForAdmins && given.some(({ value }) => RIGHTS.test(literalText(value) ?? ""));
}

/** True for calls that make or change a record from what they are given. */
function storesWhole(node: CallNode, flow: Flow): boolean {
  const method = (lastName(node.callee) ?? "").replace(/!$/u, "");
  if (isOwnMethod(node, flow)) return false;
  if (node.callee.type === "member" && isOtherType(node.callee.object, flow)) return false;
  return WRITERS.test(method) || copiesWhole(method, node, flow);
}

/** `$this->create($values)` of a controller that has such an action itself stores nothing yet. */
function isOwnMethod(node: CallNode, { className, context }: Flow): boolean {
  const path = dottedPath(node.callee) ?? "";
  const isHook = context.module.language.id === "php" && path.endsWith(".merge");
  return (
    isHook || (className !== null && context.module.symbols.has(path.replace(/^(?:this|self)\./u, `${className}.`)))
  );
}

/** `new Invoice(body)`, where a constructor takes what it is given without looking. */
function copiesWhole(method: string, node: CallNode, flow: Flow): boolean {
  if (flow.context.module.language.stores.isTyped) return false;
  const isModel = node.callee.type === "name" && /^[A-Z]/u.test(method) && !NOT_MODELS.test(method);
  const copies = isModel && (node.construct || node.arguments.some((argument) => argument.spread));
  return copies && !isPlainShape(method, flow.context.module);
}

const CARRIERS = new Set(["data", "$set", "set", "values", "create", "update", "defaults"]);

/** A request body that is passed on whole, also spread or as the `data` of a query. */
function wholeBodyIn(node: SyntaxNode, flow: Flow): Value | null {
  const value = flow.valueOf(node);
  if (value.whole && value.source !== null) return value;
  if (node.type !== "object") return null;
  const carried = node.entries.filter((entry) => entry.spread || (entry.key !== null && CARRIERS.has(entry.key)));
  return carried.map((entry) => wholeBodyIn(entry.value, flow)).find((one) => one !== null) ?? null;
}

import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import type { Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { flowAttributes } from "./recognise-sinks.ts";

const FILTERS =
  /^(?:find|findOne|findOneAnd(?:Update|Delete|Replace)|update(?:One|Many)|delete(?:One|Many)|replaceOne|countDocuments|exists|find_one(?:_and_\w+)?|(?:update|delete)_(?:one|many)|count_documents)$/u;
const DOCUMENT_STORES = /^(?:mongoose|mongodb|monk|mongojs|pymongo|motor|flask_pymongo|mongoengine)(?:$|[./])/u;
/** Options of mappers that build SQL; their values are bound. */
const MAPPER_OPTIONS = /^(?:where|include|select|relations|attributes|orderBy)$/u;

/** Finds filters of document stores that take what a body holds as it is: an object there is an operator and no text. */
export const recogniseDocuments: Recognise = (node, flow) => {
  if (node.type !== "call" || !FILTERS.test(lastName(node.callee) ?? "")) return [];
  const [filter] = node.arguments;
  if (!filter || !usesDocuments(node, flow)) return [];
  const given = partsOf(flow.definitionOf(filter.value), flow).map((part) => flow.valueOf(part));
  const value = given.find(({ source }) => source !== null && /\b(?:body|get_json|json)\b/u.test(source));
  if (!value) return [];
  return [
    { kind: "sink", name: "nosql", at: node, attributes: { ...flowAttributes(value), callee: flow.calleeOf(node) } },
  ];
};

function partsOf(node: SyntaxNode, flow: Flow): SyntaxNode[] {
  if (node.type !== "object") return isAsItCame(node, flow) ? [node] : [];
  if (node.entries.some(({ key }) => key !== null && MAPPER_OPTIONS.test(key))) return [];
  return node.entries.map(({ value }) => value).filter((value) => isAsItCame(value, flow));
}

/** Calls and glued texts give a text, whatever the body held. */
function isAsItCame(node: SyntaxNode, flow: Flow): boolean {
  const { type } = flow.definitionOf(node);
  return type === "member" || type === "name" || type === "object";
}

/** `User.findOne({ email })`: mappers that build SQL take their values below `where`. */
function isModelFilter({ callee }: CallNode): boolean {
  return (
    callee.type === "member" &&
    callee.object.type === "name" &&
    /^[A-Z][a-z]/u.test(callee.object.name) &&
    MODEL_FILTERS.test(callee.property)
  );
}

const MODEL_FILTERS =
  /^(?:findOne|findOneAnd(?:Update|Delete|Replace)|(?:update|delete)(?:One|Many)|replaceOne|countDocuments)$/u;

/** The file uses a document store, or the model comes from a file that is named after one. */
function usesDocuments(node: CallNode, flow: Flow): boolean {
  const modules = [...flow.imports.values()].map(({ module }) => module);
  if (modules.some((module) => DOCUMENT_STORES.test(module))) return true;
  if (isModelFilter(node)) return true;
  const receiver = node.callee.type === "member" ? node.callee.object : null;
  const model = receiver?.type === "name" ? flow.imports.get(receiver.name)?.module : undefined;
  return model !== undefined && /(?:^|\/)(?:mongo\w*|schemas?)(?:\/|$)/iu.test(model);
}

import type { AssignNode, CallNode, EntryNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath, lastName } from "../syntax/walk.ts";
import { dataClassOf, wordsOf } from "./words.ts";

/** A place where a record is stripped of what nobody may see. */
export interface HiddenField {
  /** The field that is left out. */
  readonly field: string;
  /** What it is taken from. */
  readonly from: SyntaxNode;
  readonly at: SyntaxNode;
}

/** Calls that give back what they are given without some fields. */
const LEAVES_OUT = /^(?:omit|omitBy|omitKeys|exclude|excludeKeys|unset|without)$/u;
/** Options of queries that hold the names of fields which are not read. */
const NOT_READ = /^(?:exclude|omit)$/u;

/** Fields that a node leaves out of a record: `omit(user, ["password"])`, `.select("-password")`, `const { password, ...rest } = user`. */
export function hiddenField(node: SyntaxNode): HiddenField | null {
  if (node.type === "call") return leftOut(node) ?? unselected(node) ?? notRead(node);
  return node.type === "assign" ? (takenApart(node) ?? marked(node)) : null;
}

function leftOut(node: CallNode): HiddenField | null {
  const [record, ...fields] = node.arguments.map(({ value }) => value);
  if (!record || !LEAVES_OUT.test(lastName(node.callee) ?? "")) return null;
  const field = fields.flatMap(textsIn).find(isSecret);
  return field === undefined ? null : { field, from: record, at: node };
}

/** `User.findById(id).select("-password -salt")`. */
function unselected(node: CallNode): HiddenField | null {
  const [fields] = node.arguments;
  if (node.callee.type !== "member" || node.callee.property !== "select" || fields?.value.type !== "text") return null;
  const field = [...fields.value.value.matchAll(/(?:^|\s)-(\w+)/gu)].map(([, name = ""]) => name).find(isSecret);
  return field === undefined ? null : { field, from: node.callee.object, at: fields.value };
}

/** `{ attributes: { exclude: ["password"] } }` and `{ omit: { password: true } }` among what a query is given. */
function notRead(node: CallNode): HiddenField | null {
  if (node.callee.type !== "member") return null;
  const options = node.arguments.flatMap(({ value }) => (value.type === "object" ? value.entries : []));
  const entry = [...options, ...options.flatMap(inner)].find(({ key }) => NOT_READ.test(key ?? ""));
  const field = entry && textsIn(entry.value).find(isSecret);
  return entry && field !== undefined ? { field, from: node.callee.object, at: entry } : null;
}

function inner({ key, value }: EntryNode): readonly EntryNode[] {
  return key === "attributes" && value.type === "object" ? value.entries : [];
}

/** `const { password, ...rest } = user`. */
function takenApart({ target, value, ...at }: AssignNode): HiddenField | null {
  if (target.type !== "object" || !target.entries.some(({ spread }) => spread)) return null;
  const field = target.entries.map(({ key }) => key ?? "").find(isSecret);
  return field === undefined ? null : { field, from: value, at: { ...at, target, value } };
}

/** `@Exclude() password: string` and `@Column({ select: false }) password: string`. */
function marked({ target, decorators = [] }: AssignNode): HiddenField | null {
  const field = lastName(target) ?? "";
  const at = decorators.find((one) => HIDES.test(lastName(one) ?? "") || readsNot(one));
  return at && isSecret(field) ? { field, from: target, at } : null;
}

const HIDES = /^(?:Exclude|HideField|JsonIgnore|ApiHideProperty)$/u;

function readsNot(node: SyntaxNode): boolean {
  const options = node.type === "call" ? node.arguments.map(({ value }) => value) : [];
  return options.some((option) => option.type === "object" && option.entries.some(isUnselected));
}

function isUnselected({ key, value }: EntryNode): boolean {
  return key === "select" && value.type === "literal" && value.text === "false";
}

function textsIn(node: SyntaxNode): string[] {
  if (node.type === "text") return [node.value];
  if (node.type === "list") return node.items.flatMap(textsIn);
  if (node.type !== "object") return [];
  return node.entries.flatMap(({ key, value }) =>
    value.type === "literal" && value.text === "true" ? (key ?? []) : [],
  );
}

/** Names of what nobody may see who gets the record. */
function isSecret(name: string): boolean {
  const last = name.slice(name.lastIndexOf(".") + 1);
  return dataClassOf(last) === "credential" || / (?:hash|salt|encrypted \w+|private|two factor) /u.test(wordsOf(last));
}

/** The first name of what a field is taken from. */
export function holderOf({ from }: HiddenField): string | null {
  return /^[\w$]+/u.exec(dottedPath(from) ?? "")?.[0] ?? null;
}

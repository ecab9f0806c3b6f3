import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, descendants, lastName } from "../syntax/walk.ts";
import type { Draft } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { collectionOf, storeOperation } from "./store-methods.ts";
import { wordsOf } from "./words.ts";

const KEPT = / (?:password|passwd|password hash|hashed password|encrypted password|password digest|pwd hash) $/u;
const PEOPLE = /^(?:users?|accounts?|members?|customers?|employees?|admins?)$/u;
/** What takes fields out of a record, or names those that are read. */
const CHOOSES =
  /^(?:select|omit|attributes|exclude|columns|fields|projection|pick|populate|lean|only|transform|map|toJSON|toObject|returning)$/u;

/** Finds passwords and their hashes in what is answered: fields of records, and records of people as they are stored. */
export function answeredSecrets(values: readonly SyntaxNode[], at: SyntaxNode, flow: Flow): Draft[] {
  const field = values.flatMap((value) => [...descendants(value)]).find(isKept);
  if (field) return [answered(lastName(field) ?? "", at, {})];
  const whole = values.flatMap((value) => wholeRecord(value, flow) ?? [])[0];
  return whole === undefined ? [] : [answered(whole, at, { whole: true })];
}

function answered(field: string, at: SyntaxNode, more: Draft["attributes"]): Draft {
  return { kind: "data_class", name: "credential", at, attributes: { field, place: "response", kept: true, ...more } };
}

/** `{ hash: user.passwordHash }`; a comparison of the field answers nothing of it. */
function isKept(node: SyntaxNode): boolean {
  if (node.type !== "entry" || node.value.type !== "member") return false;
  return KEPT.test(wordsOf(node.value.property));
}

/** The collection of a record of people that is answered with all its fields. */
function wholeRecord(value: SyntaxNode, flow: Flow): string | null {
  const read = flow.definitionOf(value);
  if (read.type !== "call" || flow.context.module.language.id !== "javascript") return null;
  const operation = storeOperation(read, flow);
  const collection = operation === "read" || operation === "list" ? collectionOf(read) : null;
  return collection !== null && PEOPLE.test(collection) && !choosesFields(read) ? collection : null;
}

function choosesFields(read: CallNode): boolean {
  return contains(read, namesFields) || read.arguments.slice(1).some(({ value }) => value.type !== "function");
}

function namesFields(node: SyntaxNode): boolean {
  if (node.type === "member") return CHOOSES.test(node.property);
  return node.type === "entry" && CHOOSES.test(node.key ?? "");
}

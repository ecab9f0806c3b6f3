import type { AttributeValue } from "../../domain/fact.ts";
import type { Operation } from "../stores/store-table.ts";
import type { CallNode, EntryNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, descendants, lastName } from "../syntax/walk.ts";
import { onlyOrigin } from "./authority.ts";
import { type Draft, inline } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { parentAmong } from "./query-scope.ts";
import { union } from "./value.ts";
import { isOwnerField, wordsOf } from "./words.ts";

/** Where a chain of calls begins that builds a query, and what it does with the records of which table. */
interface Beginning {
  readonly operation: Operation;
  readonly table: SyntaxNode | null;
}

const DATABASE = / (?:db|database|knex|kysely|drizzle|trx|tx|transaction|orm|connection|conn) $/u;
const CONDITION = /^(?:where|andWhere|orWhere|whereIn|whereRef|having)$/u;
const CHANGES: Readonly<Record<string, Operation>> = {
  insert: "write",
  update: "write",
  increment: "write",
  decrement: "write",
  del: "delete",
  delete: "delete",
  truncate: "delete",
};
const OF_TABLE: Readonly<Record<string, Operation>> = {
  selectFrom: "list",
  updateTable: "write",
  insertInto: "write",
  deleteFrom: "delete",
};
const COMPARES = /^(?:eq|inArray|like|ilike|eb|cmpr)$/u;

/**
 * The record that a chain of Drizzle, Knex or Kysely reads or writes, told once by its last call: `null` for calls that
 * build no query, nothing for the calls inside a chain.
 */
export function builtQuery(node: CallNode, flow: Flow): Draft[] | null {
  if (flow.context.module.language.id !== "javascript") return null;
  const chain = chainOf(node);
  const beginning = beginningOf(chain, flow);
  if (beginning === null) return null;
  return isContinued(node, flow.context.module.root) ? [] : recordOf(node, chain, beginning, flow);
}

interface Chain {
  /** The first one first. */
  readonly calls: readonly CallNode[];
  /** Their names. */
  readonly methods: readonly string[];
}

function chainOf(node: CallNode): Chain {
  const calls = callsIn(node);
  return { calls, methods: calls.map(({ callee }) => lastName(callee) ?? "") };
}

function callsIn(node: CallNode): CallNode[] {
  const inner = node.callee.type === "member" ? node.callee.object : null;
  return inner?.type === "call" ? [...callsIn(inner), node] : [node];
}

function beginningOf(chain: Chain, flow: Flow): Beginning | null {
  const [first] = chain.calls;
  if (first?.callee.type !== "member") return first ? knex(first, chain, flow) : null;
  const isAsked = DATABASE.test(wordsOf(lastName(first.callee.object) ?? ""));
  return isAsked ? (drizzle(first, chain) ?? kysely(first)) : knex(first, chain, flow);
}

/** `knex("notes").where(…)`, also as `this.knex(TABLE_NOTES)`. */
function knex(first: CallNode, { methods }: Chain, flow: Flow): Beginning | null {
  const [table, ...others] = first.arguments.map(({ value }) => value);
  if (table === undefined || others.length > 0 || methods.length === 1) return null;
  const isTable = table.type === "text" || isConstant(table);
  if (!isTable || !DATABASE.test(wordsOf(methods[0] ?? "")) || flow.valueOf(table).request) return null;
  return { operation: changeIn(methods) ?? "list", table };
}

function drizzle(first: CallNode, { calls, methods }: Chain): Beginning | null {
  const [method = ""] = methods;
  const isRead = /^select(?:Distinct)?(?:On)?$/u.test(method);
  const named = isRead ? calls[methods.indexOf("from")] : first;
  const table = named?.arguments[0]?.value;
  if (table === undefined || calls.length === 1) return null;
  if (isRead) return { operation: "list", table };
  const operation = isTableOf(table) ? changeIn([method]) : null;
  return operation === null ? null : { operation, table };
}

function kysely(first: CallNode): Beginning | null {
  const method = lastName(first.callee) ?? "";
  const operation = Object.hasOwn(OF_TABLE, method) ? OF_TABLE[method] : undefined;
  return operation === undefined ? null : { operation, table: first.arguments[0]?.value ?? null };
}

/** `notes` and `schema.notes`: what is written in braces or as a text is a record or its key. */
function isTableOf(node: SyntaxNode): boolean {
  return node.type === "name" || node.type === "member";
}

/** `TABLE_NOTES` and `Table.NOTES`. */
function isConstant(node: SyntaxNode): boolean {
  return isTableOf(node) && /^[A-Z]/u.test(lastName(node) ?? "");
}

function changeIn(methods: readonly string[]): Operation | null {
  return methods.map((method) => (Object.hasOwn(CHANGES, method) ? CHANGES[method] : null)).find(Boolean) ?? null;
}

const continued = new WeakMap<SyntaxNode, ReadonlySet<SyntaxNode>>();

/** True for a call that another one of its query is chained to; waiting for the answer is no part of it. */
function isContinued(node: CallNode, root: SyntaxNode): boolean {
  const known = continued.get(root) ?? new Set([...descendants(root)].flatMap(continuedBy));
  continued.set(root, known);
  return known.has(node);
}

function continuedBy(node: SyntaxNode): SyntaxNode[] {
  if (node.type !== "call" || node.callee.type !== "member") return [];
  const isWaiting = /^(?:then|catch|finally|map|filter|forEach|find|at|length)$/u.test(node.callee.property);
  return isWaiting || node.callee.object.type !== "call" ? [] : [node.callee.object];
}

function recordOf(node: CallNode, { calls, methods }: Chain, { operation, table }: Beginning, flow: Flow): Draft[] {
  const filters = calls.filter(({ callee }) => CONDITION.test(lastName(callee) ?? "")).flatMap(conditionsOf);
  const values = filters.map(({ value }) => flow.valueOf(value));
  const key = union(values);
  const scoped = filters.some(({ key: column, value }) => isOwnerField(column ?? "") && flow.valueOf(value).session);
  const isMade = methods.some((method) => /^insert(?:Into)?$/u.test(method));
  const collection = table === null ? null : nameOfTable(table);
  const attributes: Record<string, AttributeValue> = {
    operation: operation === "list" && filters.length > 0 ? "read" : operation,
    keyed_by: isMade ? "unknown" : keyedBy(key, filters),
    scoped_to_user: scoped,
    limited: methods.some((method) => /^(?:limit|first|executeTakeFirst\w*|get)$/u.test(method)),
    ...(collection === null ? {} : { collection }),
  };
  const origin =
    attributes["keyed_by"] === "request"
      ? onlyOrigin(
          filters.map(({ value }) => value),
          flow,
        )
      : null;
  const named = origin === null ? attributes : { ...attributes, key: origin };
  const record: Draft = { kind: "data_store", name: "record", at: node, attributes: named };
  return [record, ...heldTo(node, { scoped, filters, collection })];
}

function keyedBy(key: ReturnType<typeof union>, filters: readonly EntryNode[]): string {
  if (key.request) return "request";
  if (key.session) return "session";
  return filters.length > 0 ? "unknown" : "constant";
}

interface Held {
  readonly scoped: boolean;
  readonly filters: readonly EntryNode[];
  readonly collection: string | null;
}

/** Whose records or whose parts the query is held to. */
function heldTo(node: CallNode, { scoped, filters, collection }: Held): Draft[] {
  if (scoped) return [inline("ownership", node, { protects: "query" })];
  const parent = parentAmong(new Set(filters.map(({ key }) => key ?? "")));
  return parent === null ? [] : [inline("query_scope", node, { callee: parent, protects: collection ?? "record" })];
}

/** Columns with what they are compared with, of `where({ id })`, `where("id", "=", id)` and `where(and(eq(notes.id, id)))`. */
function conditionsOf({ arguments: given }: CallNode): EntryNode[] {
  const [column, ...others] = given.map(({ value }) => value);
  const compared = others.at(-1);
  if (column !== undefined && compared !== undefined && (column.type === "text" || column.type === "member"))
    return [entry(column, compared)];
  return column === undefined ? [] : comparedIn(column);
}

/** `where: eq(notes.id, id)` asks what its comparisons ask; anything else stays as it is. */
export function comparisonsOf(filter: SyntaxNode): SyntaxNode[] {
  const asked = filter.type === "entry" ? filter.value : null;
  const compared = asked?.type === "call" || asked?.type === "function" ? comparedIn(asked) : [];
  return compared.length > 0 ? compared : [filter];
}

function comparedIn(node: SyntaxNode): EntryNode[] {
  if (node.type === "entry") return [node];
  if (node.type === "call" && COMPARES.test(lastName(node.callee) ?? "")) {
    const [column] = node.arguments;
    const compared = node.arguments.length > 1 ? node.arguments.at(-1) : undefined;
    return column && compared ? [entry(column.value, compared.value)] : [];
  }
  return childrenOf(node).flatMap(comparedIn);
}

function entry(column: SyntaxNode, value: SyntaxNode): EntryNode {
  const { startLine, endLine, offset } = value;
  const name = column.type === "text" ? column.value : (lastName(column) ?? "");
  return {
    type: "entry",
    key: name.slice(name.lastIndexOf(".") + 1),
    spread: false,
    value,
    startLine,
    endLine,
    offset,
  };
}

function nameOfTable(table: SyntaxNode): string | null {
  const name = table.type === "text" ? table.value : lastName(table);
  return name === null ? null : name.replace(/^table_?|_?table$/iu, "").toLowerCase() || null;
}

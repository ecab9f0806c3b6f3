import type { AttributeValue } from "../../domain/fact.ts";
import type { Operation } from "../stores/store-table.ts";
import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, descendants, formatted, lastName, literalText } from "../syntax/walk.ts";
import { onlyOrigin } from "./authority.ts";
import { builtQuery, comparisonsOf } from "./built-queries.ts";
import type { Draft, Recognise } from "./draft.ts";
import { filterArguments } from "./filter-arguments.ts";
import type { Flow } from "./flow.ts";
import { flowAttributes, howBuilt, isMadeText, ownAttributes } from "./recognise-sinks.ts";
import { recogniseMassAssignment } from "./recognise-mass-assignment.ts";
import { scopedLookUp, scopedStatement } from "./query-scope.ts";
import { valueParts } from "./sql-parts.ts";
import { readSql, type SqlStatement } from "./sql-text.ts";
import { collectionOf, hangsOnUser, selectedStatement, statementVerb, storeOperation } from "./store-methods.ts";
import { union, type Value } from "./value.ts";
import { isOwnerField, wordsOf } from "./words.ts";

type Attributes = Record<string, AttributeValue>;

const QUERY_METHODS =
  /^(?:query|run_?[qQ]uery|run_?[sS]ql|raw_?[qQ]uery|execute_?[sS]ql|Query(?:Row)?x?(?:Context)?|(?:Must|Named)?Exec(?:Context)?|NamedQuery|Raw|(?:mysqli|mysql|pg|sqlsrv|sqlite|oci|odbc|db2)_(?:query|query_params|prepare|exec|parse|unbuffered_query|multi_query)|multi_query|executeQuery|executeUpdate|executeLargeUpdate|prepareStatement|prepareCall|addBatch|batchUpdate|queryFor(?:Object|List|Map|RowSet|Stream)|Query(?:First|Single)(?:OrDefault)?(?:Async)?|Query(?:Unbuffered)?Async|QueryMultiple(?:Async)?|Execute(?:Scalar|Reader)?(?:Async)?|nativeQuery|createSQLQuery|executeStatement|createQuery|createNativeQuery|get_results|get_row|get_var|get_col|statement|affectingStatement|selectOne|(?:fetch|fetchAll)(?:Associative|Numeric|KeyValue|Column)?|fetchOne|fetchAssoc|select|update|insert|delete|execute|exec|executemany|executescript|raw|all|get|run|prepare|each|iterate|fetch|fetchrow|fetchval|fetchall|fetch_(?:all|one|val)|unsafe|\$?queryRaw(?:Unsafe)?|\$?executeRaw(?:Unsafe)?|\$(?:queryRaw|executeRaw)(?:Unsafe)?|sql|text|literal|whereRaw|orderByRaw|havingRaw|selectRaw|read_sql|read_sql_query)$/u;

/** Finds SQL statements, reads and writes of records, and whole bodies that are stored as they come. */
export const recogniseStores: Recognise = (node, flow) => {
  if (node.type !== "call") return [];
  const record = () => builtQuery(node, flow) ?? recogniseRecord(node, flow);
  return recogniseQuery(node, flow) ?? [...record(), ...recogniseMassAssignment(node, flow)];
};

function recogniseQuery(node: CallNode, flow: Flow): Draft[] | null {
  const method = lastName(node.callee) ?? "";
  if (!QUERY_METHODS.test(method) || isInnerText(method, node)) return null;
  const found = statementIn(node, flow);
  if (found === null) return givenStatement(node, method, flow);
  const { text, statement } = found;
  const value = flow.valueOf(found.given);
  const built = queryBuilt(node, text, value, flow);
  const reaching = built === "parameterised" ? { ...value, source: null } : value;
  const own = built === "concatenated" && reaching.source === null ? ownPart(text, flow) : null;
  const attributes: Attributes = {
    ...flowAttributes(reaching),
    ...ownAttributes(own),
    built,
    callee: flow.calleeOf(node),
  };
  const given = [...node.arguments.map(({ value: one }) => one), ...(formatted(text)?.values ?? [])];
  const parameters = union(given.map((one) => flow.valueOf(one)));
  return [{ kind: "sink", name: "sql", at: node, attributes }, ...queriedRecord(node, statement, parameters, flow)];
}

const RUNS_ANY =
  /^(?:query|run_?[qQ]uery|run_?[sS]ql|raw_?[qQ]uery|execute_?[sS]ql|execute|exec|executescript|exec_driver_sql|raw|unsafe|\$(?:query|execute)RawUnsafe|read_sql(?:_query)?|fetch(?:row|val|all)?|all|run|scalars?)$/u;
const CONNECTION =
  / (?:session|conn|connection|cursor|cur|db|database|engine|pool|pg|mysql|sqlite|knex|prisma|sequelize|duckdb) $/u;

/** A statement that somebody else writes as a whole: `session.execute(text(query))`. */
function givenStatement(node: CallNode, method: string, flow: Flow): Draft[] | null {
  const [first] = node.arguments;
  if (!first || node.callee.type !== "member" || !RUNS_ANY.test(method)) return null;
  const given = flow.definitionOf(first.value);
  const isWrapped = unwrapText(first.value, flow) !== given;
  if (!isWrapped && !CONNECTION.test(wordsOf(lastName(node.callee.object) ?? ""))) return null;
  const value = flow.valueOf(first.value);
  return given.type === "object" || !isWritten(value) ? null : [statementSink(node, value, flow)];
}

/** True for what a request or a model wrote; a whole body is no statement. */
function isWritten(value: Value): boolean {
  return (value.source !== null || value.model) && !value.whole;
}

function statementSink(node: CallNode, value: Value, flow: Flow): Draft {
  const attributes: Attributes = { ...flowAttributes(value), built: "dynamic", callee: flow.calleeOf(node) };
  return { kind: "sink", name: "sql", at: node, attributes };
}

/** The argument that holds the statement: the first, or the one behind the connection. */
function statementIn(node: CallNode, flow: Flow) {
  for (const { value } of node.arguments.slice(0, 2)) {
    const given = statementOf(value, flow);
    const text = unwrapText(given, flow);
    const statement = readSql(literalText(text) ?? "");
    if (statement) return { text, statement, given };
  }
  return null;
}

/** The text of a query that stands beside its values: `{ text: "…", values }`. */
function statementOf(node: SyntaxNode, flow: Flow): SyntaxNode {
  const query = flow.definitionOf(node);
  const text =
    query.type === "object" ? query.entries.find(({ key }) => /^(?:text|sql|query)$/u.test(key ?? "")) : null;
  return text?.value ?? node;
}

function ownPart(text: SyntaxNode, flow: Flow): string | null {
  return (
    valueParts(text, flow)
      .filter((part) => !/^(?:id|pk|ID|Id)$/u.test(part.type === "member" ? part.property : ""))
      .map((part) => flow.ownParameterIn(part))
      .find((name) => name !== null) ?? null
  );
}

/** `text("…")` inside `execute(text("…"))` is reported once, by the outer call. */
function isInnerText(method: string, node: CallNode): boolean {
  return (method === "text" || method === "sql") && !node.tagged;
}

function unwrapText(node: SyntaxNode, flow: Flow): SyntaxNode {
  const defined = flow.definitionOf(node);
  if (isMadeText(defined)) return flow.definitionOf(defined.callee.object);
  const [inner] = defined.type === "call" ? defined.arguments : [];
  const wraps = defined.type === "call" && /^(?:text|sql|SQL|raw)$/u.test(lastName(defined.callee) ?? "");
  return wraps && inner ? flow.definitionOf(inner.value) : defined;
}

function queryBuilt(node: CallNode, text: SyntaxNode, value: Value, flow: Flow): string {
  const [first] = node.arguments;
  const tagged = node.tagged || (first?.value.type === "call" && first.value.tagged);
  if (tagged) return "parameterised";
  const built = howBuilt(text, flow);
  if (built !== "literal") return built;
  if (value.source !== null) return "concatenated";
  return node.arguments.length > 1 ? "parameterised" : "literal";
}

function queriedRecord(node: CallNode, statement: SqlStatement, value: Value, flow: Flow): Draft[] {
  const scoped = statement.filtersOwner && value.session;
  const attributes: Attributes = {
    operation: statement.operation,
    keyed_by: statement.creates ? "unknown" : keyedBy(value, node.arguments.length > 1),
    scoped_to_user: scoped,
    limited: statement.limited,
  };
  if (statement.collection !== null) attributes.collection = statement.collection;
  const record: Draft = { kind: "data_store", name: "record", at: node, attributes };
  return [record, ...(scoped ? [ownership(node, "query")] : scopedStatement(node, statement.collection, flow))];
}

function recogniseRecord(node: CallNode, flow: Flow): Draft[] {
  if (takesFromStatement(node, flow)) return [];
  const statement = selectedStatement(node, flow);
  const query = statement ?? node;
  const operation = statement ? selectOperation(statement) : operationOf(node, flow);
  if (operation === null) return [];
  const given = chainArguments(query);
  const filters = filterArguments(query, flow).flatMap(comparisonsOf);
  const scoped = isOfUser(query, { given, filters }, flow);
  const attributes: Attributes = {
    operation,
    keyed_by: recordKey(node, filters, flow),
    scoped_to_user: scoped || given.some(isFoundBySecret),
    limited: given.some(isLimit) || hasLimitCall(query),
  };
  const collection = collectionOf(query);
  const named = { ...attributes, ...(collection === null ? {} : { collection }), ...keyOf(attributes, given, flow) };
  const record: Draft = { kind: "data_store", name: "record", at: node, attributes: named };
  return [record, ...(scoped ? [ownership(node, "query")] : scopedLookUp(query, collection, flow))];
}

function operationOf(node: CallNode, flow: Flow): Operation | null {
  return isService(node, flow) ? null : storeOperation(node, flow);
}

function recordKey(node: CallNode, filters: readonly SyntaxNode[], flow: Flow) {
  if (CREATES.test(lastName(node.callee) ?? "")) return "unknown";
  return keyedBy(union(filters.map((filter) => keyValue(filter, flow))), filters.length > 0);
}

interface Arguments {
  readonly given: readonly SyntaxNode[];
  /** Those of them that the record is chosen by. */
  readonly filters: readonly SyntaxNode[];
}

function isOfUser(query: CallNode, { given, filters }: Arguments, flow: Flow): boolean {
  const isFiltered = filters.some((argument) => isKeyedByOwner(argument, flow)) || isToldWhoAsks(given, flow);
  return isFiltered || hangsOnUser(query, flow) || isNarrowed(query, flow) || isMadeForCaller(query, flow);
}

/** `new Bookmarks(database, currentUser)` keeps to the records of who it is made for. */
function isMadeForCaller({ callee }: CallNode, flow: Flow): boolean {
  const made = callee.type === "member" ? flow.definitionOf(callee.object) : callee;
  if (made.type !== "call" || !made.construct) return false;
  return made.arguments.some(({ value }) => flow.valueOf(value).session && !flow.valueOf(value).request);
}

const OWNER_COLUMN = /\b(?:user|owner|account|author|member|tenant|created_by)\w{0,20}\s{0,4}=\s{0,4}[?:$@%]/iu;

/** `Host.delete(id, session.userId)`, and `findOne("id = ? AND user_id = ?", [id, session.userId])`. */
function isToldWhoAsks(given: readonly SyntaxNode[], flow: Flow): boolean {
  const names = given.some((argument) => OWNER_COLUMN.test(literalText(argument) ?? ""));
  return given.some((argument) => {
    // `c.GetString("userID")` is who asks where a column says so.
    const isGetter = argument.type === "call" && !argument.construct && (names || argument.arguments.length === 0);
    if (!isGetter && argument.type !== "name" && argument.type !== "member" && argument.type !== "list") return false;
    const value = flow.valueOf(argument);
    return value.session && (names || !value.request);
  });
}

/** The one part of the request that chooses the record. */
function keyOf(attributes: Attributes, given: readonly SyntaxNode[], flow: Flow): Attributes {
  const key = attributes.keyed_by === "request" ? onlyOrigin(given, flow) : null;
  return key === null ? {} : { key };
}

/** `session.exec(select(Invoice)).first()` is told by what runs the statement. */
function takesFromStatement({ callee }: CallNode, flow: Flow): boolean {
  return callee.type === "member" && callee.object.type === "call" && selectedStatement(callee.object, flow) !== null;
}

function selectOperation(statement: CallNode): Operation {
  const verb = statementVerb(statement);
  if (verb === "delete") return "delete";
  if (verb !== "select") return "write";
  return contains(statement, isFilter) ? "read" : "list";
}

function isFilter(node: SyntaxNode): boolean {
  return node.type === "call" && /^(?:where|filter|filter_by)$/u.test(lastName(node.callee) ?? "");
}

/** Services have methods such as `create` too. */
function isService(node: CallNode, flow: Flow): boolean {
  const name = flow.canonical(node.callee) ?? "";
  const { modelCalls, services, sinks } = flow.context.calls;
  const others = sinks.filter(({ sink }) => sink !== "sql");
  return modelCalls.test(name) || [...services, ...others].some((rule) => rule.callee.test(name));
}

/** What a key derives from; `Invoice.id == invoice_id` is a key as well. */
function keyValue(node: SyntaxNode, flow: Flow): Value {
  if (node.type === "function") return keyValue(node.body, flow);
  if (node.type !== "binary") return flow.valueOf(node);
  return union([keyValue(node.left, flow), keyValue(node.right, flow)]);
}

/** Making a new record: what the call is given is its content and not a key to one. */
const CREATES =
  /^(?:create|insert|insertOne|insertMany|insert_one|insert_many|bulkCreate|bulk_create|add|save|build)!?$|^(?:Create|Insert|Add|Register)(?:[A-Z]\w*)?$/u;

function keyedBy(value: Value, hasKey: boolean): "request" | "session" | "constant" | "unknown" {
  if (value.request) return "request";
  if (value.session) return "session";
  return hasKey ? "unknown" : "constant";
}

/** The arguments of a call and of the calls that it is chained to, keywords as entries. */
function chainArguments(node: SyntaxNode): SyntaxNode[] {
  if (node.type === "member") return chainArguments(node.object);
  if (node.type !== "call") return [];
  const own = node.arguments.map(({ name, spread, value }): SyntaxNode => {
    const { startLine, endLine, offset } = value;
    return name === null && !spread ? value : { type: "entry", key: name, spread, value, startLine, endLine, offset };
  });
  return [...chainArguments(node.callee), ...own];
}

/** True for a filter such as `{ userId: request.user.id }` or `owner=current_user`. */
function isKeyedByOwner(argument: SyntaxNode, flow: Flow): boolean {
  return [...descendants(argument)].some((node) => {
    if (node.type === "entry") return node.key !== null && isOwnerField(node.key) && flow.valueOf(node.value).session;
    if (node.type === "call" && node.construct)
      return node.arguments.some(({ name, value }) => isOwnerField(name ?? "") && flow.valueOf(value).session);
    if (node.type !== "binary" || !/^={2,3}$/u.test(node.operator)) return false;
    const field = lastName(node.left);
    return field !== null && isOwnerField(field) && flow.valueOf(node.right).session;
  });
}

/** True for a filter by something that only its owner knows: who has the token is who it was given to. */
function isFoundBySecret(argument: SyntaxNode): boolean {
  return [...descendants(argument)].some(
    (node) => node.type === "entry" && node.key !== null && SECRET_KEY.test(wordsOf(node.key)),
  );
}

const SECRET_KEY = / (?:token|secret|otp|passcode|invite code|invitation code|confirmation code|reset code|api key) $/u;

/** `Invoice.visible_to(current_user)` and what is chained to it. */
function isNarrowed(node: SyntaxNode, flow: Flow): boolean {
  if (node.type === "member") return isNarrowed(node.object, flow);
  return node.type === "call" && (isNarrowedTo(node, flow) || isNarrowed(node.callee, flow));
}

function isNarrowedTo(node: CallNode, flow: Flow): boolean {
  const narrows = / (?:for|by|visible|accessible|owned|of|belonging|allowed|available|mine) /u;
  if (!narrows.test(wordsOf(lastName(node.callee) ?? ""))) return false;
  return node.arguments.some(({ value }) => value.type !== "object" && flow.valueOf(value).session);
}

const LIMITS = new Set(["limit", "take", "first", "per_page", "page_size", "pageSize", "perPage"]);

function isLimit(argument: SyntaxNode): boolean {
  return [...descendants(argument)].some((node) => node.type === "entry" && node.key !== null && LIMITS.has(node.key));
}

function hasLimitCall(node: SyntaxNode): boolean {
  return [...descendants(node)].some((one) => one.type === "call" && LIMITS.has(lastName(one.callee) ?? ""));
}

function ownership(at: SyntaxNode, protects: string): Draft {
  return { kind: "control", name: "ownership", at, attributes: { effective: true, via: "inline", protects } };
}

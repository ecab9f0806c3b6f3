import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import type { Language } from "../languages/languages.ts";
import type { Operation } from "../stores/store-table.ts";
import { typeOf } from "./receiver-type.ts";
import { dottedPath, lastName } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { queryOperation, recordsNamed } from "./query-functions.ts";

const STORE =
  /(?:repo|repository|store|db|database|table|collection|model|dao|prisma|objects|query|entityManager|knex|mongo|orm|datastore)$/iu;
/** Names that only types of stores have. */
const STORE_TYPE =
  /(?:Repo|Repository|Store|Storage|Dao|DAO|Mapper|Template|Session|EntityManager|Connection|DSLContext|Jdbi|DataSource|PrismaService|PrismaClient|Database\w*|DbContext|Knex|Pool|Client|Sequelize|\w*Model)$/u;
const NOT_STORES =
  /^(?:params|headers|args|cookies|settings|options|props|values|keys|fields|config|env|process|axios|requests|https|http|fs|os|items|searchparams|formdata|locals|address|class|this|self|status|res|response|req|request|analytics|metrics|events|controls|tests|routes|results|rows|errors|logs|classes|styles|flags|css|js|ws|dns|vs|js|less|pass|access|process|session_options|permissions|roles|hooks|features|windows|sessions_options|docs|secrets|processes|threads|tasks|promises|actions|utils|tools|helpers|types|contents|aws|news|bytes|transports|subscriptions|connections|clients|sockets|streams|listeners|handlers|timers|callbacks|subscribers|observers)$/u;
const NOT_MODELS =
  /^(?:Object|Array|Map|Set|WeakMap|Promise|JSON|Math|Reflect|React|Number|String|Date|Buffer|URL|Symbol|Proxy|Intl|Response|Router|Path|Schema)$/u;

/** The statement of `session.exec(select(Invoice).where(…))`, or `null`. */
export function selectedStatement(node: CallNode, flow: Flow): CallNode | null {
  if (!/^(?:exec|execute|scalars|scalar|scalar_one_or_none)$/u.test(lastName(node.callee) ?? "")) return null;
  const [first] = node.arguments;
  const statement = first ? flow.definitionOf(first.value) : null;
  if (statement?.type !== "call" || statementVerb(statement) === null) return null;
  return /^[A-Z][a-z]/u.test(modelOfStatement(statement) ?? "") ? statement : null;
}

/** What a statement that calls build begins with: `delete(Invoice).where(…)` deletes. `null` for other calls. */
export function statementVerb(node: CallNode): string | null {
  const { callee } = rootCall(node);
  return callee.type === "name" && /^(?:select|update|delete|insert)$/u.test(callee.name) ? callee.name : null;
}

function modelOfStatement(node: CallNode): string | null {
  return firstArgumentName(rootCall(node));
}

function rootCall(node: CallNode): CallNode {
  const { callee } = node;
  return callee.type === "member" && callee.object.type === "call" ? rootCall(callee.object) : node;
}

/** What a call does to records, or `null` when it is not about a store. */
export function storeOperation(node: CallNode, flow: Flow): Operation | null {
  if (node.callee.type !== "member") return functionOperation(node, flow) ?? queryOperation(node, flow);
  const { object, property } = node.callee;
  if (isNoReceiver(node, object, flow)) return null;
  const { stores } = flow.context.module.language;
  const telling = stores.telling.find(([pattern]) => pattern.test(property));
  if (telling) return telling[1];
  if (isMapped(node, flow)) return property === "get" ? "read" : "write";
  const common = stores.common.find(([pattern]) => pattern.test(property));
  return common && isCollection(object, node, flow) ? common[1] : null;
}

/** Streams and parts of a page, which are ended by the name by which records are deleted. */
const ENDED =
  /^(?:req|res|ws|upstream|pipe|chart|editor|modal|dialog|tooltip|swiper|[a-z]*(?:socket|stream|Socket|Stream|Observer))$/u;

/** `req.destroy(new Error("Timed out"))` and `socket.destroy()` delete nothing. */
function endsStream({ callee, arguments: [given] }: CallNode, language: Language): boolean {
  if (callee.type !== "member" || callee.property !== "destroy" || language.id !== "javascript") return false;
  if (!given) return ENDED.test(lastName(callee.object) ?? "");
  return given.value.type === "call" && (lastName(given.value.callee) ?? "").endsWith("Error");
}

function isNoReceiver(node: CallNode, object: SyntaxNode, flow: Flow): boolean {
  return flow.valueOf(object).request || isOtherType(object, flow) || endsStream(node, flow.context.module.language);
}

function isCollection(receiver: SyntaxNode, node: CallNode, flow: Flow): boolean {
  if (takesCallback(node)) return false;
  return isStore(receiver, flow) || hangsOnUser(receiver, flow) || isPluralWithKey(receiver, node, flow);
}

/** Object-relational sessions take the model or the record: `session.get(Invoice, id)`, `session.add(invoice)`. */
function isMapped(node: CallNode, flow: Flow): boolean {
  const [first, key] = node.arguments;
  const method = lastName(node.callee) ?? "";
  const receiver = node.callee.type === "member" ? (lastName(node.callee.object) ?? "") : "";
  if (!first || flow.context.module.language.id !== "python" || !/session$|^db$|^tx$/iu.test(receiver)) return false;
  if (method === "get") return key !== undefined && first.value.type === "name" && /^[A-Z]/u.test(first.value.name);
  return /^(?:add|merge)$/u.test(method);
}

/** What is declared to be of a class that does not sound like a store is none, whatever its methods are called. */
export function isOtherType(receiver: SyntaxNode, flow: Flow): boolean {
  const type = typeOf(receiver, flow);
  return type !== null && !soundsLikeStore(type);
}

function soundsLikeStore(name: string): boolean {
  return STORE.test(name) || STORE_TYPE.test(name);
}

/** `findById(…)` and `get_object_or_404(…)` as plain functions. */
function functionOperation(node: CallNode, { context }: Flow): Operation | null {
  const name = lastName(node.callee) ?? "";
  const known = context.module.language.stores.functions?.find(([pattern]) => pattern.test(name));
  if (known) return known[1];
  if (name === "get_list_or_404") return "list";
  return /^(?:get_object_or_404|(?:find|get|load|fetch)\w*(?:ById|_by_id|ByPk))$/u.test(name) ? "read" : null;
}

/** `current_user.invoices` and what is chained to it: records that belong to who is signed in. */
export function hangsOnUser(node: SyntaxNode, flow: Flow): boolean {
  if (node.type === "call") return hangsOnUser(node.callee, flow);
  if (node.type !== "member") return false;
  const isOwned = /[^s]s$/u.test(node.property) && !isNoStore(node.property) && flow.valueOf(node.object).session;
  return isOwned || hangsOnUser(node.object, flow);
}

/** `invoices.get(request.params.id)`: a plural is a collection when the request or the session chooses from it. */
function isPluralWithKey(receiver: SyntaxNode, node: CallNode, flow: Flow): boolean {
  const name = lastName(receiver);
  if (name === null || !/[a-z][^s]s$/u.test(name) || isNoStore(name) || isFromClient(receiver, flow)) return false;
  return node.arguments.some(({ value }) => {
    const key = flow.valueOf(value);
    return key.request || key.session;
  });
}

/** Plurals that are collections of something else than records. */
function isNoStore(name: string): boolean {
  return (
    NOT_STORES.test(name.toLowerCase()) ||
    /(?:headers|params|cookies|options|settings|args|fields|keys|values|items|names|ids|types)$/iu.test(name)
  );
}

function takesCallback(node: CallNode): boolean {
  return node.arguments[0]?.value.type === "function";
}

function isStore(receiver: SyntaxNode, flow: Flow): boolean {
  if (receiver.type === "call") {
    if (receiver.callee.type !== "member") return false;
    return queriesModel(receiver) || isStore(receiver.callee.object, flow);
  }
  const name = typeOf(receiver, flow) ?? lastName(receiver);
  if (name === null || isNoStore(name) || isFromClient(receiver, flow)) return false;
  return soundsLikeStore(name) || isDatabaseMember(receiver) || isAnyModel(receiver, flow);
}

/** `session.query(models.Invoice)` */
function queriesModel({ callee, arguments: given }: CallNode): boolean {
  const model = lastName(given[0]?.value ?? callee) ?? "";
  return lastName(callee) === "query" && given.length === 1 && /^[A-Z][a-z]/u.test(model);
}

function isAnyModel(receiver: SyntaxNode, flow: Flow): boolean {
  return isKnownModel(receiver, flow) || isModel(receiver, flow);
}

/** `Invoice` and `Billing::Invoice`, in languages that find classes without an import. */
function isKnownModel(receiver: SyntaxNode, flow: Flow): boolean {
  const { models } = flow.context.module.language.stores;
  const path = models ? (dottedPath(receiver)?.split(".") ?? []) : [];
  return path.length > 0 && path.every((part) => /^[A-Z]/u.test(part)) && models?.test(path.at(-1) ?? "") === true;
}

/** `prisma.invoice`, `db.users`. */
function isDatabaseMember(receiver: SyntaxNode): boolean {
  const owner = receiver.type === "member" ? lastName(receiver.object) : null;
  return owner !== null && /^(?:prisma|_?db|tx|models|database|_context|_?\w*dbcontext)$/iu.test(owner);
}

/** A capitalised name is a model when it comes from the project's own files. */
function isModel(receiver: SyntaxNode, flow: Flow): boolean {
  const name = receiver.type === "name" ? receiver.name : "";
  if (!/^[A-Z][a-z]/u.test(name)) return false;
  const imported = flow.imports.get(name);
  return !NOT_MODELS.test(name) && imported !== undefined && /^[./@~]|model|entit|schema/iu.test(imported.module);
}

/** Clients of web services have methods such as `get` too. */
function isFromClient(receiver: SyntaxNode, flow: Flow): boolean {
  const canonical = flow.canonical(receiver) ?? "";
  return /^(?:axios|got|requests|httpx|ky|undici|node-fetch|superagent|https?|express|fastify|hono|flask|fastapi|lru-cache)\b/u.test(
    canonical,
  );
}

/** The name of the collection, without words such as repository. */
export function collectionOf(node: CallNode): string | null {
  const receiver = node.callee.type === "member" ? node.callee.object : null;
  if (statementVerb(node) !== null) return modelOfStatement(node)?.toLowerCase() ?? null;
  const method = lastName(node.callee) ?? "";
  const name = foundBy(method) ?? (receiver === null ? functionCollection(node) : nameOrMethod(receiver, node, method));
  const plain = name?.replace(/_?(?:repository|repo|store|model|collection|table|dao)$/iu, "");
  return plain ? plain.toLowerCase() : null;
}

function nameOrMethod(receiver: SyntaxNode, node: CallNode, method: string): string | null {
  return nameOfStore(receiver) ?? modelArgument(node) ?? recordsNamed(method);
}

const NAMES_RECORD =
  /^(?:[gG]et|[fF]ind|[lL]oad|[fF]etch|[dD]elete|[rR]emove|[uU]pdate)(?!All|First|One|Top|Many|Distinct|By[A-Z])([A-Z][A-Za-z]*?)By[A-Z]/u;

/** The records that `getInvoiceByID(id)` is named after. */
function foundBy(method: string): string | null {
  return NAMES_RECORD.exec(method)?.[1]?.toLowerCase() ?? null;
}

/** `get_object_or_404(Invoice, …)` names the model; `deleteSegment(id)` is named after it. */
function functionCollection(node: CallNode): string | null {
  const [first] = node.arguments;
  if (first?.value.type === "text" && /^\w[\w.]{0,60}$/u.test(first.value.value)) return first.value.value;
  return modelArgument(node) ?? recordsNamed(lastName(node.callee) ?? "");
}

const GENERIC =
  /^(?:query|objects|db|database|session|prisma|knex|client|tx|manager|entityManager|filter|filter_by|where|select|order_by|get|find|model|collection|table|limit|options|execute|scalars|all|this|self|cls|static|parent|request|_?(?:db_?)?context|writer|reader|ds|conn|connection|result_?list|count_?query|through|id|[a-z])$/iu;

function nameOfStore(node: SyntaxNode): string | null {
  if (node.type === "call") {
    const argument = firstArgumentName(node);
    const names = /^(?:query|select|collection|table|model|getRepository|get_repository|from|knex)$/u.test(
      lastName(node.callee) ?? "",
    );
    if (names && argument !== null) return argument;
    return node.callee.type === "member" ? nameOfStore(node.callee.object) : null;
  }
  const name = lastName(node);
  if (name !== null && !GENERIC.test(name)) return name;
  return node.type === "member" ? nameOfStore(node.object) : null;
}

/** The model that a session's method is given, or the table that a function is given. */
function modelArgument(node: CallNode): string | null {
  const name = firstArgumentName(node);
  return name !== null && /^[A-Z][a-z]/u.test(name) ? name : null;
}

function firstArgumentName(node: CallNode): string | null {
  const value = node.arguments[0]?.value;
  if (!value) return null;
  return value.type === "text" ? value.value : lastName(value);
}

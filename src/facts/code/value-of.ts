import type {
  BinaryNode,
  ByNodeType,
  CallNode,
  IfNode,
  MemberNode,
  NameNode,
  NodeOf,
  NodeType,
  ObjectNode,
  SyntaxNode,
} from "../syntax/syntax-node.ts";
import { childrenOf, dottedPath, formatted, lastName } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { converts, isOwnPlace, keepsAllowedCharacters } from "./harmless-calls.ts";
import { gluedParts } from "./glued-parts.ts";
import { allowedInside } from "./guards.ts";
import { TAKEN_APART, TAKEN_APART_BY_SCHEMA } from "./taken-apart.ts";
import { harmlessFields, isSchema } from "./schema-fields.ts";
import {
  checked,
  harmless,
  inputFrom,
  memberOf,
  MODEL_OUTPUT,
  recordOf,
  requestObject,
  type RequestPart,
  SESSION,
  union,
  UNKNOWN,
  type Value,
} from "./value.ts";

/** Names that hold who is signed in when nothing in the function gives them a value. */
const SESSION_NAMES = new Set(["currentUser", "current_user", "session", "principal", "viewer", "actor"]);

/** Fields that something which ran before must have filled. */
const SESSION_FIELDS = /^@(?:current_)?(?:user|account|admin|member)$|^(?:this|self)\.(?:currentUser|current_user)$/u;

const SESSION_CALLS =
  /(?:^|\.)(?:getServerSession|getSession|get_session_user|getCurrentUser|get_current_user|currentUser|getAuth|get_jwt_identity|get_jwt|getUserFromSession|requireUser|requireSession|requireAuth|authenticate|validateSession|auth)$/u;

/** Methods that read one part of a tainted collection. */
const READERS = new Set([
  "get",
  "Get",
  "require",
  "fetch",
  "dig",
  "getlist",
  "getAll",
  "pop",
  "header",
  "query",
  "param",
  "getFirst",
]);

/** Methods whose result says something about a value without carrying it. */
const PREDICATES =
  /^(?:includes|startsWith|endsWith|startswith|endswith|test|has|isdigit|isalnum|isdecimal|indexOf|find_index|count|search|index|localeCompare|equals|some|every|charCodeAt|getTime|is[A-Z]\w*)$|\?$/u;

const unknown = () => UNKNOWN;

const EVALUATE: ByNodeType<[flow: Flow], Value> = {
  name: nameValue,
  member: memberValue,
  call: callValue,
  binary: binaryValue,
  index: (node, flow) => ({ ...valueOf(node.object, flow), whole: false }),
  entry: (node, flow) => ({ ...valueOf(node.value, flow), ...(node.spread ? {} : { whole: false }) }),
  assign: (node, flow) => valueOf(node.value, flow),
  text: unknown,
  literal: unknown,
  function: unknown,
  class: unknown,
  not: unknown,
  import: unknown,
  export: unknown,
  template: (node, flow) => ({ ...spreadValue(node, flow), joined: childrenOf(node).length > 1 }),
  object: objectValue,
  list: spreadValue,
  parameter: spreadValue,
  if: chosenValue,
  branch: spreadValue,
  exit: spreadValue,
  group: spreadValue,
};

/** Where a value comes from, given what the function has done so far. */
export function valueOf<Type extends NodeType>(node: NodeOf<Type>, flow: Flow): Value {
  const evaluate = () => EVALUATE[node.type](node, flow);
  return node.type === "call" || node.type === "member" ? flow.evaluations.of(flow, node, evaluate) : evaluate();
}

/** `{ ...request.body }` is still the whole body. */
function spreadValue(node: SyntaxNode, flow: Flow): Value {
  const values = childrenOf(node).map((child) => valueOf(child, flow));
  const wholes = node.type === "object" ? values.filter((value) => value.whole) : [];
  return { ...union(values), whole: wholes.length > 0 };
}

/** An object that is written out has the fields that stand there. */
function objectValue(node: ObjectNode, flow: Flow): Value {
  const { entries } = node;
  const fields = entries.flatMap(({ key, spread, value }) =>
    key === null || spread ? [] : [[key, valueOf(value, flow)] as const],
  );
  const { fields: known } = recordOf(fields);
  const value = spreadValue({ ...node, type: "object" }, flow);
  return fields.length === entries.length ? { ...value, fields: known } : value;
}

/** `condition ? one : other`: a branch that the condition has checked is harmless. */
function chosenValue(node: IfNode, flow: Flow): Value {
  const allowed = allowedInside(node.condition);
  const isChecked = allowed.includes(dottedPath(node.consequence) ?? "");
  const consequence = valueOf(node.consequence, flow);
  return union([
    isChecked ? harmless(consequence) : consequence,
    ...(node.alternative ? [valueOf(node.alternative, flow)] : []),
  ]);
}

function nameValue(node: NameNode, flow: Flow): Value {
  const followed = flow.resultOf(node);
  if (followed && (isNotable(followed) || followed.source !== null)) return followed;
  const known = flow.variable(node.name);
  if (known) return known;
  return SESSION_NAMES.has(node.name) || SESSION_FIELDS.test(node.name) ? SESSION : UNKNOWN;
}

function memberValue(node: MemberNode, flow: Flow): Value {
  const canonical = flow.canonical(node);
  const known = canonical === null ? undefined : flow.context.globals.get(canonical);
  if (known) return known;
  if (node.property === "length" || node.property === "size") return UNKNOWN;
  const kept = flow.values.getAt(node);
  if (kept) return kept;
  if (SESSION_FIELDS.test(dottedPath(node) ?? "")) return SESSION;
  const value = memberOf(valueOf(node.object, flow), node.property);
  return value.source !== null && flow.isAllowed(node) ? harmless(value) : value;
}

const LOGICAL = new Set(["+", "%", "?:", "||", "&&", "??", "or", "and", "/", "|"]);

function binaryValue(node: BinaryNode, flow: Flow): Value {
  const { operator } = node;
  if (!LOGICAL.has(operator)) return UNKNOWN;
  const [left, right] = [valueOf(node.left, flow), valueOf(node.right, flow)];
  const either = union([left, right]);
  return operator === "+" || operator === "%"
    ? { ...either, joined: true }
    : { ...either, whole: left.whole || right.whole };
}

function callValue(node: CallNode, flow: Flow): Value {
  const { calls } = flow.context;
  const name = flow.canonical(node.callee) ?? "";
  const known = flow.resultOf(node) ?? flow.context.globals.get(`${name}()`);
  if (known) return known;
  const given = node.arguments.map((argument) => valueOf(argument.value, flow));
  if (clears(node, name, flow)) return harmless(union([...given, receiverValue(node, flow)]));
  if (calls.validators.test(name)) return checked(union(given), harmlessFields(node, flow));
  const provided = providedBy(node, name, given, flow);
  if (provided) return provided;
  if (calls.passThrough.test(name)) return passed(node, given, flow);
  if (node.callee.type === "name" && given.some(({ part }) => part?.path === ""))
    return takenApart(node.callee.name, node, flow);
  return methodValue(node, flow);
}

/** `Invoice{ID: id}` makes a record of its fields. */
function isRecord({ construct, arguments: given }: CallNode): boolean {
  return construct && given.every(({ name }) => name !== null);
}

/** `const { auth, body } = await parseRequest(request)` gives parts of the request under their usual names. */
function takenApart(helper: string, node: CallNode, flow: Flow): Value {
  const hasSchema = node.arguments.some(({ value }) => isSchema(value, flow));
  return requestObject(hasSchema ? TAKEN_APART_BY_SCHEMA : TAKEN_APART, `${helper}()`);
}

/** Calls that bring a value of their own, whatever they are given. */
function providedBy(node: CallNode, name: string, ...[given, flow]: [readonly Value[], Flow]): Value | null {
  const { calls } = flow.context;
  if (isRecord(node)) return recordOf(node.arguments.map((one, index) => [one.name ?? "", given[index] ?? UNKNOWN]));
  if (calls.entries?.test(name)) return entriesOf(node, given, flow);
  if (calls.modelCalls.test(name)) return MODEL_OUTPUT;
  if (calls.inputs?.test(name)) return namedInput(node, name);
  return opensInput(node) ?? sessionCalled(node, name, flow);
}

/** `file_get_contents("php://input")` is the body; the name of a downloaded file is what its sender says. */
function opensInput(node: CallNode): Value | null {
  const literal = literalArgument(node);
  if (literal === "php://input") return inputFrom(literal);
  const isSent = /^content-disposition$/iu.test(literal ?? "") && /^get$/iu.test(lastName(node.callee) ?? "");
  return isSent ? inputFrom("Content-Disposition") : null;
}

function sessionCalled(node: CallNode, name: string, { context: { calls } }: Flow): Value | null {
  const isSession = [name, dottedPath(node.callee) ?? ""].some((one) => calls.sessions?.test(one));
  return isSession || SESSION_CALLS.test(name) ? SESSION : null;
}

/** What an archive holds: input of the request when the archive is. */
function entriesOf(node: CallNode, given: readonly Value[], flow: Flow): Value {
  return { ...union([...given, receiverValue(node, flow)]), packed: true };
}

/** `chi.URLParam(r, "id")` is one part of the request. */
function namedInput({ callee, arguments: given }: CallNode, name: string): Value {
  const part = given.find(({ value }) => value.type === "text")?.value;
  if (!name.includes("/")) return inputFrom(name);
  return inputFrom(
    [dottedPath(callee), part?.type === "text" ? part.value : null].filter((one) => one !== null).join("."),
  );
}

function receiverValue(node: CallNode, flow: Flow): Value {
  return node.callee.type === "member" ? valueOf(node.callee.object, flow) : UNKNOWN;
}

/** True for calls whose result is harmless whatever they are given. */
function clears(node: CallNode, name: string, flow: Flow): boolean {
  const { conversions, encoders } = flow.context.calls;
  return conversions.test(name) || encoders.test(name) || converts(node, flow) || keepsAllowedCharacters(node);
}

/** What fills the holes of a text that take more than numbers. */
function partValues(node: CallNode, flow: Flow): Value[] {
  return gluedParts(node).map((part) => valueOf(part, flow));
}

function passed(node: CallNode, given: readonly Value[], flow: Flow): Value {
  if (formatted(node)) return { ...union(partValues(node, flow)), joined: true };
  const [first] = given;
  return first && node.arguments.length === 1 ? first : { ...union(given), whole: given.some((value) => value.whole) };
}

/** A method of a tainted value gives a tainted value, unless it only answers a question about it. */
function methodValue(node: CallNode, flow: Flow): Value {
  if (node.callee.type !== "member") return UNKNOWN;
  const { object, property } = node.callee;
  const receiver = valueOf(object, flow);
  if (receiver.part) return calledPart(receiver.part, property, node, flow);
  if (PREDICATES.test(property)) return { ...harmless(receiver), model: false };
  if (receiver.source !== null && !JOINING.has(property)) return taintedMethod(receiver, node, flow);
  if (receiver.source === null && isNotable(receiver)) return receiver;
  if (findsCaller(node, flow)) return SESSION;
  if (!JOINING.has(property)) return UNKNOWN;
  return { ...union([receiver, ...node.arguments.map(({ value }) => valueOf(value, flow))]), joined: true };
}

const CALLERS =
  /(?:^|\.)(?:User|Account|Member|Admin|Person|Customer|Session|Identity|ApiKey|AccessToken)\w*(?:\.\w+(?:\(\))?)*$/u;

/** `User.find_by(id: session[:user_id])` is who is signed in. */
function findsCaller({ callee, arguments: given }: CallNode, flow: Flow): boolean {
  if (callee.type !== "member" || !CALLERS.test(flow.canonical(callee.object) ?? "")) return false;
  const key = union(given.map((argument) => valueOf(argument.value, flow)));
  return key.session && !key.request;
}

function isNotable(value: Value): boolean {
  return value.request || value.session || value.model || value.error || value.packed;
}

const JOINING = new Set(["join", "concat", "format", "resolve", "resolveSibling", "plus"]);

function literalArgument(node: CallNode): string | null {
  const [argument] = node.arguments;
  return argument?.value.type === "text" ? argument.value.value : null;
}

function taintedMethod(receiver: Value, node: CallNode, { context }: Flow): Value {
  const property = lastName(node.callee) ?? "";
  if (isOwnPlace(property, receiver.source ?? "")) return harmless(receiver);
  if (context.calls.wholeWith?.test(property)) return { ...receiver, whole: true };
  const literal = literalArgument(node);
  if (literal === null || !READERS.has(property)) return receiver;
  const source = `${receiver.source ?? ""}.${literal}`;
  return receiver.own ? { ...receiver, source } : inputFrom(source);
}

/** Methods of a request object give what is listed; a field of that name would be input. */
function calledPart({ shape, path }: RequestPart, property: string, node: CallNode, flow: Flow): Value {
  const known = [...shape.sources, ...shape.session].some((one) => one.split(".")[0] === property);
  if (shape.fields && path === "" && !known) return UNKNOWN;
  return partMethod(valueOf(node.callee, flow), literalArgument(node));
}

/** `request.get_json()` is the input itself; `c.req.query("url")` is one part of it. */
function partMethod(method: Value, literal: string | null): Value {
  if (method.part !== null && literal !== null) return memberOf(method, literal);
  if (method.source === null || literal === null) return method;
  return inputFrom(`${method.source}.${literal}`);
}

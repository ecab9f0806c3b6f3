import type { BinaryNode, CallNode, IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, descendants, dottedPath, lastName, literalText } from "../syntax/walk.ts";
import { refusedElsewhere, staysOnSite } from "./own-site.ts";
import { isStatementStart } from "./sql-text.ts";

const REFUSALS =
  /^(?:wp_die|wp_send_json_error|abort|exit|unauthorized|forbidden|deny|reject|fail|error_?response)\w*$/iu;
/** Functions of Next.js that throw what it answers with; `redirect(…)` leaves there, but not in Flask or Laravel. */
const THROWS = /^(?:notFound|permanentRedirect)$/u;
const REFUSING_STATUS =
  /^(?:status|sendStatus|code|writeHead|head|redirect_to|redirect_back|redirect_back_or_to|render_\w+|raise_\w+|require_login|permission_denied|access_denied|not_found|halt)!?$/u;

/** True when code leaves the function or answers with a refusal: what stands behind it is protected. */
export function leaves(node: SyntaxNode): boolean {
  if (node.type === "exit") return true;
  if (node.type === "group") return node.children.some(leaves);
  // `redirect_to(root_path) and return`
  if (node.type === "binary") return node.right.type === "exit";
  if (node.type !== "call") return false;
  const name = lastName(node.callee) ?? "";
  return REFUSALS.test(name) || (node.callee.type === "name" && THROWS.test(name));
}

/** True when a refusal is answered without leaving: what follows still runs. */
export function answersWithStatus(node: SyntaxNode): boolean {
  if (node.type === "group") return node.children.some(answersWithStatus);
  if (node.type !== "call") return false;
  const name = lastName(node.callee) ?? "";
  const renders = name === "render" && node.arguments.some((argument) => argument.name === "status");
  return renders || REFUSING_STATUS.test(name) || answersWithStatus(node.callee);
}

const MEMBERSHIP =
  /^(?:includes|include\?|member\?|has|key\?|has_key\?|contains|Contains|containsKey|ContainsKey|contains_key|TryGetValue|test|match|MatchString|IsMatch|is_match|fullmatch|hasOwn|hasOwnProperty|in_array|array_key_exists|preg_match|is_numeric|is_int|ctype_\w+)$/u;
/** Questions that may be asked of the value itself: `kind.in?(TYPES)`, `name.matches("[a-z]+")`. */
const ASKED_OF = /^(?:in\?|match|match\?|matches)$/u;
const PREFIX = /^(?:startsWith|StartsWith|startswith|starts_with|start_with\?|is_relative_to|str_starts_with)$/u;
const PREDICATE = /^_?(?:is|are|has)?_?(?:safe|allowed|valid|trusted|permitted|local|whitelisted|allow_?listed)/iu;
/** Prefixes that say nothing about where a value leads. */
const EMPTY_PREFIX = /^(?:https?:?\/{0,2}|\/|\.)?$/u;

/** Paths such as `url` or `req.query.kind` that can only hold allowed values behind an `if` that leaves. */
export function allowedBehind(node: IfNode): string[] {
  if (!leaves(node.consequence)) return [];
  return [...refusedIn(node.condition), ...unlessAny(node.condition), ...refusedElsewhere(node.condition)];
}

/** Variables that an `if` tests and gives another value: `if (isForeign(next)) next = "/"`, `if (order !== "asc") order = "desc"`. */
export function replacedBy(node: IfNode): string[] {
  const replaced = [...descendants(node.consequence)].flatMap((one) =>
    one.type === "assign" && one.target.type === "name" && !one.augmented ? [one.target.name] : [],
  );
  const compared = unlessAny(node.condition);
  return replaced.filter(
    (name) => compared.includes(name) || contains(node.condition, (one) => one.type === "call" && takes(one, name)),
  );
}

/** What is none of some fixed values where a condition holds: `order !== "asc" && order !== "desc"`. */
function unlessAny(condition: SyntaxNode): string[] {
  if (condition.type !== "binary") return [];
  const { operator, left, right } = condition;
  if (operator !== "&&" && operator !== "and") return comparedWithFixed(condition, /^(?:not in|!==?)$/u);
  const others = unlessAny(right);
  return unlessAny(left).filter((path) => others.includes(path));
}

function takes(node: CallNode, name: string): boolean {
  return node.arguments.some(({ value }) => value.type === "name" && value.name === name);
}

/** Paths that can only hold allowed values inside an `if` with this condition. */
export function allowedInside(condition: SyntaxNode): string[] {
  if (condition.type === "binary") {
    if (condition.operator === "&&" || condition.operator === "and") {
      return [...allowedInside(condition.left), ...allowedInside(condition.right), ...staysOnSite(condition)];
    }
    return comparedWithFixed(condition, /^(?:in|={2,3})$/u);
  }
  return condition.type === "call" ? testedBy(condition) : [];
}

function refusedIn(condition: SyntaxNode): string[] {
  if (condition.type === "binary") {
    if (condition.operator === "||" || condition.operator === "or") {
      return [...refusedIn(condition.left), ...refusedIn(condition.right)];
    }
    return comparedWithFixed(condition, /^(?:not in|!==?)$/u);
  }
  return condition.type === "not" ? allowedInside(condition.operand) : [];
}

/** `strpos($path, $root) === 0` and `substr($path, 0, strlen($root)) === $root` ask how a text begins. */
function comparedStart({ left, right }: BinaryNode): string[] {
  if (left.type !== "call" || !(isPositionAtStart(left, right) || isFirstPart(left, right))) return [];
  const path = dottedPath(left.arguments[0]?.value ?? left);
  return path === null ? [] : [path];
}

function isPositionAtStart({ callee, arguments: given }: CallNode, right: SyntaxNode): boolean {
  const isZero = right.type === "literal" && right.text === "0";
  return isZero && POSITION.test(lastName(callee) ?? "") && given[1] !== undefined && given[1].value.type !== "text";
}

function isFirstPart({ callee, arguments: given }: CallNode, right: SyntaxNode): boolean {
  return /^(?:mb_)?substr$/u.test(lastName(callee) ?? "") && given.length > 2 && right.type !== "text";
}

const POSITION = /^(?:mb_)?str(?:i?pos|n?casecmp|ncmp)$/u;

function comparedWithFixed(node: BinaryNode, operators: RegExp): string[] {
  if (!operators.test(node.operator)) return [];
  const started = comparedStart(node);
  if (started.length > 0) return started;
  const membership = node.operator.endsWith("in");
  const [compared, fixed] = isFixed(node.left) && !membership ? [node.right, node.left] : [node.left, node.right];
  const path = dottedPath(compared);
  return path !== null && (membership || isFixed(fixed)) ? [path] : [];
}

/** A text, or something of the application's own settings. */
function isFixed(node: SyntaxNode): boolean {
  return node.type === "text" || (node.type === "member" && SETTINGS.test(dottedPath(node) ?? ""));
}

const SETTINGS = /^(?:[A-Z]\w*|self|static|config|configuration|settings|env|process\.env)\.[\w.]+$/u;

function testedBy(node: CallNode): string[] {
  const name = lastName(node.callee) ?? "";
  if (startsStatement(node)) return [];
  if (PREFIX.test(name)) return prefixTested(node);
  if (name === "isset") return lookedUp(node);
  const asked = ASKED_OF.test(name) ? askedOf(node) : [];
  if (name.endsWith("?") && asksRequest(node)) return [];
  if (!MEMBERSHIP.test(name) && !PREDICATE.test(name)) return asked;
  return [...asked, ...node.arguments.flatMap((argument) => dottedPath(argument.value) ?? [])];
}

/** `params.key?(name)` asks the caller. */
function asksRequest({ callee }: CallNode): boolean {
  return callee.type === "member" && /^(?:params|request|session|cookies)\b/u.test(dottedPath(callee.object) ?? "");
}

function askedOf({ callee, arguments: [given] }: CallNode): string[] {
  if (callee.type !== "member" || !given) return [];
  const says = callee.property === "in?" || saysForm(given.value, BOUNDS[callee.property] ?? ANCHORED);
  return says ? [dottedPath(callee.object) ?? ""].filter(Boolean) : [];
}

const ANCHORED = /^\/?(?:\^|\\A)[^]*(?:\$|\\z)\/?[a-z]*$/iu;
/** What a pattern must begin and end with to be about the whole text: in Ruby `^` and `$` are about a line. */
const BOUNDS: Readonly<Record<string, RegExp>> = { matches: /^/u, "match?": /^\/?\\A[^]*\\z\/?[a-z]*$/u };

/** A pattern for the whole of a text, in which no sign stands for any other and nothing else would do as well. */
function saysForm(pattern: SyntaxNode, bounds: RegExp): boolean {
  const text = pattern.type === "literal" ? pattern.text : (literalText(pattern) ?? "");
  return text !== "" && bounds.test(text) && !/(?<!\\)\.|\\[SWD]|\[\^|\|/u.test(text);
}

/** The first word of a statement says nothing about the rest of it. */
function startsStatement(node: CallNode): boolean {
  const receiver = node.callee.type === "member" ? [node.callee.object] : [];
  return [...receiver, ...node.arguments.map(({ value }) => value)].some(isStatementStart);
}

/** `isset($pages[$page])` looks a key up in a table. */
function lookedUp(node: CallNode): string[] {
  return node.arguments.flatMap(({ value }) => (value.type === "index" ? (dottedPath(value.index) ?? []) : []));
}

/** `str_starts_with($path, $root)`. */
function prefixGiven({ arguments: [text, prefix] }: CallNode): string[] {
  if (!text || !prefix || (prefix.value.type === "text" && EMPTY_PREFIX.test(prefix.value.value))) return [];
  return [dottedPath(text.value) ?? ""].filter(Boolean);
}

function prefixTested(node: CallNode): string[] {
  if (node.callee.type === "name") return prefixGiven(node);
  const [prefix] = node.arguments;
  if (node.callee.type !== "member" || !prefix) return [];
  if (prefix.value.type === "text" && EMPTY_PREFIX.test(prefix.value.value)) return [];
  const path = dottedPath(node.callee.object);
  return path === null ? [] : [path];
}

import type { SafeguardFamily } from "../../domain/fact.ts";
import type { BinaryNode, CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath, lastName } from "../syntax/walk.ts";
import { wordsOf } from "./words.ts";

/** A value that must stand in a list. */
export interface ListedValue {
  readonly family: SafeguardFamily;
  readonly value: SyntaxNode;
}

const HOLDS = /^(?:includes|has|contains|indexOf|hasOwn|hasOwnProperty)$/u;
/** What a list is called that says all that is let in. */
const LETS_IN =
  / (?:allowed|allow|allowlist|whitelist|white list|whitelisted|valid|supported|known|permitted|accepted|safe|trusted|sortable|filterable|searchable|public) /u;

/** What a value is for, by what it and its list are called; the first one that fits counts. */
const FAMILIES: readonly (readonly [SafeguardFamily, RegExp])[] = [
  [
    "address",
    / (?:host|hosts|hostname|hostnames|domain|domains|origin|origins|url|urls|uri|uris|protocol|protocols|scheme|schemes) /u,
  ],
  [
    "statement",
    / (?:column|columns|sort|sorting|sortable|order|order by|table|tables|direction|operator|operators|command|commands) /u,
  ],
  ["permission", / (?:role|roles|permission|permissions|scope|scopes) /u],
];

/** The value that a condition refuses where no list of what is let in holds it: `!ALLOWED_HOSTS.has(url.hostname)`. */
export function refusedUnlisted(condition: SyntaxNode): ListedValue | null {
  for (const part of descendants(condition)) {
    const call = unlisted(part);
    const found = call === null ? null : listedBy(call);
    if (found !== null) return found;
  }
  return null;
}

function listedBy({ callee, arguments: given }: CallNode): ListedValue | null {
  const [only, ...others] = given;
  if (callee.type !== "member" || !only || others.length > 0 || !isListOfAll(callee.object)) return null;
  const words = `${wordsOf(dottedPath(callee.object) ?? "")}${wordsOf(pathIn(only.value))}`;
  const family = FAMILIES.find(([, pattern]) => pattern.test(words))?.[0];
  return family === undefined || only.value.type === "text" ? null : { family, value: only.value };
}

function pathIn(value: SyntaxNode): string {
  return dottedPath(value) ?? "";
}

/** The question that must not be answered with no: the operand of `not`, or what is compared with `-1`. */
function unlisted(node: SyntaxNode): CallNode | null {
  const asked = node.type === "not" ? node.operand : node.type === "binary" && isNowhere(node) ? node.left : null;
  return asked?.type === "call" && HOLDS.test(lastName(asked.callee) ?? "") ? asked : null;
}

/** `=== -1` and `< 0`; a grammar may give the sign by itself. */
function isNowhere({ operator, right }: BinaryNode): boolean {
  const wanted = /^={2,3}$/u.test(operator) ? /^-?1$/u : operator === "<" ? /^0$/u : null;
  return wanted !== null && [...descendants(right)].some((part) => part.type === "literal" && wanted.test(part.text));
}

/** A list of fixed texts, one that never changes, or one whose name says that it lets in. */
function isListOfAll(list: SyntaxNode): boolean {
  if (list.type === "list") return list.items.length > 0 && list.items.every(({ type }) => type === "text");
  const name = lastName(list) ?? "";
  return /^[A-Z][A-Z\d_]{2,}$/u.test(name) || LETS_IN.test(wordsOf(name));
}

import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath, lastName, literalText } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { wordsOf } from "./words.ts";

const COMPARES = /^(?:hash_equals|compare_digest|timingSafeEqual|strcmp)$/u;
const TOKENS = / (?:csrf|xsrf|nonce|token|state) /u;

/** What comparing a part of the request with what the session kept checks, or `null` when it compares something else. */
export function keptBySession(left: SyntaxNode, right: SyntaxNode, flow: Flow): "csrf" | "ownership" | null {
  const [one, other] = [flow.valueOf(left), flow.valueOf(right)];
  if (!(one.session && other.request) && !(one.request && other.session)) return null;
  const written = [left, right].map((side) => wordsOf(textOf(side)));
  return written.some((words) => TOKENS.test(words)) ? "csrf" : "ownership";
}

/** A token that a form carries is compared with the one of the session: the call or what it is given says so. */
export function checksFormToken(node: CallNode, flow: Flow): boolean {
  const name = lastName(node.callee) ?? "";
  const values = node.arguments.map(({ value }) => value);
  const [left, right] = values;
  if (COMPARES.test(name) && left && right) return keptBySession(left, right, flow) === "csrf";
  const words = wordsOf(name);
  const checks = / (?:verify|verifies|check|validate|is|valid|compare|equals|same) /u.test(words);
  if (!checks || !/ (?:token|nonce|csrf) /u.test(words)) return false;
  return values.some((value) => / (?:csrf|xsrf|nonce) /u.test(wordsOf(textOf(value))));
}

function textOf(node: SyntaxNode): string {
  return dottedPath(node) ?? literalText(node) ?? "";
}

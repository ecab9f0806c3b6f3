import type { SafeguardFamily } from "../../domain/fact.ts";
import { safeguardAsked } from "../controls/safeguard-names.ts";
import type { CallNode, IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath, lastName, longestPaths } from "../syntax/walk.ts";
import { asksRights } from "./asked-before.ts";
import { isOwnerField, wordsOf } from "./words.ts";

/** What the first telling question of a condition keeps from harm, or `null`. */
export function familyAsked(condition: SyntaxNode): SafeguardFamily | null {
  for (const part of descendants(condition)) {
    const family = askedBy(part);
    if (family !== null && !(family === "file" && isOfAddress(part, condition))) return family;
  }
  return null;
}

/** A question by its name, or a comparison of parts that have one. */
export function askedPlainly(node: SyntaxNode): SafeguardFamily | null {
  if (node.type === "binary" && !/^={2,3}$/u.test(node.operator)) return null;
  if (node.type === "binary" || node.type === "call") return askedBy(node);
  return /^ (?:is|has|can|may) /u.test(wordsOf(lastName(node) ?? "")) ? memberFamily(node) : null;
}

/** `if (path.indexOf("http") !== 0) return path;` lets through whatever begins in another way. */
export function givesBackTested({ condition, consequence }: IfNode): boolean {
  const last = consequence.type === "group" ? consequence.children.at(-1) : consequence;
  const returned = last?.type === "exit" && last.how === "return" && last.value ? dottedPath(last.value) : null;
  return returned !== null && [...descendants(condition)].some((part) => beginsOtherwise(part, returned));
}

function beginsOtherwise(node: SyntaxNode, path: string): boolean {
  const asked = deniedIn(node);
  if (asked?.type !== "call" || !BEGINS.test(lastName(asked.callee) ?? "")) return false;
  const about = asked.callee.type === "member" ? asked.callee.object : asked.arguments[0]?.value;
  return about !== undefined && dottedPath(about) === path;
}

/** What must not hold: the operand of `not`, the left side of `!==`. */
function deniedIn(node: SyntaxNode): SyntaxNode | null {
  if (node.type === "not") return node.operand;
  return node.type === "binary" && /^!==?$/u.test(node.operator) ? node.left : null;
}

const BEGINS = /^(?:startsWith|startswith|starts_with|start_with\?|str_starts_with|HasPrefix|indexOf|strpos|stripos)$/u;

const MEMBERSHIP =
  /^(?:includes|startsWith|startswith|start_with\?|endsWith|endswith|include\?|contains|has|isAbsolute|isabs|is_relative_to|relative|test|match|match\?)$/u;
const PLACES = / (?:path|paths|filename|dir|directory|root|base|folder|file) /u;

function askedBy(node: SyntaxNode): SafeguardFamily | null {
  if (node.type === "text") return textFamily(node.value);
  if (node.type === "binary") return comparedFamily(node.left) ?? comparedFamily(node.right);
  if (node.type !== "call") return node.type === "not" ? memberFamily(node.operand) : null;
  if (MEMBERSHIP.test(lastName(node.callee) ?? "")) return isAboutPlace(node) ? "file" : null;
  return callFamily(node);
}

/** What the question of a call keeps from harm, by its name or by who is asked. */
export function callFamily(node: CallNode): SafeguardFamily | null {
  return safeguardAsked(lastName(node.callee) ?? "") ?? (asksRights(node) ? "permission" : null);
}

/** The path of an address is the place of no file. */
const OF_ADDRESS =
  /(?:^|\.)(?:url|uri|req|request|ctx|context|c|r|location|route|router)(?:\(\))?\.\w*path\w*(?:\(\))?(?:\.\w+)?$/iu;

function isAboutPlace(node: SyntaxNode): boolean {
  return longestPaths(node).some((path) => PLACES.test(wordsOf(path)));
}

/** One question of several that asks which page was called, and keeps nobody from a file by itself. */
function isOfAddress(part: SyntaxNode, condition: SyntaxNode): boolean {
  const places = longestPaths(part).filter((path) => PLACES.test(wordsOf(path)));
  return condition.type === "binary" && places.length > 0 && places.every((path) => OF_ADDRESS.test(path));
}

/** What the parsers of Go say of a token: `!token.Valid`. */
function isValidToken(node: SyntaxNode): boolean {
  return node.type === "member" && node.property === "Valid" && /token$/iu.test(lastName(node.object) ?? "");
}

function memberFamily(node: SyntaxNode): SafeguardFamily | null {
  if (isValidToken(node)) return "identity";
  return node.type === "member" || node.type === "name" ? safeguardAsked(lastName(node) ?? "") : null;
}

function textFamily(text: string): SafeguardFamily | null {
  if (/^(?:__proto__|prototype|constructor)$/u.test(text)) return "property";
  if (/^[/\\]?\.\.[/\\]?$/u.test(text)) return "file";
  return /^(?:https?:?|javascript:|file:|localhost|127\.0\.0\.1|::1)(?:\/\/)?$/u.test(text) ? "address" : null;
}

/** Owners, roles and the parts of an address are compared by their names. */
function comparedFamily(node: SyntaxNode): SafeguardFamily | null {
  if (node.type !== "member") return null;
  if (isOwnerField(node.property) || / (?:role|roles) $/u.test(wordsOf(node.property))) return "permission";
  return /^(?:protocol|hostname|netloc|scheme)$/u.test(node.property) ? "address" : null;
}

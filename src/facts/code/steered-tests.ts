import type { BinaryNode, CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, dottedPath, lastName } from "../syntax/walk.ts";

/** What a caller can do to make a condition come true: nothing that matters (`free`), or something that a reason names. */
export type Steering = "free" | { readonly reason: string };

/** Finds what a name, a field or a call in a condition stands for. */
export type Resolve = (node: SyntaxNode) => SyntaxNode | null;

const CONTAINS = "an address passes that only contains the right text";
const ENDS = "an address passes that only ends with the right text, and callers choose how theirs ends";
const FORWARDED = "a header that every caller can write says who is local";

/** What a caller does to get the wanted outcome of a condition; `null` when it is not up to them. */
export function steered(condition: SyntaxNode, wanted: boolean, resolve: Resolve): Steering | null {
  const node = resolved(condition, resolve, 3);
  if (node.type === "not") return steered(node.operand, !wanted, resolve);
  if (node.type === "group" && node.children.length === 1 && node.children[0])
    return steered(node.children[0], wanted, resolve);
  if (node.type === "exit" && node.value) return steered(node.value, wanted, resolve);
  if (node.type === "binary" && /^(?:&&|and|\|\||or)$/u.test(node.operator)) return joined(node, wanted, resolve);
  return tested(node, wanted, resolve);
}

function resolved(node: SyntaxNode, resolve: Resolve, hops: number): SyntaxNode {
  const found = hops === 0 ? null : resolve(node);
  return found === null ? node : resolved(found, resolve, hops - 1);
}

/** Where one side is enough, the easier one counts; where both are needed, both must be up to the caller. */
function joined({ operator, left, right }: BinaryNode, wanted: boolean, resolve: Resolve): Steering | null {
  const sides = [steered(left, wanted, resolve), steered(right, wanted, resolve)];
  const reasons = sides.filter((side) => side !== null && side !== "free");
  const oneIsEnough = /^(?:\|\||or)$/u.test(operator) === wanted;
  if (!oneIsEnough) return sides.includes(null) ? null : (reasons[0] ?? "free");
  return reasons[0] ?? byHost([left, right], wanted, resolve) ?? (sides.includes("free") ? "free" : null);
}

/** The `Host` header is worth checking, but never instead of the address of the connection. */
function byHost(sides: readonly SyntaxNode[], wanted: boolean, resolve: Resolve): Steering | null {
  const local = sides.filter((side) => comparesLocal(side, wanted, resolve));
  const isHost = (side: SyntaxNode) => headersIn(side, resolve).some((name) => /^(?:http-)?host(?:name)?$/u.test(name));
  return local.length === sides.length && local.some(isHost) && !local.every(isHost) ? { reason: FORWARDED } : null;
}

function tested(node: SyntaxNode, wanted: boolean, resolve: Resolve): Steering | null {
  if (node.type === "binary" && isMethodTest(node)) return "free";
  if (comparesLocal(node, wanted, resolve)) {
    const isForwarded = headersIn(node, resolve).some((name) => FORWARDED_HEADER.test(name));
    return isForwarded ? { reason: FORWARDED } : null;
  }
  const call = foundIn(node, wanted);
  return call === null ? null : addressTest(call, resolve);
}

function isMethodTest({ left, right }: BinaryNode): boolean {
  return [left, right].some((side) => /^(?:method|getMethod|request_method|Method)$/u.test(lastName(side) ?? ""));
}

/** The test for a part that a comparison with a position stands for: `path.indexOf("/x") !== -1`. */
function foundIn(node: SyntaxNode, wanted: boolean): CallNode | BinaryNode | null {
  if (node.type === "call") return wanted && !givesPosition(node) ? node : null;
  if (node.type !== "binary") return null;
  if (/^(?:not )?in$/u.test(node.operator)) return (node.operator === "in") === wanted ? node : null;
  const { left, operator } = node;
  return left.type === "call" && givesPosition(left) && /^(?:!==?|>=?)$/u.test(operator) === wanted ? left : null;
}

function givesPosition({ callee }: CallNode): boolean {
  return POSITION.test(lastName(callee) ?? "");
}

const POSITION = /^(?:indexOf|strpos|stripos|find)$/u;
const PART = /^(?:includes|contains|Contains|indexOf|strpos|stripos|str_contains|find|containsIgnoreCase|include\?)$/u;
const END = /^(?:endsWith|endswith|EndsWith|HasSuffix|str_ends_with|end_with\?)$/u;
const PATTERN = /^(?:test|match|search|matches|preg_match|findall|MatchString|IsMatch|match\?)$/u;

function addressTest(node: CallNode | BinaryNode, resolve: Resolve): Steering | null {
  if (node.type === "binary") return addressIn(node.right, resolve) === null ? null : { reason: CONTAINS };
  const name = lastName(node.callee) ?? "";
  const parts = [...receiverOf(node), ...node.arguments.map(({ value }) => value)];
  if (PATTERN.test(name)) return patternTest(parts, name, resolve);
  const [searched] = parts;
  const address = searched ? addressIn(searched, resolve) : null;
  if (address !== null && PART.test(name)) return { reason: CONTAINS };
  return address === "whole" && END.test(name) ? { reason: ENDS } : null;
}

function patternTest(parts: readonly SyntaxNode[], test: string, resolve: Resolve): Steering | null {
  const isLoose = parts.some((part) => isLoosePattern(resolved(part, resolve, 2), test));
  return isLoose && parts.some((part) => addressIn(part, resolve) !== null) ? { reason: CONTAINS } : null;
}

/** What a method is called on; functions of a library such as `strings.Contains` have no such thing. */
function receiverOf({ callee }: CallNode): SyntaxNode[] {
  return callee.type === "member" && dottedPath(callee.object) !== "strings" ? [callee.object] : [];
}

/** An expression that may match in the middle. */
function isLoosePattern(node: SyntaxNode, test: string): boolean {
  const pattern =
    node.type === "literal" ? /^\/(.*)\/\w*$/su.exec(node.text)?.[1] : node.type === "text" ? node.value : undefined;
  if (pattern === undefined || pattern === "") return false;
  if (/^(?:matches|match)$/u.test(test) && node.type === "text") return /^\^?\.\*/u.test(pattern);
  return !/^[/#~]?\^(?!\.\*)/u.test(pattern);
}

const WHOLE =
  /^(?:originalUrl|url|requestURI|RequestURI|getRequestURI|getRequestURL|fullpath|request_uri|REQUEST_URI|full_path|uri)$/u;
const PATH = /^(?:path|pathname|Path|getServletPath|getPathInfo|path_info|PATH_INFO|getPath|Value)$/u;
const REQUEST =
  /(?:^|\.)(?:req|request|httpRequest|servletRequest|ctx|context|c|r|nextUrl|exchange|_SERVER|\$request|flask)(?:\.|\(|$)/iu;

/** How much of the address of a request a value is: all of it with its query, or its path; `null` for anything else. */
function addressIn(given: SyntaxNode, resolve: Resolve): "whole" | "path" | null {
  const node = resolved(given, resolve, 2);
  if (
    node.type === "call" &&
    node.callee.type === "member" &&
    /^(?:toString|toLowerCase|lower|trim|split)$/u.test(node.callee.property)
  )
    return addressIn(node.callee.object, resolve);
  const path = dottedPath(node)?.replaceAll("()", "") ?? "";
  if (!REQUEST.test(path)) return null;
  const last = path.split(".").at(-1) ?? "";
  if (WHOLE.test(last)) return "whole";
  return PATH.test(last) ? "path" : null;
}

const LOCAL = /^(?:127\.0\.0\.1|::1|\[::1\]|localhost|::ffff:127\.0\.0\.1)(?::\d+)?$/u;
const FORWARDED_HEADER = /^(?:http-)?(?:x-forwarded-(?:for|host)|x-real-ip|forwarded|true-client-ip|client-ip)$/u;

/** True when a value must be an address of this machine for the wanted outcome. */
function comparesLocal(node: SyntaxNode, wanted: boolean, resolve: Resolve): boolean {
  const operators = wanted ? /^(?:={2,3}|in)$/u : /^(?:!==?|not in)$/u;
  const call =
    node.type === "call" &&
    wanted &&
    /^(?:includes|equals|startsWith|startswith|has)$/u.test(lastName(node.callee) ?? "");
  if (!call && !(node.type === "binary" && operators.test(node.operator))) return false;
  return textsIn(node, resolve).some((text) => LOCAL.test(text));
}

function textsIn(node: SyntaxNode, resolve: Resolve): string[] {
  const whole = resolved(node, resolve, 1);
  return whole.type === "text" ? [whole.value] : childrenOf(whole).flatMap((child) => textsIn(child, resolve));
}

/** The headers that a condition reads, in lower case with dashes. */
function headersIn(node: SyntaxNode, resolve: Resolve): string[] {
  const whole = resolved(node, resolve, 2);
  const own = whole.type === "member" ? [whole.property] : whole.type === "text" ? [whole.value] : [];
  return [
    ...own.map((name) => name.toLowerCase().replaceAll("_", "-")),
    ...childrenOf(whole).flatMap((child) => headersIn(child, resolve)),
  ];
}

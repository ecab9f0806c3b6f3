import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath, lastName } from "../syntax/walk.ts";

const BEGINS = /^(?:startsWith|StartsWith|startswith|starts_with|start_with\?|hasPrefix)$/u;

/** What must hold of each part of a condition, or must not. */
interface Asked {
  readonly path: string;
  readonly prefix: string;
  readonly isDenied: boolean;
}

/** Paths of addresses that an `if` refuses unless they stay on the own site: `!to.startsWith("/") || to.startsWith("//")`. */
export function refusedElsewhere(condition: SyntaxNode): string[] {
  return keptOnSite(partsOf(condition, /^(?:\|\||or)$/u).map((part) => askedOf(part, true)));
}

/** Paths of addresses that stay on the own site where a condition holds: `to.startsWith("/") && !to.startsWith("//")`. */
export function staysOnSite(condition: SyntaxNode): string[] {
  return keptOnSite(partsOf(condition, /^(?:&&|and)$/u).map((part) => askedOf(part, false)));
}

/** One slash begins a path of the own site, and two the name of another. */
function keptOnSite(parts: readonly (Asked | null)[]): string[] {
  const asked = parts.filter((part) => part !== null);
  const others = asked.filter(({ prefix, isDenied }) => isDenied && /^\/[/\\]/u.test(prefix)).map(({ path }) => path);
  return asked.flatMap(({ path, prefix, isDenied }) =>
    !isDenied && prefix === "/" && others.includes(path) ? [path] : [],
  );
}

function partsOf(condition: SyntaxNode, operators: RegExp): SyntaxNode[] {
  if (condition.type !== "binary" || !operators.test(condition.operator)) return [condition];
  return [...partsOf(condition.left, operators), ...partsOf(condition.right, operators)];
}

function askedOf(part: SyntaxNode, isRefused: boolean): Asked | null {
  const isNot = part.type === "not";
  const call = isNot ? part.operand : part;
  if (call.type !== "call" || call.callee.type !== "member" || !BEGINS.test(lastName(call.callee) ?? "")) return null;
  const path = dottedPath(call.callee.object);
  const prefix = call.arguments[0]?.value;
  return path === null || prefix?.type !== "text"
    ? null
    : { path, prefix: prefix.value, isDenied: isNot !== isRefused };
}

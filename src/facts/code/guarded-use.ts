import type { SafeguardFamily } from "../../domain/fact.ts";
import { safeguardAsked } from "../controls/safeguard-names.ts";
import type { CallNode, IfNode } from "../syntax/syntax-node.ts";
import { dottedPath, lastName, longestPaths } from "../syntax/walk.ts";
import { leaves } from "./guards.ts";
import type { Found } from "./known-safeguards.ts";
import { rootOf } from "./subjects.ts";

/** What a value may be made harmless for. */
const OF_VALUES: ReadonlySet<SafeguardFamily> = new Set(["file", "address", "redirect", "statement"]);

/** `if isValidSort(sort) { query = query.OrderBy(sort) }`: a value is used only where the answer about it is yes. */
export function usedInside({ condition, consequence, alternative }: IfNode): Found | null {
  if (condition.type !== "call" || alternative !== null || leaves(consequence)) return null;
  const found = askedOf(condition);
  return found !== null && longestPaths(consequence).includes(found.given) ? found.safeguard : null;
}

function askedOf({ callee, arguments: given }: CallNode): { given: string; safeguard: Found } | null {
  const family = safeguardAsked(lastName(callee) ?? "");
  const [path] = given.flatMap(({ value }) => dottedPath(value) ?? []);
  if (family === null || !OF_VALUES.has(family) || path === undefined) return null;
  return { given: path, safeguard: { family, what: dottedPath(callee) ?? path, about: rootOf(path) } };
}

import type { SafeguardFamily } from "../../domain/fact.ts";
import { safeguardAsked } from "../controls/safeguard-names.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";
import type { Found } from "./known-safeguards.ts";

/** `validate :url_must_not_be_private` of a record names the method that refuses what is to be kept. */
export function namedRule(node: SyntaxNode): Found | null {
  if (node.type !== "call" || node.callee.type !== "name" || node.callee.name !== "validate") return null;
  const rule = node.arguments.find(({ name, value }) => name === null && value.type === "text")?.value;
  const what = rule?.type === "text" ? rule.value : "";
  const family = safeguardAsked(what);
  return family === null || !OF_RULES.has(family) ? null : { family, what, about: null };
}

/** What a record is kept from by a rule of its own; most other words of rules are about its contents. */
const OF_RULES: ReadonlySet<SafeguardFamily> = new Set(["address", "redirect"]);

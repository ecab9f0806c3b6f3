import type { Operation } from "../stores/store-table.ts";
import type { CallNode } from "../syntax/syntax-node.ts";
import type { Flow } from "./flow.ts";
import { wordsOf } from "./words.ts";

/** Folders and files in which a project keeps the functions that ask its database. */
const QUERY_MODULES =
  /(?:^|[/.])(?:queries|query|repositories|repository|repo|models|dao|daos|db|database|prisma|drizzle|crud|datastore|persistence)(?:$|[/.])/iu;

const VERBS: readonly (readonly [RegExp, Operation])[] = [
  [/^ (?:get|find|load|fetch|read|select|query) (?:all|list|many|\w+ (?:list|s)) /u, "list"],
  [/^ (?:get|find|load|fetch|read|select|query) \w/u, "read"],
  [/^ list \w/u, "list"],
  [/^ (?:create|insert|add|save|update|upsert|set|patch|store) \w/u, "write"],
  [/^ (?:delete|remove|destroy) \w/u, "delete"],
];

/** What an imported function of the project's own queries does to records: `deleteSegment(id)`; `null` for any other. */
export function queryOperation(node: CallNode, flow: Flow): Operation | null {
  const module = node.callee.type === "name" ? flow.imports.get(node.callee.name)?.module : undefined;
  if (node.callee.type !== "name" || module === undefined || !isOwnModule(module)) return null;
  const words = wordsOf(node.callee.name);
  return VERBS.find(([verb]) => verb.test(words))?.[1] ?? null;
}

function isOwnModule(module: string): boolean {
  return /^[./@~]/u.test(module) && QUERY_MODULES.test(module);
}

/** The records that such a function is named after: `segment` of `deleteSegment`. */
export function recordsNamed(name: string): string | null {
  const words = wordsOf(name).trim().split(" ").slice(1).join("_");
  return words === "" ? null : words;
}

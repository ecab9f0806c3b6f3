import type { Scope } from "../../domain/fact.ts";
import type { FunctionNode } from "../syntax/syntax-node.ts";
import { type DraftedFact, toFact } from "./draft.ts";
import type { ModuleModel } from "./module-model.ts";

/** Where a function begins that an entry point elsewhere names; nothing for one that stands where it is registered. */
export function handlerPlace(
  node: FunctionNode | null,
  entry: DraftedFact | null,
  module: ModuleModel,
): Pick<Scope, "handler"> {
  if (node === null) return {};
  if (entry !== null && node.startLine >= entry.at.startLine && node.startLine <= entry.at.endLine) return {};
  const at = { ...node, endLine: node.startLine };
  const name = entry?.name ?? node.name ?? "function";
  const handler = toFact({ kind: "entry_point", name, at, attributes: {}, symbol: node.name }, module);
  return handler === null ? {} : { handler };
}

import type { FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import type { ModuleModel } from "./module-model.ts";

/** A function as a file exports it, with the calls that it is wrapped in, the outermost first. */
export interface ExportedFunction {
  readonly node: FunctionNode;
  readonly wrappers: readonly SyntaxNode[];
}

/** Names and wrappers between an export and its function; more of them is no code that people write. */
const MOST_STEPS = 4;

/**
 * The function behind a local name that a file exports: itself, under another name, or in a wrapper of whatever name:
 * `export const GET = handle`, `export const POST = forMembers(save)`. `null` when the file does not hold it.
 */
export function exportedFunction(local: string, module: ModuleModel, steps = MOST_STEPS): ExportedFunction | null {
  const found = module.functions.find(({ symbol }) => symbol === local);
  if (found) return found;
  const value = module.constants.get(local);
  return value === undefined ? null : functionIn(value, module, steps);
}

function functionIn(value: SyntaxNode, module: ModuleModel, steps: number): ExportedFunction | null {
  if (value.type === "function") return { node: value, wrappers: [] };
  if (steps === 0) return null;
  if (value.type === "name") return exportedFunction(value.name, module, steps - 1);
  if (value.type !== "call" || value.construct) return null;
  // What a wrapper is given last is what it wraps.
  const last = value.arguments.at(-1)?.value;
  const inner = last === undefined ? null : functionIn(last, module, steps - 1);
  return inner === null ? null : { node: inner.node, wrappers: [value.callee, ...inner.wrappers] };
}

import type { CallTable } from "../sinks/sink-table.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";
import type { Returns } from "./code-facts.ts";
import type { Evaluations } from "./evaluations.ts";
import type { Flow } from "./flow.ts";
import type { ModuleModel, NamedFunction } from "./module-model.ts";
import type { NamesWithFields } from "./shared-fields.ts";
import type { Value } from "./value.ts";

/** Sees every node of a function in the order in which it runs, inner nodes first. */
export type Visit = (node: SyntaxNode, flow: Flow) => void;

/** What all functions of one file share while they are followed. */
export interface FlowContext {
  readonly module: ModuleModel;
  readonly calls: CallTable;
  readonly functions: ReadonlyMap<string, NamedFunction>;
  /** Values of names that a framework provides everywhere, by canonical name. */
  readonly globals: ReadonlyMap<string, Value>;
  /** Functions that are read as handlers of their own, and not as part of what surrounds them. */
  readonly handlers: ReadonlySet<SyntaxNode>;
  /** True where the functions are helpers, which are followed for parameters alone. */
  readonly onlyOwn?: true;
  /** What functions of other files give back; `null` until those are in view. */
  readonly returns: Returns | null;
}

/** How a function was come to. */
export interface CallPath {
  readonly handlerOf: string | null;
  readonly callers: readonly string[];
  readonly reached: Set<string>;
  readonly isOfObject?: boolean;
  readonly evaluations?: Evaluations;
  readonly values?: NamesWithFields<Value>;
  readonly definitions?: NamesWithFields<SyntaxNode>;
}

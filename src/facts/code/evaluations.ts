import type { SyntaxNode } from "../syntax/syntax-node.ts";
import type { Value } from "./value.ts";

/**
 * Values that were worked out since anything they depend on last changed. Every link of a chain of calls asks for the value of
 * all links below it, so without this the time would grow with the power of the chain's length.
 */
export class Evaluations {
  private known = new WeakMap<object, Map<SyntaxNode, Value>>();

  /** The value of a node in a function that is being followed: worked out once until something changes. */
  of(flow: object, node: SyntaxNode, workOut: () => Value): Value {
    const own = this.known.get(flow) ?? new Map<SyntaxNode, Value>();
    this.known.set(flow, own);
    const known = own.get(node);
    if (known) return known;
    const value = workOut();
    own.set(node, value);
    return value;
  }

  /** Something changed that values depend on. */
  forget(): void {
    this.known = new WeakMap();
  }
}

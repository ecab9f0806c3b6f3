import { controlsNamed } from "../controls/control-names.ts";
import type { FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";

/** A function with the calls that it is wrapped in where it is written, the outermost first. */
export interface WrappedFunction {
  readonly node: FunctionNode;
  /** What is called, such as `withAdmin` of `withAdmin(function …)`. */
  readonly wrappers: readonly SyntaxNode[];
}

/** The function of `function …` and of `catchAsync(function …)`, or `null`. */
export function wrappedFunction(node: SyntaxNode): WrappedFunction | null {
  if (node.type === "function") return { node, wrappers: wrappersReturned(node) };
  if (node.type !== "call" || node.construct || node.callee.type !== "name" || !wraps(node.callee.name)) return null;
  const inner = node.arguments.at(-1)?.value;
  const wrapped = inner === undefined ? null : wrappedFunction(inner);
  return wrapped === null ? null : { ...wrapped, wrappers: [node.callee, ...wrapped.wrappers] };
}

function wraps(name: string): boolean {
  return /async|catch|wrap|handle|with|try/iu.test(name) || controlsNamed(name).length > 0;
}

/** A function that makes a handler may wrap it: `return withUser(function …)`. */
function wrappersReturned({ body }: FunctionNode): readonly SyntaxNode[] {
  const statements = body.type === "group" ? body.children : [body];
  const returned = statements.flatMap((one) => (one.type === "exit" && one.how === "return" ? (one.value ?? []) : []));
  return returned.flatMap((one) => (one.type === "call" ? (wrappedFunction(one)?.wrappers ?? []) : []));
}

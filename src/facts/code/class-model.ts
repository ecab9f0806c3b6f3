import type { CallNode, ClassNode, FunctionNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath } from "../syntax/walk.ts";
import { flatten, keywordOf } from "./route-arguments.ts";

/** A class or module whose body is run, so that calls in it say what holds for all its methods. */
export interface ClassModel {
  readonly name: string;
  /** What it inherits from and mixes in, as written. */
  readonly bases: readonly string[];
  /** Methods of its instances that others may call. */
  readonly methods: readonly FunctionNode[];
  /** Calls that stand in its body, in order. */
  readonly declarations: readonly CallNode[];
  readonly decorators: readonly SyntaxNode[];
}

/** Every class of a file that has a name. */
export function classModelsIn(root: SyntaxNode): ClassModel[] {
  return [...descendants(root)].flatMap((node) => (node.type === "class" ? (modelOf(node) ?? []) : []));
}

function modelOf(node: ClassNode): ClassModel | null {
  if (node.name === null) return null;
  const statements = statementsOf(node.body);
  const declarations = statements.flatMap(declarationsIn);
  const mixed = declarations.filter((one) => MIXES.test(dottedPath(one.callee) ?? ""));
  const bases = [...node.bases, ...mixed.flatMap(positional)].flatMap((base) => dottedPath(base) ?? []);
  return { name: node.name, bases, methods: visibleIn(statements), declarations, decorators: node.decorators };
}

const MIXES = /^(?:include|prepend)$/u;
/** Blocks that are run in the class that mixes a module in. */
const DEFERS = /^(?:included|prepended|class_eval)$/u;

function statementsOf(body: SyntaxNode): SyntaxNode[] {
  return body.type === "group" ? body.children.flatMap(statementsOf) : [body];
}

function declarationsIn(node: SyntaxNode): CallNode[] {
  if (node.type !== "call") return [];
  const block = node.arguments.at(-1)?.value;
  const isDeferred = DEFERS.test(dottedPath(node.callee) ?? "") && block?.type === "function";
  return isDeferred ? statementsOf(block.body).flatMap(declarationsIn) : [node];
}

/** The methods before `private`, without those that are named after it: `private :load`. */
function visibleIn(statements: readonly SyntaxNode[]): FunctionNode[] {
  const visible = new Map<string, FunctionNode>();
  let isOpen = true;
  for (const node of statements) {
    if (isOpen && isMethod(node)) visible.set(node.name, node);
    const { opens, hidden } = markIn(node);
    for (const name of hidden) visible.delete(name);
    isOpen = opens ?? isOpen;
  }
  return [...visible.values()];
}

function isMethod(node: SyntaxNode): node is FunctionNode & { readonly type: "function"; readonly name: string } {
  return node.type === "function" && node.name !== null && node.hidden === undefined;
}

/** What `private` and the like say of the methods behind them, or of those that they name. */
function markIn(node: SyntaxNode): { opens: boolean | null; hidden: string[] } {
  const name = node.type === "call" ? (dottedPath(node.callee) ?? "") : "";
  if (node.type !== "call" || !/^(?:public|private|protected)$/u.test(name)) return { opens: null, hidden: [] };
  if (node.arguments.length === 0) return { opens: name === "public", hidden: [] };
  return { opens: null, hidden: name === "public" ? [] : textsIn(positional(node)) };
}

/** The arguments of a call that have no name. */
export function positional(node: CallNode): SyntaxNode[] {
  return node.arguments.filter(({ name }) => name === null).map(({ value }) => value);
}

export function textsIn(nodes: readonly SyntaxNode[]): string[] {
  return flatten(nodes).flatMap((node) => (node.type === "text" ? [node.value] : []));
}

/** The names that an option lists, or `null` when it is not given or not written out. */
export function namesUnder(node: CallNode, option: string): string[] | null {
  const value = keywordOf(node, option);
  const names = value ? textsIn([value]) : [];
  return names.length > 0 ? names : null;
}

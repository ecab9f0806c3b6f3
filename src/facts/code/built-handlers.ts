import type { RouteForm } from "../frameworks/route-forms.ts";
import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";

export type BuiltForm = Extract<RouteForm, { form: "built" }>;

interface Handled {
  readonly routes: readonly { readonly method: string | null; readonly handler: SyntaxNode }[];
  readonly guards: readonly SyntaxNode[];
}

const NOTHING: Handled = { routes: [], guards: [] };

/** What answers a path, by method: `get(show).post(create).layer(auth)` and `web::get().to(show)`. */
export function handlersIn(node: SyntaxNode, form: BuiltForm): Handled {
  if (node.type !== "call") return NOTHING;
  const inner = node.callee.type === "member" ? handlersIn(node.callee.object, form) : NOTHING;
  return withLink(inner, node, form);
}

function withLink(inner: Handled, node: CallNode, form: BuiltForm): Handled {
  const name = lastName(node.callee) ?? "";
  const handler = node.arguments.at(-1)?.value;
  if (!handler) return inner;
  if (form.layers.includes(name)) return { ...inner, guards: [...inner.guards, ...layersOf(handler)] };
  if (name === "to") return { ...inner, routes: [{ method: methodIn(node, form), handler }] };
  if (!Object.hasOwn(form.methods, name)) return inner;
  return { ...inner, routes: [...inner.routes, { method: form.methods[name] ?? null, handler }] };
}

function methodIn(node: SyntaxNode, form: BuiltForm): string | null {
  if (node.type !== "call") return null;
  const name = lastName(node.callee) ?? "";
  if (Object.hasOwn(form.methods, name)) return form.methods[name] ?? null;
  return node.callee.type === "member" ? methodIn(node.callee.object, form) : null;
}

/** What a layer runs: the function that it is made from, or what a stack of layers lists. */
export function layersOf(node: SyntaxNode): SyntaxNode[] {
  if (node.type !== "call") return [node];
  const name = lastName(node.callee) ?? "";
  const last = node.arguments.at(-1)?.value;
  if (MADE_FROM.test(name)) return last ? [last] : [];
  if (name !== "layer" || node.callee.type !== "member") return [node];
  return [...layersOf(node.callee.object), ...(last ? layersOf(last) : [])];
}

const MADE_FROM = /^(?:from_fn|from_fn_with_state|from_extractor|from_extractor_with_state|wrap_fn)$/u;

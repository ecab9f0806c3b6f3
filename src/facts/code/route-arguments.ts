import type { CallNode, SyntaxNode, TemplateNode } from "../syntax/syntax-node.ts";
import { dottedPath, literalText } from "../syntax/walk.ts";
import type { ModuleModel } from "./module-model.ts";

/** Arguments with lists opened: `[auth, validate], handler`. */
export function flatten(values: readonly SyntaxNode[]): SyntaxNode[] {
  return values.flatMap((value) => (value.type === "list" ? flatten(value.items) : [value]));
}

/** True for what can be called with a request: a function, a name, or a call that makes one. */
export function isHandlerLike(node: SyntaxNode): boolean {
  return node.type === "function" || node.type === "name" || node.type === "member" || node.type === "call";
}

/** A keyword argument, or an entry of an options object. */
export function keywordOf(node: CallNode, key: string): SyntaxNode | null {
  for (const { name, value } of node.arguments) {
    if (name === key) return value;
    const entry = value.type === "object" ? value.entries.find((one) => one.key === key) : undefined;
    if (entry) return entry.value;
  }
  return null;
}

/** The guards among the options of a route; anything else that stands before the handler is a guard itself. */
export function optionsIn(node: SyntaxNode, guardOptions: readonly string[]): SyntaxNode[] {
  if (node.type !== "object") return [node];
  const entries = node.entries.filter((entry) => entry.key !== null && guardOptions.includes(entry.key));
  return flatten(entries.map((entry) => entry.value));
}

/** The methods that a list or a text names, or `null` when nothing is named. */
export function methodNames(node: SyntaxNode | null): string[] | null {
  if (node === null) return null;
  const names = flatten([node]).flatMap((item) => {
    if (item.type === "text") return item.value.toUpperCase().split("|");
    return item.type === "member" ? [item.property.replace(/^METHOD_/u, "")] : [];
  });
  return names.length > 0 ? names : null;
}

/** The path of a route as text; `null` when the argument is no path. A known router takes any expression. */
export function routeText(node: SyntaxNode, module: ModuleModel, knownRouter: boolean): string | null {
  const defined = node.type === "name" ? (module.constants.get(node.name) ?? node) : node;
  const text = defined.type === "template" ? filledText(defined, module) : literalText(defined);
  if (text !== null) return knownRouter || isPath(text) ? text : null;
  return knownRouter ? expressionText(defined, module) : null;
}

/** The text of a template with the file's own constants in it; `{API}` stands for one that is made elsewhere. */
function filledText({ parts }: TemplateNode, module: ModuleModel): string {
  return parts
    .map((part) => {
      const path = part.type === "text" ? null : dottedPath(part);
      const value = part.type === "name" ? (module.constants.get(part.name) ?? part) : part;
      return literalText(value) ?? (path === null ? "?" : `{${path}}`);
    })
    .join("");
}

function isPath(text: string): boolean {
  return /^(?:[A-Z]+ +)?\//u.test(text) || text === "*" || text === "";
}

function expressionText(node: SyntaxNode, module: ModuleModel): string | null {
  if (node.type === "literal") return node.text;
  const [first] = node.type === "list" ? node.items : [];
  return first ? routeText(first, module, true) : dottedPath(node);
}

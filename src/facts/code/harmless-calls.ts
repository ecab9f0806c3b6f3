import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { lastName } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";

/** True for a call that is told to check or convert: `filter_var($id, FILTER_VALIDATE_INT)`. */
export function converts(node: CallNode, flow: Flow): boolean {
  const { convertsWith } = flow.context.calls;
  return convertsWith !== undefined && node.arguments.some(({ value }) => convertsWith.test(lastName(value) ?? ""));
}

/** A replacement of everything but some characters, such as `preg_replace('/[^a-z0-9]/', '', $name)`. */
export function keepsAllowedCharacters(node: CallNode): boolean {
  if (!/^(?:preg_replace|replace|replaceAll|re_sub|gsub)$/u.test(lastName(node.callee) ?? "")) return false;
  return node.arguments.some(({ value }) => /^\W?\[\^/u.test(writtenText(value)));
}

/** `$request->files->get("book")->getPathname()` is where the server itself has put what was sent. */
export function isOwnPlace(method: string, source: string): boolean {
  return /^(?:getPathname|getRealPath|getPath|path)$/u.test(method) && /(?:^|\.)files?\b/u.test(source);
}

function writtenText(node: SyntaxNode): string {
  if (node.type === "text") return node.value;
  return node.type === "literal" ? node.text : "";
}

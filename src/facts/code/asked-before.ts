import type { CallNode, IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath } from "../syntax/walk.ts";
import { leaves } from "./guards.ts";
import { isRightsHolder, isSomebody } from "./safeguard-subjects.ts";
import { wordsOf } from "./words.ts";

/**
 * The calls of a block whose outcome a refusal behind them asks about, as Go writes it: `err := permissions.View(user, id)`
 * and `allowed, err := auth.CanI(…)`, with `if err != nil` or `if !allowed` below.
 */
export function askedBefore(children: readonly SyntaxNode[]): Map<IfNode, CallNode> {
  const asked = new Map<IfNode, CallNode>();
  const made = new Map<string, CallNode>();
  for (const child of children.flatMap(assigned)) {
    if (child.type === "assign") {
      for (const name of namesIn(child)) remember(made, name, child.value);
    }
    const call = child.type === "if" && leaves(child.consequence) ? callAsked(child, made) : null;
    if (child.type === "if" && call !== null) asked.set(child, call);
  }
  return asked;
}

/** An assignment of several variables is a group of them. */
function assigned(node: SyntaxNode): readonly SyntaxNode[] {
  return node.type === "group" && node.children.every(({ type }) => type === "assign") ? node.children : [node];
}

function namesIn({ target, outcome = [] }: SyntaxNode & { type: "assign" }): string[] {
  return [target, ...outcome].flatMap((one) => (one.type === "name" && TELLS.test(one.name) ? [one.name] : []));
}

/** Names of what says whether something holds. */
const TELLS = /^(?:err|\w*Err|ok|allowed|permitted|authori[sz]ed|(?:can|may|has|is)(?:[A-Z]\w*)?)$/u;

function remember(made: Map<string, CallNode>, name: string, value: SyntaxNode): void {
  if (value.type === "call") made.set(name, value);
  else made.delete(name);
}

function callAsked({ condition }: IfNode, made: ReadonlyMap<string, CallNode>): CallNode | null {
  for (const part of descendants(condition)) {
    const call = part.type === "name" ? made.get(part.name) : undefined;
    if (call) return call;
  }
  return null;
}

const MAY = / (?:can|cannot|may|allowed|permitted|authori[sz]ed|accessible|visible) /u;
/** True for a question about rights: asked of what knows them all, or of somebody by name as `isAllowed(user, action)`. */
export function asksRights({ callee, arguments: given }: CallNode): boolean {
  const [holder = "", name = ""] = (dottedPath(callee) ?? "").split(".").slice(-2);
  if (callee.type === "member" && isRightsHolder(holder)) return true;
  return MAY.test(wordsOf(name || holder)) && given.some(({ value }) => isSomebody(dottedPath(value) ?? ""));
}

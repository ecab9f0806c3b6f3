import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath } from "../syntax/walk.ts";
import { type Draft, inline, type Recognise } from "./draft.ts";
import { wordsOf } from "./words.ts";

/** Finds calls that can only be there to refuse: what they say of the caller is not looked at. */
export const recogniseDemands: Recognise = (node, flow) => {
  if (node.type !== "group" || flow.handlerOf === null) return [];
  return node.children.flatMap(demanded);
};

const SAYS_WHO = / user (?:is|must be) (?:authenticated|logged in|signed in) /u;

/** `$this->userIsAuthenticated();` of a base class. */
function demanded(node: SyntaxNode): Draft[] {
  if (node.type !== "call" || node.callee.type !== "member" || dottedPath(node.callee.object) !== "this") return [];
  return SAYS_WHO.test(wordsOf(node.callee.property)) ? [inline("authn", node, { callee: node.callee.property })] : [];
}

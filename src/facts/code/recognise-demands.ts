import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath } from "../syntax/walk.ts";
import { type Draft, inline, type Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { aboutIn } from "./owner-comparison.ts";
import { wordsOf } from "./words.ts";

/** Finds calls that can only be there to refuse: what they say of the caller is not looked at. */
export const recogniseDemands: Recognise = (node, flow) => {
  if (node.type !== "group" || flow.handlerOf === null) return [];
  return node.children.flatMap((child) => [...demanded(child), ...rightDemanded(child, flow)]);
};

const DEMANDS_RIGHT =
  / (?:validate|check|ensure|assert|verify|require|authorize|authorise|enforce) (?:\w+ )?(?:can|may|access|permission|permissions|owner|ownership|member|membership|right|rights|allowed|privilege) /u;

/** `await pages.validateCanView(page, user);` throws where the user may not: nothing is done with its answer. */
function rightDemanded(node: SyntaxNode, flow: Flow): Draft[] {
  if (node.type !== "call" || node.callee.type !== "member" || !DEMANDS_RIGHT.test(wordsOf(node.callee.property)))
    return [];
  const values = node.arguments.map(({ value }) => flow.valueOf(value));
  const isAsked = values.some(({ session }) => session) && values.some(({ session }) => !session);
  const about = aboutIn(node, flow);
  const attributes = { callee: flow.calleeOf(node), ...(about === null ? {} : { about }) };
  return isAsked ? [inline("authz", node, attributes), inline("ownership", node, attributes)] : [];
}

const SAYS_WHO = / user (?:is|must be) (?:authenticated|logged in|signed in) /u;

/** `$this->userIsAuthenticated();` of a base class. */
function demanded(node: SyntaxNode): Draft[] {
  if (node.type !== "call" || node.callee.type !== "member" || dottedPath(node.callee.object) !== "this") return [];
  return SAYS_WHO.test(wordsOf(node.callee.property)) ? [inline("authn", node, { callee: node.callee.property })] : [];
}

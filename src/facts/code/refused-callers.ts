import type { CallNode, IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, lastName, longestPaths } from "../syntax/walk.ts";
import { forbids } from "./refused-rights.ts";

/** Codes and statuses by name: `AppErrorCode.UNAUTHORIZED`, `StatusCodes.FORBIDDEN`. */
const CODES =
  /^(?:(?:SC_|HTTP_|HTTP_40[13]_|STATUS_)?(?:FORBIDDEN|UNAUTHORI[SZ]ED)|Status40[13]\w+|(?:NOT_AUTHORI[SZ]ED|NOT_ALLOWED_TO|ACCESS_DENIED|PERMISSION_DENIED|NO_PERMISSIONS?|NO_ACCESS|MISSING_PERMISSIONS?|INSUFFICIENT_(?:PERMISSIONS?|RIGHTS|PRIVILEGES))\w*)$/u;
/** What is said to whoever may not; that a thing is not allowed says nothing of people. */
const SAID =
  /unauthori[sz]ed|^\W*forbidden\W*$|\bnot[ _-](?:authori[sz]ed|permitted to|allowed to)\b|\b(?:access|permission)[ _-]denied\b|\b(?:no|not enough|insufficient|missing|lacks?|lacking|without|have|required)[ _-](?:the )?(?:\w{1,30} )?(?:permissions?|privileges?)\b|\b(?:not|n't) have access\b/iu;
const SENDS = /^(?:redirect|redirect_to|redirectTo|permanentRedirect|sendRedirect|RedirectToAction|Redirect)$/u;
/** Where whoever is not signed in is sent. */
const SIGN_IN =
  /^(?:https?:\/\/[^/]+)?\/?(?:[\w[\]-]{1,40}\/){0,4}(?:login|log-in|signin|sign-in|sign_in|unauthori[sz]ed|forbidden|403)(?:[/?#]|$)/iu;
/** Answers of others and errors that are passed on. */
const ANSWERS =
  /^(?:this\.|self\.)?(?:res|resp|reply|result|upstream|\w*(?:[rR]esponse|[rR]esult|[eE]rror)|err|e|ex|exc|exception|cause)(?:\.|$)/u;

/** True for a refusal that says that the caller may not, whatever its condition asks: an error, a status or a page for strangers. */
export function refusesCaller({ condition, consequence }: IfNode): boolean {
  if (longestPaths(condition).some((path) => ANSWERS.test(path))) return false;
  const steps = consequence.type === "group" ? consequence.children : [consequence];
  return steps.some((step) => (step.type === "exit" || step.type === "call") && contains(step, saysWhom));
}

function saysWhom(node: SyntaxNode): boolean {
  if (node.type === "call") return forbids(node) || sendsToSignIn(node);
  if (node.type === "member") return CODES.test(node.property);
  if (node.type === "literal") return /^40[13]$/u.test(node.text);
  return node.type === "text" && SAID.test(node.value);
}

function sendsToSignIn({ callee, arguments: given }: CallNode): boolean {
  return (
    SENDS.test(lastName(callee) ?? "") && given.some(({ value }) => value.type === "text" && SIGN_IN.test(value.value))
  );
}

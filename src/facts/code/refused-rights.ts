import type { CallNode, IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, descendants, lastName } from "../syntax/walk.ts";
import { decidesRight, isFixed } from "./authority.ts";

const FORBIDDING =
  /^(?:Unauthori[sz]ed|Forbidden|AccessDenied|NotAuthori[sz]ed|PermissionDenied|NoPermission|Authori[sz]ation|NotAllowed|InsufficientPermissions?|MissingPermissions?)\w*$|^(?:Forbid|Http(?:403|401)|SecurityException|accessDenied|denyAccess|forbidden)$/u;
const STATUS =
  /^(?:abort|status|sendStatus|StatusCode|sendError|setStatus|http_response_code|\w*HttpException|ResponseStatusException|setStatusCode|WebApplicationException)$/u;

/**
 * What a condition protects whose refusal says that the caller may not: `ownership` where it asks about a record,
 * `authz` otherwise, and `null` where the refusal or the question is of another kind.
 */
export function rightRefused({ condition, consequence }: IfNode): "ownership" | "authz" | null {
  if (!contains(consequence, forbids)) return null;
  const questions = [...descendants(condition)].filter(isQuestion);
  if (questions.length === 0) return null;
  return questions.some(isAboutRecord) ? "ownership" : "authz";
}

/** True for a call that refuses whoever has no right by its name, or by the status that it is given. */
export function forbids(node: SyntaxNode): boolean {
  if (node.type !== "call") return false;
  const name = lastName(node.callee) ?? "";
  return FORBIDDING.test(name) || (STATUS.test(name) && node.arguments.some(({ value }) => contains(value, is403)));
}

function is403(node: SyntaxNode): boolean {
  if (node.type === "literal") return node.text === "403";
  return node.type === "member" && /^(?:(?:SC_|HTTP_)?FORBIDDEN|Forbidden|Status403Forbidden)$/u.test(node.property);
}

/** `SecurityUtils.canManage(project)` and `user.isAdmin`. */
function isQuestion(node: SyntaxNode): boolean {
  return (node.type === "call" || node.type === "member") && decidesRight(lastName(node) ?? "");
}

function isAboutRecord(node: SyntaxNode): boolean {
  return node.type === "call" && recordsIn(node).length > 0;
}

function recordsIn({ arguments: given }: CallNode): SyntaxNode[] {
  return given.flatMap(({ value }) => (isFixed(value) ? [] : [value]));
}

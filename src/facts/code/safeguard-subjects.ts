import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { comparedIn, rootOf, subjectsOf } from "./subjects.ts";
import { wordsOf } from "./words.ts";

/** What the function is to itself that a safeguard stands in. */
export interface Around {
  /** The function, or `null` at file level. */
  readonly symbol: string | null;
  /** The variable that its method is called on, where the language names it. */
  readonly receiver: string | null;
}

const SOMEBODY =
  /^(?:(?:(?:current|auth|authenticated|acting|session|login)_?)?user(?:_?id)?|uid|caller|viewer|actor|principal|operator|requester|claims|identity|me)$/iu;
/** What a call carries besides what it is about. */
const BESIDE = /^(?:\w*ctx|context|c|w|rw|r|req|request|nil|err|log|logger)$/iu;

/** True for a variable or a field that says who calls. */
export function isSomebody(path: string): boolean {
  return SOMEBODY.test(path.slice(path.lastIndexOf(".") + 1));
}

const RIGHTS_HOLDER =
  / (?:permissions?|perms?|acls?|authz|authorizer|authorization|access control|polic(?:y|ies)|enforcer|rbac) (?:service |checker |manager )?$/u;

/** True for the name of what knows who may do what. */
export function isRightsHolder(name: string): boolean {
  return RIGHTS_HOLDER.test(wordsOf(name));
}

/**
 * Of the values that a check of a right is about, what is not who calls: where only they are, the check is about whoever
 * calls. The receiver of a method and the modules of a file stand for no value.
 */
export function recordOf(paths: readonly string[], { receiver }: Around, imports: ReadonlyMap<string, unknown>) {
  const isValue = (root: string | null) => root !== receiver && !imports.has(root ?? "") && !/^[A-Z]/u.test(root ?? "");
  const given = paths.filter((path) => isValue(rootOf(path)) && !isBeside(path));
  return comparedIn(given[0] ?? null);
}

function isBeside(path: string): boolean {
  return BESIDE.test(path) || isRightsHolder(path) || isOfCaller(path);
}

/** `user`, `user.Role` and `caller.IsAdmin`. */
function isOfCaller(path: string): boolean {
  return SOMEBODY.test(path.split(".")[0] ?? "");
}

/** How often a variable is followed to what it was made from. */
const MOST_STEPS = 3;

/** The variable that another one was made from, as far as the function itself made it; `null` where it made none. */
export function originOf(about: string, made: ReadonlyMap<string, SyntaxNode>, isNoValue: (root: string) => boolean) {
  let root = about;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const value = made.get(root);
    const next = value && subjectsOf(value).flatMap((path) => rootOf(path) ?? []);
    const found = next?.find((one) => one !== root && !isNoValue(one));
    if (found === undefined) break;
    root = found;
  }
  return root === about ? null : root;
}

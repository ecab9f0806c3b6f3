import type { Safeguard } from "../../domain/fact.ts";
import type { AssignNode, CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath, lastName } from "../syntax/walk.ts";
import { canonicalName } from "./canonical-name.ts";
import type { ModuleModel } from "./module-model.ts";
import { rootOf, subjectsOf } from "./subjects.ts";
import { wordsOf } from "./words.ts";

/** What a safeguard is, before it is told where it stands. */
export type Found = Pick<Safeguard, "family" | "what" | "about">;

/** The safeguard that a call of a known library is, or `null`. */
export function knownSafeguard(node: CallNode, module: ModuleModel): Found | null {
  const rules = module.language.calls.safeguards ?? [];
  const name = rules.length === 0 ? null : canonicalName(node.callee, module);
  if (name === null) return null;
  const values = node.arguments.flatMap(({ value }) => subjectsOf(value));
  const given = values.find((path) => !module.imports.has(rootOf(path) ?? "")) ?? "";
  const rule = rules.find(
    (one) => one.callee.test(name) && (one.given?.test(given) ?? true) && (one.rooted !== true || isRooted(node)),
  );
  return rule ? { family: rule.family, what: dottedPath(node.callee) ?? name, about: rootOf(given) } : null;
}

/** `c.CheckToken(r)` looks for the token of a request itself. */
export function tokenDemanded(node: CallNode): Found | null {
  const [given] = node.arguments;
  const isOfRequest = given?.value.type === "name" && /^(?:r|req|request|c|ctx)$/u.test(given.value.name);
  const name = lastName(node.callee) ?? "";
  if (!isOfRequest || !/^ (?:check|verify|validate|require) (?:\w+ ){0,2}token $/u.test(wordsOf(name))) return null;
  return { family: "identity", what: dottedPath(node.callee) ?? name, about: null };
}

/** `path.Clean("/" + name)` and `path.Clean(path.Join("/", name))` lead out of nothing. */
function isRooted({ arguments: given }: CallNode): boolean {
  return given.some(({ value }) => beginsWithSlash(value));
}

function beginsWithSlash(node: SyntaxNode): boolean {
  if (node.type === "text") return node.value.startsWith("/");
  if (node.type === "binary") return node.operator === "+" && beginsWithSlash(node.left);
  const [first] = node.type === "call" && lastName(node.callee) === "Join" ? node.arguments : [];
  return first !== undefined && beginsWithSlash(first.value);
}

const POWER = /^ (?:is )?(?:admin|administrator|super ?admin|super ?user|root|staff|owner|sysadmin|moderator) $/u;

/** `user.Perm.Admin = false`: whoever the record stands for has no such power, whatever was said of it before. */
export function rightTaken({ target, value }: AssignNode): Found | null {
  if (target.type !== "member" || value.type !== "literal" || value.text !== "false") return null;
  const path = dottedPath(target);
  if (path === null || !POWER.test(wordsOf(target.property))) return null;
  return { family: "permission", what: path, about: rootOf(path) };
}

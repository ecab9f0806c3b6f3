import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, lastName } from "../syntax/walk.ts";
import { flatten } from "./route-arguments.ts";
import type { RouteScan } from "./route-scan.ts";

/** `@permission_classes([IsAuthenticated])` stands for what it lists. */
export function openPermissions(decorator: SyntaxNode): SyntaxNode[] {
  return permissionsIn(decorator)?.flatMap(asked) ?? [decorator];
}

/** What a view class requires: its mixins, and its `permission_classes`. */
export function classGuards(className: string, scan: RouteScan): SyntaxNode[] {
  for (const node of descendants(scan.module.root)) {
    if (node.type !== "class" || node.name !== className) continue;
    const mixins = node.bases.filter((base) => lastName(base)?.endsWith("Mixin"));
    return [...mixins, ...flatten(permissionsOf(node.body)).flatMap(asked)];
  }
  return [];
}

/** True when a view class says itself that callers need not sign in. */
export function letsAnyoneIn(className: string, scan: RouteScan): boolean {
  const found = [...descendants(scan.module.root)].find((node) => node.type === "class" && node.name === className);
  return found?.type === "class" && permissionsOf(found.body).some(opens);
}

/** True when a decorator says that callers need not sign in. */
export function opensView(decorator: SyntaxNode): boolean {
  const permissions = permissionsIn(decorator);
  return permissions !== null && (permissions.length === 0 || permissions.some((one) => lastName(one) === "AllowAny"));
}

/** The class of a permission without the module, whose name says nothing; `AllowAny` asks for nothing. */
function asked(permission: SyntaxNode): SyntaxNode[] {
  const name = lastName(permission);
  const { startLine, endLine, offset } = permission;
  if (name === "AllowAny") return [];
  return permission.type === "member" && name !== null
    ? [{ type: "name", name, startLine, endLine, offset }]
    : [permission];
}

function permissionsIn(decorator: SyntaxNode): SyntaxNode[] | null {
  if (decorator.type !== "call" || lastName(decorator.callee) !== "permission_classes") return null;
  return flatten(decorator.arguments.map(({ value }) => value));
}

function permissionsOf(body: SyntaxNode): SyntaxNode[] {
  return [...descendants(body)].flatMap((one) =>
    one.type === "assign" && lastName(one.target) === "permission_classes" ? [one.value] : [],
  );
}

function opens(value: SyntaxNode): boolean {
  const listed = flatten([value]);
  return listed.length === 0 || listed.some((one) => lastName(one) === "AllowAny");
}

import type { NameNode, SyntaxNode } from "../syntax/syntax-node.ts";

/** A name as the module that provides it knows it. */
export interface ImportedName {
  readonly module: string;
  /** `default`, `*` or the exported name. */
  readonly name: string;
}

/** The names that an expression may use: a module's, or a function's on top of them. */
export interface Names {
  readonly imports: ReadonlyMap<string, ImportedName>;
  /** The value that a variable was last given. */
  readonly constants: { get(name: string): SyntaxNode | undefined };
}

const MAX_ALIASES = 3;

/**
 * The name of what an expression refers to, with imports and top-level instances resolved: `exec` imported from
 * `node:child_process` is `child_process.exec`, and `db.query` on `const db = new Pool()` is `pg.Pool().query`.
 * Unresolved names stay as written; `null` for anything that is not a name, member or call.
 */
export function canonicalName(node: SyntaxNode, names: Names, aliases = MAX_ALIASES): string | null {
  if (node.type === "name") return canonicalOf(node, names, aliases);
  if (node.type === "member") {
    const object = canonicalName(node.object, names, aliases);
    return object === null ? null : `${object}.${node.property}`;
  }
  if (node.type !== "call") return null;
  const required = requiredModule(node);
  if (required !== null) return importedName(required, "*");
  const [wrapped] = node.arguments;
  if (wrapped && isWrapper(node.callee)) return canonicalName(wrapped.value, names, aliases);
  const callee = canonicalName(node.callee, names, aliases);
  return callee === null ? null : `${callee}()`;
}

function canonicalOf({ name, fixed }: NameNode, names: Names, aliases: number): string {
  const imported = names.imports.get(name);
  if (imported) return importedName(imported.module, imported.name);
  const value = fixed ? undefined : names.constants.get(name);
  if (!value || aliases === 0) return name;
  return aliasOf(value, names, aliases - 1) ?? name;
}

/**
 * Follows a top-level variable when it leads to an import; other values keep the variable's own name. Of one of two modules,
 * as in `isPlain ? http : https`, the first stands for both.
 */
function aliasOf(value: SyntaxNode, names: Names, aliases: number): string | null {
  if (value.type === "if") {
    const [one, other] = [value.consequence, value.alternative].map(
      (either) => either && aliasOf(either, names, aliases),
    );
    return other ? (one ?? null) : null;
  }
  const root = rootName(value);
  if (root === null) return null;
  const known = names.imports.has(root) || names.constants.get(root) !== undefined || value.type === "call";
  return known ? canonicalName(value, names, aliases) : null;
}

/** The module of `require("x")`, or `null`. */
export function requiredModule(node: SyntaxNode): string | null {
  if (node.type !== "call" || node.callee.type !== "name") return null;
  const [argument] = node.arguments;
  return node.callee.name === "require" && argument?.value.type === "text" ? argument.value.value : null;
}

/** `promisify(exec)` does what `exec` does. */
function isWrapper(callee: SyntaxNode): boolean {
  const name = callee.type === "member" ? callee.property : callee.type === "name" ? callee.name : "";
  return name === "promisify";
}

function rootName(node: SyntaxNode): string | null {
  if (node.type === "name") return node.name;
  if (node.type === "member") return rootName(node.object);
  return node.type === "call" ? rootName(node.callee) : null;
}

function importedName(module: string, name: string): string {
  const plain = module.replace(/^node:/u, "");
  return name === "*" || name === "default" ? plain : `${plain}.${name}`;
}

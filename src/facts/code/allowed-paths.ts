import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath, longestPaths } from "../syntax/walk.ts";
import { harmless, type Value } from "./value.ts";

/** What a function knows of its variables at a point. */
interface Known {
  readonly values: { get: (name: string) => Value | undefined; set: (name: string, value: Value) => unknown };
  readonly definitions: { get: (name: string) => SyntaxNode | undefined };
}

/** Paths such as `url` or `req.query.kind` that were compared with an allow-list before this point. */
export class AllowedPaths {
  private readonly paths = new Set<string>();
  private readonly known: Known;

  constructor(known: Known) {
    this.known = known;
  }

  has(path: string): boolean {
    return this.paths.has(path);
  }

  /** A tested variable is harmless, and so is what it was made from: `const parsed = new URL(url)`. */
  allow(path: string): void {
    this.paths.add(path);
    const root = rootOf(path);
    const definition = this.known.definitions.get(root);
    if (root !== path && !path.includes("()") && !isTakenApart(definition)) return;
    for (const name of [root, ...(definition ? longestPaths(definition) : [])]) {
      const value = this.known.values.get(name);
      if (value && (value.source !== null || value.packed)) this.known.values.set(name, harmless(value));
      else if (name.includes(".")) this.paths.add(name);
    }
  }

  /** Takes back what an `if` allowed, with what the variables held before it. */
  disallow(path: string, before: ReadonlyMap<string, Value>): void {
    this.paths.delete(path);
    const value = before.get(rootOf(path));
    if (value) this.known.values.set(rootOf(path), value);
  }
}

/** What is tested of `new URL(url)` says something of the whole; a field of a record says nothing of the others. */
function isTakenApart(definition: SyntaxNode | undefined): boolean {
  return definition?.type === "call" && /url|uri|parse|path/iu.test(dottedPath(definition.callee) ?? "");
}

function rootOf(path: string): string {
  return path.split(".")[0] ?? path;
}

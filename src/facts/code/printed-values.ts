import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath, lastName } from "../syntax/walk.ts";
import type { Draft, Recognise } from "./draft.ts";
import type { ModuleModel } from "./module-model.ts";
import { ENCODES, madeForPages } from "./printed-safeguards.ts";

/** What the templates of a file print through an encoder; a file is asked many times. */
const encodedIn = new WeakMap<ModuleModel, ReadonlySet<string>>();

/** Finds values that a template prints as they are here and encoded elsewhere: one of the two was forgotten. */
export const recognisePrinted: Recognise = (node, { context: { module } }) => {
  if (node.type !== "call" || lastName(node.callee) !== "echo" || module.language.id !== "php") return [];
  return node.arguments.flatMap(({ value }): Draft[] => {
    const path = value.type === "member" || value.type === "name" ? dottedPath(value) : null;
    if (path === null || !encodedPaths(module).has(path)) return [];
    const attributes = { tainted: false, source: path, built: "dynamic", format: "raw" };
    return [{ kind: "sink", name: "html", at: node, attributes }];
  });
};

function encodedPaths(module: ModuleModel): ReadonlySet<string> {
  const known = encodedIn.get(module);
  if (known) return known;
  const calls = [...descendants(module.root)].filter((node) => node.type === "call");
  const made = madeForPages(module.root);
  const encoded = calls.filter(escapes).flatMap((call) => dottedPath(firstOf(call)) ?? []);
  const paths = new Set(encoded.filter((path) => !made.has(`$${path}`)));
  encodedIn.set(module, paths);
  return paths;
}

function escapes({ callee, arguments: given }: CallNode): boolean {
  return ENCODES.test(lastName(callee) ?? "") && given.length > 0;
}

function firstOf({ arguments: [first], callee }: CallNode): SyntaxNode {
  return first?.value ?? callee;
}

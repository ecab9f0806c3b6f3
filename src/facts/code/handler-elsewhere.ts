import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants, dottedPath, lastName } from "../syntax/walk.ts";
import type { Reference } from "./code-facts.ts";
import { membersOf } from "./declared-types.ts";
import type { ModuleModel, NamedFunction } from "./module-model.ts";
import { referenceIn } from "./references.ts";

type TypeReference = Pick<Reference, "module" | "name">;

/**
 * The functions of other files that may be what a route names as its handler, the likeliest first: an import, a function
 * that needs none in this language, a method of what a variable is declared to be, or any of these inside a wrapper.
 */
export function handlersElsewhere(node: SyntaxNode, module: ModuleModel): Reference[] {
  if (node.type === "call") return wrappedElsewhere(node, module);
  const found = namedElsewhere(node, module);
  return found === null ? [] : [found];
}

function namedElsewhere(node: SyntaxNode, module: ModuleModel): Reference | null {
  const imported = referenceIn(node, module);
  if (imported !== null || module.language.sharedNames !== "folder") return imported;
  if (node.type === "name") return { module: "", name: node.name, property: null };
  const owner = node.type === "member" ? ownerOf(node.object, module) : null;
  return node.type === "member" && owner !== null ? { ...owner, property: node.property } : null;
}

/** What another file adds to a router that it is given: `registerInvoices(api)`, `invoices.Routes(api)`. */
export function mountedElsewhere(node: SyntaxNode, module: ModuleModel): Reference | null {
  const name = dottedPath(node) ?? "";
  const isOwn = /^[@.]/u.test(name) || module.symbols.has(name);
  return isOwn ? referenceIn(node, module) : (handlersElsewhere(node, module)[0] ?? null);
}

/** Names of functions that make a handler out of what they are given, rather than wrap one. */
const MAKER = /^(?!wrap|with|adapt|to[A-Z]|as[A-Z])\w*(?:Handler|Endpoint|Action|View)$/u;

/** `wrap(list)` stands for `list`, `list()` and `listHandler(store)` for what they make. */
function wrappedElsewhere(node: CallNode, module: ModuleModel): Reference[] {
  if (module.language.sharedNames !== "folder") return [referenceIn(node, module) ?? []].flat();
  const given = node.arguments.map(({ value }) => value).toReversed();
  const handlers = given.filter(({ type }) => type === "name" || type === "member" || type === "call");
  const makes = given.length === 0 || MAKER.test(lastName(node.callee) ?? "");
  return [...handlers, ...(makes ? [node.callee] : [])].flatMap((one) => handlersElsewhere(one, module));
}

/** The type of what a handler is a method of. */
function ownerOf(node: SyntaxNode, module: ModuleModel): TypeReference | null {
  if (node.type === "name") return variableType(node, module);
  const owner = node.type === "member" ? ownerOf(node.object, module) : null;
  if (node.type !== "member" || owner === null || owner.module !== "") return null;
  return fieldType(owner.name, node.property, module);
}

function variableType({ name, offset }: SyntaxNode & { type: "name" }, module: ModuleModel): TypeReference | null {
  const around = module.functions.find(({ node }) => node.offset <= offset && contains(node, offset));
  if (!around) return null;
  const isReceiver = around.className !== null && around.node.receiver === name;
  return isReceiver ? { module: "", name: around.className } : declaredType(name, around, module);
}

function contains(node: SyntaxNode, offset: number): boolean {
  return [...descendants(node)].some((one) => one.offset === offset);
}

function declaredType(name: string, { node }: NamedFunction, module: ModuleModel): TypeReference | null {
  const parameter = node.parameters.find(({ pattern }) => pattern.type === "name" && pattern.name === name);
  if (parameter) return parameter.annotation?.type === "name" ? typeReference(parameter.annotation.name, module) : null;
  const made = [...descendants(node.body)].find((one) => one.type === "assign" && dottedPath(one.target) === name);
  const maker = made?.type === "assign" && made.value.type === "call" ? dottedPath(made.value.callee) : null;
  return maker === null ? null : typeReference(maker.replace(/(^|\.)New(?=[A-Z])/u, "$1"), module);
}

function fieldType(owner: string, field: string, module: ModuleModel): TypeReference | null {
  for (const one of descendants(module.root)) {
    if (one.type !== "class" || one.name !== owner) continue;
    const found = membersOf(one.body).find((member) => member.type === "assign" && dottedPath(member.target) === field);
    if (found?.type === "assign" && found.annotation?.type === "name")
      return typeReference(found.annotation.name, module);
  }
  return null;
}

/** `handlers.Invoices` is a type of the package that the file imports by that name. */
function typeReference(written: string, { imports }: ModuleModel): TypeReference | null {
  const [first = "", second] = written.split(".");
  if (second === undefined) return { module: "", name: first };
  const imported = imports.get(first);
  return imported ? { module: imported.module, name: second } : null;
}

import { linesOf } from "../../domain/change-set.ts";
import type { SourceFile } from "../fact-reader.ts";
import { extensionOf } from "../file-role.ts";
import type { Language } from "../languages/languages.ts";
import { parseSource } from "../syntax/parse-source.ts";
import type {
  AssignNode,
  CallNode,
  ExportNode,
  FunctionNode,
  ImportNode,
  NameNode,
  ObjectNode,
  SyntaxNode,
} from "../syntax/syntax-node.ts";
import { childrenOf, descendants, dottedPath } from "../syntax/walk.ts";
import { componentScript, isComponent } from "./component-script.ts";
import { fieldTypesIn } from "./declared-types.ts";
import { type ImportedName, requiredModule } from "./canonical-name.ts";
import { type WrappedFunction, wrappedFunction } from "./wrapped-functions.ts";

/** A function with a name that other code can use. */
export interface NamedFunction {
  /** `name`, or `Class.name` for a member. */
  readonly symbol: string;
  readonly className: string | null;
  readonly node: FunctionNode;
  /** Calls that it, or what it gives back, is wrapped in where it is written, such as `withAdmin`. */
  readonly wrappers: readonly SyntaxNode[];
}

/** One parsed file with its names resolved as far as the file itself tells. */
export interface ModuleModel {
  readonly file: SourceFile;
  readonly language: Language;
  readonly lines: readonly string[];
  readonly root: SyntaxNode;
  readonly imports: ReadonlyMap<string, ImportedName>;
  readonly functions: readonly NamedFunction[];
  /** The symbols of the functions. */
  readonly symbols: ReadonlySet<string>;
  /** Names of what each class extends or implements. */
  readonly hierarchy: ReadonlyMap<string, readonly string[]>;
  /** Types of fields, by `Class.field`. */
  readonly fieldTypes: ReadonlyMap<string, string>;
  /** Values of the variables that are assigned at the top level. */
  readonly constants: ReadonlyMap<string, SyntaxNode>;
  /** Local name by exported name. */
  readonly exports: ReadonlyMap<string, string>;
  /** What is passed on from other modules, by exported name; names that start with `*` stand for whole modules. */
  readonly passedOn: ReadonlyMap<string, ImportedName>;
}

/** Parses a file and collects its imports, functions, top-level values and exports. */
export function modelModule(file: SourceFile, language: Language): ModuleModel {
  const code = isComponent(file.path) ? componentScript(file.text) : file.text;
  const root = parseSource(code, extensionOf(file.path), language.grammar);
  const names = new NameCollector(language.id === "javascript");
  names.collect(root, null);
  names.collectInner(root);
  return {
    file,
    language,
    lines: linesOf(file.text),
    root,
    imports: names.imports,
    functions: names.functions,
    symbols: new Set(names.functions.map(({ symbol }) => symbol)),
    hierarchy: hierarchyIn(root),
    fieldTypes: fieldTypesIn(root),
    constants: names.constants,
    exports: names.exports,
    passedOn: names.passedOn,
  };
}

function hierarchyIn(root: SyntaxNode): Map<string, string[]> {
  const classes = new Map<string, string[]>();
  for (const node of descendants(root)) {
    if (node.type === "class" && node.name !== null) classes.set(node.name, node.bases.flatMap(namesOfBase));
  }
  return classes;
}

function namesOfBase(base: SyntaxNode): string[] {
  return [...descendants(base)].flatMap((node) => (node.type === "name" ? [node.name] : []));
}

/** Collects names from the statements of a module; function bodies give imports and instances only. */
class NameCollector {
  /** Whether fields of objects hold functions as classes elsewhere have methods. */
  private readonly hasHeld: boolean;
  readonly imports = new Map<string, ImportedName>();
  readonly functions: NamedFunction[] = [];
  readonly constants = new Map<string, SyntaxNode>();
  readonly exports = new Map<string, string>();
  readonly passedOn = new Map<string, ImportedName>();

  constructor(hasHeld: boolean) {
    this.hasHeld = hasHeld;
  }

  collect(node: SyntaxNode, className: string | null): void {
    if (node.type === "import") this.collectImport(node);
    else if (node.type === "function") this.collectFunction(wrappedFunction(node), node.name, className);
    else if (node.type === "class") this.collect(node.body, node.name);
    else if (node.type === "assign") this.collectAssignment(node, className);
    else if (node.type === "export") this.collectExport(node, className);
    else if (node.type === "call") this.collectLoaded(node);
    else for (const child of childrenOf(node)) this.collect(child, className);
  }

  /** Imports and `new Service()` inside functions, as applications that are built by a function have them. */
  collectInner(root: SyntaxNode): void {
    for (const node of descendants(root)) {
      if (node.type === "import") this.collectImport(node);
      if (node.type !== "assign") continue;
      const required = requiredModule(node.value);
      if (required !== null) this.collectRequired(node.target, required);
      else if (isInstance(node) && !this.constants.has(node.target.name))
        this.constants.set(node.target.name, node.value);
    }
  }

  /** `require "sinatra"` gives no name, but says what the file uses. */
  private collectLoaded(node: CallNode): void {
    const module = requiredModule(node);
    if (module !== null && !this.imports.has(module)) this.imports.set(module, { module, name: "*" });
  }

  private collectImport(node: ImportNode): void {
    for (const { local, imported } of node.names) {
      if (!this.imports.has(local)) this.imports.set(local, { module: node.module, name: imported });
    }
  }

  private collectFunction(wrapped: WrappedFunction | null, name: string | null, className: string | null): void {
    if (name === null || wrapped === null) return;
    this.functions.push({ symbol: className === null ? name : `${className}.${name}`, className, ...wrapped });
    if (className === null) this.collectMethods(wrapped.node, name);
  }

  /** `this.show = (request, response) => …` inside a constructor function, and what a module adds to what it is given. */
  private collectMethods({ body, parameters }: FunctionNode, owner: string): void {
    const statements = body.type === "group" ? body.children : [body];
    const added = owner === "default" && this.hasHeld ? addedTo(parameters, statements) : [];
    for (const node of statements) {
      if (node.type === "assign" && holderOf(node) === "this") this.collectMember(node, owner);
      // Beside what a module adds stand the functions that it keeps for that.
      else if (node.type === "function" && added.length > 0)
        this.collectFunction(wrappedFunction(node), node.name, null);
    }
    for (const node of added) this.collectOffered(node);
  }

  /** `User.create = async (data) => …` */
  private collectMember({ target, value }: AssignNode, owner: string): void {
    if (target.type === "member") this.collectFunction(wrappedFunction(value), target.property, owner);
  }

  private collectOffered(node: AssignNode): void {
    const holder = holderOf(node);
    if (holder === null || node.target.type !== "member") return;
    this.collectMember(node, holder);
    const { property } = node.target;
    const local = wrappedFunction(node.value) === null ? dottedPath(node.value) : `${holder}.${property}`;
    if (local !== null && !this.exports.has(property)) this.exports.set(property, local);
  }

  private collectExport(node: ExportNode, className: string | null): void {
    if (node.module === null) for (const { local, exported } of node.names) this.exports.set(exported, local);
    else this.collectPassedOn(node, node.module);
    if (node.declaration !== null) this.collectExported(node.declaration, node.isDefault, className);
  }

  private collectPassedOn({ names }: ExportNode, module: string): void {
    for (const { local, exported } of names) this.passedOn.set(exported, { module, name: local });
    if (names.length === 0) this.passedOn.set(`* ${module}`, { module, name: "*" });
  }

  private collectExported(declaration: SyntaxNode, isDefault: boolean, className: string | null): void {
    if (isDefault) this.exports.set("default", declaredName(declaration) ?? "default");
    if (isDefault && declaration.type === "object") this.collectExportedObject(declaration);
    else for (const name of declaredNames(declaration)) this.exports.set(name, name);
    if (isDefault && declaration.type === "call") {
      this.collectFunction(wrappedFunction(declaration), "default", className);
    }
    const unnamed = declaration.type === "function" && declaration.name === null;
    this.collect(unnamed ? { ...declaration, name: "default" } : declaration, className);
  }

  private collectAssignment(node: AssignNode, className: string | null): void {
    const required = requiredModule(node.value);
    const exported = commonExportName(node.target);
    if (required !== null && exported !== null) this.passedOn.set(exported, { module: required, name: "*" });
    if (required !== null) return this.collectRequired(node.target, required);
    if (exported !== null) return this.collectCommonExport(exported, node.value);
    if (node.target.type === "name") this.collectVariable(node.target.name, node.value, className);
    else if (className === null && this.hasHeld) this.collectHeld(node);
  }

  /** What is assigned to a field of an object of the file. */
  private collectHeld(node: AssignNode): void {
    const holder = holderOf(node);
    const object = holder === null ? null : this.constants.get(holder);
    if (object && commonExportName(object) === "default") this.collectOffered(node);
    else if (holder !== null) this.collectMember(node, holder);
  }

  private collectVariable(name: string, value: SyntaxNode, className: string | null): void {
    this.collectFunction(wrappedFunction(value), name, className);
    if (className === null || isConstant(name)) this.constants.set(name, value);
    if (value.type === "object") this.collectMembers(value, name);
  }

  /** Functions in an object literal, as services and controllers are often written. */
  private collectMembers(value: ObjectNode, owner: string): void {
    for (const { key, value: member } of value.entries) {
      this.collectFunction(wrappedFunction(member), key, owner);
    }
  }

  private collectRequired(target: SyntaxNode, module: string): void {
    if (target.type === "name") this.imports.set(target.name, { module, name: "*" });
    if (target.type !== "object") return;
    for (const { key, value } of target.entries) {
      if (key !== null && value.type === "name") this.imports.set(value.name, { module, name: key });
    }
  }

  private collectCommonExport(name: string, value: SyntaxNode): void {
    if (name === "default" && value.type === "object") return this.collectExportedObject(value);
    this.exports.set(name, dottedPath(value) ?? name);
    if (value.type === "function") this.collectFunction(wrappedFunction(value), name, null);
  }

  private collectExportedObject(value: ObjectNode): void {
    for (const { key, value: member } of value.entries) {
      if (key !== null && !this.exports.has(key)) this.exports.set(key, dottedPath(member) ?? key);
      if (member.type === "function") this.collectFunction(wrappedFunction(member), key, null);
    }
  }
}

/** Constants have their values wherever they stand. */
function isConstant(name: string): boolean {
  return /^[A-Z][A-Z\d_]*$/u.test(name);
}

function isInstance(node: AssignNode): node is AssignNode & { readonly target: NameNode } {
  return node.target.type === "name" && node.value.type === "call" && node.value.construct;
}

/** A request and an answer are given things too, but by no module. */
const OF_HANDLERS = /^(?:_?req|request|_?res|response|reply|ctx|context|event|c|h|next)$/u;

/** What a module adds to the one thing that it is given: `Users.find = …` in `module.exports = (Users) => { … }`. */
function addedTo(parameters: FunctionNode["parameters"], statements: readonly SyntaxNode[]): AssignNode[] {
  const [first, ...others] = parameters;
  const given = first ? dottedPath(first.pattern) : null;
  // A handler takes more than one thing.
  if (given === null || others.length > 0 || OF_HANDLERS.test(given)) return [];
  const isAdded = (node: SyntaxNode): node is AssignNode =>
    node.type === "assign" && holderOf(node) === given && wrappedFunction(node.value) !== null;
  return statements.filter(isAdded);
}

/** `User` for `User.create = …` and `User.prototype.create = …`, else `null`. */
function holderOf(node: SyntaxNode): string | null {
  const path = node.type === "assign" && node.target.type === "member" ? dottedPath(node.target.object) : null;
  return /^([\w$]+)(?:\.prototype)?$/u.exec(path ?? "")?.[1] ?? null;
}

/** `default` for `module.exports`, `x` for `exports.x` and `module.exports.x`, else `null`. */
function commonExportName(target: SyntaxNode): string | null {
  const path = dottedPath(target);
  if (path === "module.exports") return "default";
  return /^(?:module\.)?exports\.([\w$]+)$/u.exec(path ?? "")?.[1] ?? null;
}

function declaredName(node: SyntaxNode): string | null {
  if (node.type === "function" || node.type === "class" || node.type === "name") return node.name;
  return null;
}

function declaredNames(node: SyntaxNode): string[] {
  const own = declaredName(node);
  if (own !== null) return [own];
  if (node.type === "assign") return node.target.type === "name" ? [node.target.name] : [];
  return node.type === "group" ? node.children.flatMap(declaredNames) : [];
}

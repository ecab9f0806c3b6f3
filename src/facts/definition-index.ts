import type { CodeFacts, Reference } from "./code/code-facts.ts";
import type { Definition } from "./definitions.ts";
import { extensionOf } from "./file-role.ts";
import { type Language, languageFor } from "./languages/languages.ts";

/** How many base classes up a method is looked for. */
const MAX_BASES = 4;

/**
 * Finds what a name means by the name alone, for languages whose names need no import, imports that name a package of
 * the project, and methods that a class inherits or an interface leaves to others. What several files in view of the
 * same language define is nobody's, unless one of them stands in the importer's own folder.
 */
export class DefinitionIndex {
  private readonly functions = new Map<string, CodeFacts[]>();
  private readonly classes = new Map<string, CodeFacts[]>();
  /** Classes by the name of what they extend or implement. */
  private readonly heirs = new Map<string, Definition[]>();

  constructor(files: readonly CodeFacts[]) {
    for (const file of files) this.add(file);
  }

  private add(file: CodeFacts): void {
    const family = familyOf(file);
    for (const symbol of file.links.functions.keys()) push(this.functions, `${family} ${symbol}`, file);
    for (const [name, bases] of file.links.hierarchy) {
      push(this.classes, `${family} ${name}`, file);
      for (const base of bases) push(this.heirs, `${family} ${base}`, { file, symbol: name });
    }
  }

  /** The one definition that a reference can mean, or `null`. */
  definitionOf(importer: CodeFacts, { module, name, property }: Reference, bases = MAX_BASES): Definition | null {
    if (name === "default" || module.startsWith(".")) return null;
    if (name === "*") return property === null ? null : this.plain(importer, module, property);
    if (property === null) return this.plain(importer, module, name);
    const owner = this.chosen(this.classes, { importer, module, symbol: name });
    if (owner !== null) return this.methodOf(owner, property, bases);
    return this.plain(importer, module, `${name}.${property}`) ?? this.implemented(familyOf(importer), name, property);
  }

  /** Where a method stands that the class it was looked for in does not define itself. */
  ofOtherClass({ file, symbol }: Definition): Definition | null {
    const [owner = "", property] = symbol.split(".");
    const isClass = property !== undefined && file.links.hierarchy.has(owner);
    return isClass ? this.methodOf({ file, symbol: owner }, property, MAX_BASES) : null;
  }

  private plain(importer: CodeFacts, module: string, symbol: string): Definition | null {
    const sought = { importer, module, symbol };
    return this.chosen(this.functions, sought) ?? this.chosen(this.classes, sought);
  }

  /** A method of a class itself, of what it extends, or of the only class that implements it. */
  private methodOf(owner: Definition, property: string, bases: number): Definition | null {
    const symbol = `${owner.symbol}.${property}`;
    if (owner.file.links.functions.has(symbol)) return { file: owner.file, symbol };
    return this.inherited(owner, property, bases) ?? this.implemented(familyOf(owner.file), owner.symbol, property);
  }

  private inherited({ file, symbol }: Definition, property: string, bases: number): Definition | null {
    if (bases === 0) return null;
    for (const base of file.links.hierarchy.get(symbol) ?? []) {
      const imported = file.links.imports.get(base);
      const reference = { module: imported?.module ?? "", name: imported?.name ?? base, property };
      const named = /^(?:\*|default)$/u.test(reference.name) ? { ...reference, name: base } : reference;
      const found = this.definitionOf(file, { ...named, module: withoutDots(named.module) }, bases - 1);
      if (found) return found;
    }
    return null;
  }

  /** What an interface, which may be out of view, leaves to the only class that implements it. */
  private implemented(family: string, symbol: string, property: string): Definition | null {
    const heirs = this.heirs.get(`${family} ${symbol}`) ?? [];
    const methods = heirs.map((heir) => ({ file: heir.file, symbol: `${heir.symbol}.${property}` }));
    const [only, ...others] = methods.filter((method) => method.file.links.functions.has(method.symbol));
    return only && others.length === 0 ? only : null;
  }

  private chosen(
    known: ReadonlyMap<string, readonly CodeFacts[]>,
    { importer, module, symbol }: { importer: CodeFacts; module: string; symbol: string },
  ): Definition | null {
    const all = known.get(`${familyOf(importer)} ${symbol}`) ?? [];
    const reachable = all.filter((file) => (module === "" ? seesWithoutImport(importer, file) : fits(file, module)));
    const near = reachable.filter((file) => folderOf(file) === folderOf(importer));
    const [only] = reachable.length === 1 ? reachable : near.length === 1 ? near : [];
    return only ? { file: only, symbol } : null;
  }
}

function push<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

function languageOf({ path }: CodeFacts): Language | null {
  return languageFor(extensionOf(path));
}

/** Languages of one family call each other's code by name. */
function familyOf(file: CodeFacts): string {
  const language = languageOf(file);
  return language?.family ?? language?.id ?? "";
}

function seesWithoutImport(importer: CodeFacts, file: CodeFacts): boolean {
  const { sharedNames = "none" } = languageOf(importer) ?? {};
  if (file === importer || sharedNames === "project") return true;
  return sharedNames === "folder" && folderOf(file) === folderOf(importer);
}

function folderOf({ path }: CodeFacts): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** True when the last part of a module's name is the name of the file or of a folder around it. */
function fits({ path }: CodeFacts, module: string): boolean {
  const separator = module.includes("/") ? "/" : /\.|::|\\/u;
  const last = (module.split(separator).at(-1) ?? "").toLowerCase();
  const parts = path.toLowerCase().split("/");
  const stem = (parts.at(-1) ?? "").replace(/\.\w+$/u, "");
  return last !== "" && (stem === last || parts.slice(0, -1).includes(last));
}

/** A base class is looked for by its name, wherever the import says that it stands. */
function withoutDots(module: string): string {
  return module.replace(/^[./]+/u, "");
}

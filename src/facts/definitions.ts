import type { ImportResolver } from "../domain/imports/import-resolver.ts";
import type { CodeFacts, Reference } from "./code/code-facts.ts";
import { DefinitionIndex } from "./definition-index.ts";
import { extensionOf } from "./file-role.ts";
import { languageFor } from "./languages/languages.ts";

/** A name in a file, as that file itself knows it. */
export interface Definition {
  readonly file: CodeFacts;
  readonly symbol: string;
}

const MAX_HOPS = 4;

/** A key that two definitions share when they are the same. */
export function definitionKey({ file, symbol }: Definition): string {
  return `${file.path}\n${symbol}`;
}

/** Finds what the names that files use mean among the files in view. */
export class Definitions {
  private readonly byPath: ReadonlyMap<string, CodeFacts>;
  private readonly resolver: ImportResolver;
  private readonly byName: DefinitionIndex;
  private readonly filesByImport = new Map<string, readonly CodeFacts[]>();
  private readonly known = new Map<string, Definition | null>();

  private classHolders: ReadonlyMap<string, readonly CodeFacts[]> | null = null;

  constructor(byPath: ReadonlyMap<string, CodeFacts>, resolver: ImportResolver) {
    this.byPath = byPath;
    this.resolver = resolver;
    this.byName = new DefinitionIndex([...byPath.values()]);
  }

  /** Where the function that a call means stands: a method may be inherited, or left to what implements an interface. */
  ofCall(importer: CodeFacts, reference: Reference): Definition | null {
    const found = this.of(importer, reference);
    if (found === null || found.file.links.functions.has(found.symbol)) return found;
    return this.byName.ofOtherClass(found) ?? found;
  }

  /** Where a name that a file uses is defined, when it is imported from a file in view. */
  ofName(name: string, path: string): Definition | null {
    const file = this.byPath.get(path);
    const [root = "", property = null] = name.split(".");
    const imported = file?.links.imports.get(root);
    if (!file) return null;
    return this.of(file, imported ? { ...imported, property } : { module: "", name: root, property });
  }

  /** The files in view that have a class of a name, in their order. */
  readonly holdersOfClass = (name: string): readonly CodeFacts[] => {
    this.classHolders ??= holdersByClass(this.byPath.values());
    return this.classHolders.get(name) ?? [];
  };

  /** Where what a file's reference means is defined. */
  of(importer: CodeFacts, reference: Reference, hops = MAX_HOPS): Definition | null {
    const { module, name, property } = reference;
    const key = [importer.path, module, name, property, hops].join("\n");
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = this.find(importer, reference, hops);
    this.known.set(key, found);
    return found;
  }

  private find(importer: CodeFacts, reference: Reference, hops: number): Definition | null {
    if (reference.module === "") return this.byName.definitionOf(importer, reference);
    const found: Definition[] = [];
    for (const file of this.filesOf(importer, reference)) {
      const definition = this.definitionIn(file, reference, hops);
      if (definition !== null && isSure(definition)) return definition;
      if (definition !== null) found.push(definition);
    }
    return found[0] ?? this.submodule(importer, reference) ?? this.byName.definitionOf(importer, reference);
  }

  /** The files in view that an import means in a file, the most likely first. */
  private filesOf(importer: CodeFacts, { module, name }: Pick<Reference, "module" | "name">): readonly CodeFacts[] {
    const key = `${importer.path}\n${module}\n${name}`;
    const known = this.filesByImport.get(key);
    if (known) return known;
    const paths = this.resolver.filesOfImport(importer.path, module, name);
    const files = paths.flatMap((path) => this.byPath.get(path) ?? []);
    this.filesByImport.set(key, files);
    return files;
  }

  /** `from app import invoices` may name a module of the package. */
  private submodule(importer: CodeFacts, { module, name, property }: Reference): Definition | null {
    if (exportsByName(importer) || property === null) return null;
    const joiner = module.endsWith(".") ? "" : ".";
    const [file] = this.filesOf(importer, { module: name === "*" ? module : `${module}${joiner}${name}`, name: "*" });
    return file ? { file, symbol: property } : null;
  }

  private definitionIn(file: CodeFacts, reference: Reference, hops: number): Definition | null {
    if (!exportsByName(file)) return this.importedThere(file, reference, hops) ?? visibleIn(file, reference);
    const { name, property } = reference;
    const exported = name === "*" ? (property ?? "default") : name;
    const local = file.links.exports.get(exported);
    const rest = name === "*" ? null : property;
    if (local !== undefined) return memberOf(file, local, rest);
    return hops === 0 ? null : this.passedOn(file, exported, { rest, hops });
  }

  /** What a file only imports can be imported from it, as packages offer what their modules define. */
  private importedThere(file: CodeFacts, { name, property }: Reference, hops: number): Definition | null {
    const imported = hops === 0 || name === "*" || isDefinedIn(file, name) ? undefined : file.links.imports.get(name);
    return imported ? this.of(file, { ...imported, property }, hops - 1) : null;
  }

  /** Follows `export { x } from` and `export * from`. */
  private passedOn(
    file: CodeFacts,
    exported: string,
    { rest, hops }: { rest: string | null; hops: number },
  ): Definition | null {
    const named = file.links.passedOn.get(exported);
    if (named) return this.of(file, { ...named, property: rest }, hops - 1);
    for (const [key, { module }] of file.links.passedOn) {
      const found = key.startsWith("*") ? this.of(file, { module, name: exported, property: rest }, hops - 1) : null;
      if (found) return found;
    }
    return null;
  }
}

/** `export default { create }` offers the functions of a file under one name. */
function memberOf(file: CodeFacts, local: string, property: string | null): Definition {
  if (property === null) return { file, symbol: local };
  const offered = local === "default" ? file.links.exports.get(property) : undefined;
  const isOffered = offered !== undefined && file.links.functions.has(offered);
  return { file, symbol: isOffered ? offered : `${local}.${property}` };
}

function holdersByClass(files: Iterable<CodeFacts>): Map<string, CodeFacts[]> {
  const holders = new Map<string, CodeFacts[]>();
  for (const file of files) {
    for (const name of file.links.classes.keys()) {
      const list = holders.get(name);
      if (list) list.push(file);
      else holders.set(name, [file]);
    }
  }
  return holders;
}

function exportsByName({ path }: CodeFacts): boolean {
  return languageFor(extensionOf(path))?.exportsByName === true;
}

function isDefinedIn({ links }: CodeFacts, symbol: string): boolean {
  return links.functions.has(symbol) || links.routers.has(symbol);
}

/** Where files say what they export, finding it is proof; elsewhere the file must be seen to define it. */
function isSure({ file, symbol }: Definition): boolean {
  return exportsByName(file) || isDefinedIn(file, symbol);
}

/** Every name of a file can be used, except that of a package: what it seems to hold may be a module of it. */
function visibleIn(file: CodeFacts, { name, property }: Reference): Definition | null {
  if (name === "*") return property === null ? null : { file, symbol: property };
  if (file.path.endsWith("__init__.py") && property !== null) return null;
  return { file, symbol: property === null ? name : `${name}.${property}` };
}

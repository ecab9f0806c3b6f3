import { importLanguageOf } from "./import-languages.ts";
import type { ImportResolver } from "./import-resolver.ts";

/** What one version of a file names of other files. */
export interface FileReferences {
  readonly path: string;
  readonly references: readonly string[];
}

const NONE: ReadonlySet<string> = new Set();

/** Which file imports which, in both directions. A file that both sides have counts once, with the imports of both. */
export class ImportGraph {
  private readonly imports = new Map<string, Set<string>>();
  private readonly importers = new Map<string, Set<string>>();

  constructor(files: Iterable<FileReferences>, resolver: ImportResolver) {
    for (const { path, references } of files) {
      for (const reference of references) {
        for (const target of importedBy(path, reference, resolver)) this.connect(path, target);
      }
    }
  }

  /** The files that a file imports, in the order in which it names them. */
  importsOf(path: string): ReadonlySet<string> {
    return this.imports.get(path) ?? NONE;
  }

  /** The files that import a file. */
  importersOf(path: string): ReadonlySet<string> {
    return this.importers.get(path) ?? NONE;
  }

  private connect(importer: string, imported: string): void {
    if (importer === imported) return;
    addTo(this.imports, importer, imported);
    addTo(this.importers, imported, importer);
  }
}

/** The most likely file, or all of a package where imports name packages. */
function importedBy(path: string, reference: string, resolver: ImportResolver): readonly string[] {
  const files = resolver.filesOf(path, reference);
  return importLanguageOf(path)?.importsPackages === true ? files : files.slice(0, 1);
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

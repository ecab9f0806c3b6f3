import type { RepositoryView } from "./import-language.ts";
import { importLanguageOf } from "./import-languages.ts";
import { type ModuleAlias, ModuleAliases } from "./module-aliases.ts";
import { PathIndex } from "./path-index.ts";
import { resolveTemplate } from "./templates.ts";

const NOTHING: readonly string[] = [];

/** Finds the files of one repository that an import means. The only place where imports are resolved. */
export class ImportResolver {
  private readonly view: RepositoryView;

  constructor(paths: Iterable<string>, aliases: readonly ModuleAlias[]) {
    this.view = { files: new PathIndex(paths), aliases: new ModuleAliases(aliases) };
  }

  /** The files that a reference of a file may mean, the most likely first; empty for what is not of this repository. */
  filesOf(importer: string, reference: string): readonly string[] {
    const template = resolveTemplate(reference, this.view);
    return template ?? importLanguageOf(importer)?.resolve(reference, importer, this.view) ?? NOTHING;
  }

  /** The files of an import that a parser took apart: a name of a module, or `*` for the module itself. */
  filesOfImport(importer: string, module: string, name: string): readonly string[] {
    return this.filesOf(importer, importLanguageOf(importer)?.referenceTo?.(module, name) ?? module);
  }
}

import type { ModuleAliases } from "./module-aliases.ts";
import type { PathIndex } from "./path-index.ts";

/** What an import is looked up in. */
export interface RepositoryView {
  readonly files: PathIndex;
  readonly aliases: ModuleAliases;
}

/** How the code of one family of languages names other files. Works on text: nothing is parsed, and any text is survived. */
export interface ImportLanguage {
  /** Endings of the files that are written in it. */
  readonly extensions: readonly string[];
  /** True when one name may mean several files that all belong to it. */
  readonly importsPackages?: true;
  /** What a text names of other files, in the language's own words, such as `./guards` or `com.acme.Guard`. */
  references(text: string): Iterable<string>;
  /** The same words for a name of a module, or for the module itself (`*`), where they are not the module's own name. */
  referenceTo?(module: string, name: string): string;
  /** The files that one such name means in a file, the most likely first; empty for what is not of this repository. */
  resolve(reference: string, importer: string, view: RepositoryView): readonly string[];
}

/** The first group of every match, without an array of them all. */
export function* firstGroups(text: string, pattern: RegExp): Generator<string> {
  for (const match of text.matchAll(pattern)) yield match[1] ?? "";
}

/** What stands between the lines of a list in braces or brackets, such as `A, B as C`, by first word. */
export function listedNames(list: string): string[] {
  return list
    .split(",")
    .map((entry) => entry.trim().split(/\s/u)[0] ?? "")
    .filter(Boolean);
}

import { firstGroups, type ImportLanguage, listedNames, type RepositoryView } from "./import-language.ts";
import { isOwn } from "./own-files.ts";
import { folderOf, foldersAbove, join, resolvePath } from "./paths.ts";
import { typeNames } from "./type-names.ts";

const USE = /^[ \t]*use[ \t]+(?:function[ \t]+|const[ \t]+)?\\?([\w\\]{1,300})(?:\{([^}]{0,4000})\})?/gmu;
const QUALIFIED = /\\?((?:[A-Z]\w{0,80}\\){1,9}[A-Z]\w{0,80})/gu;
const REQUIRED =
  /\b(?:require|include)(?:_once)?\b[ \t(]{0,9}(?:__DIR__[ \t]{0,9}\.[ \t]{0,9})?["']([^"'\n$]{1,300})["']/gu;
/** `"UserController@show"`, as routes name actions. */
const ACTION = /["'\\](\w{1,80}Controller)@/gu;

/** PHP: files by literal path, classes by the path that autoloading gives them. */
export const php: ImportLanguage = {
  extensions: ["php", "inc", "phtml"],
  *references(text) {
    for (const [, name = "", group] of text.matchAll(USE)) {
      if (group === undefined) yield `\\${name}`;
      else for (const part of listedNames(group)) yield `\\${name}${part}`;
    }
    for (const name of firstGroups(text, QUALIFIED)) yield `\\${name}`;
    for (const path of firstGroups(text, REQUIRED)) yield `./${path}`;
    for (const name of firstGroups(text, ACTION)) yield `@${name}`;
    yield* typeNames(text);
  },
  referenceTo: (module, name) => `\\${name === "*" ? module : `${module}.${name}`}`.replaceAll(".", "\\"),
  resolve: (reference, importer, view) => {
    if (reference.startsWith("./")) return requiredFile(reference, importer, view);
    if (reference.startsWith("\\")) return classFiles(reference.slice(1), importer, view);
    if (reference.startsWith("@")) return only(view.files.endingIn(`${reference.slice(1)}.php`));
    return [join(folderOf(importer), `${reference}.php`)].filter((path) => path !== importer && view.files.has(path));
  },
};

/** A path is tried from the file and, as entry scripts do, from every folder above it. */
function requiredFile(reference: string, importer: string, { files }: RepositoryView): string[] {
  const candidates = foldersAbove(folderOf(importer)).map((folder) => resolvePath(folder, reference));
  return candidates
    .filter((path) => path !== null)
    .filter((path) => files.has(path))
    .slice(0, 1);
}

/** What Composer's settings say, else the longest end of the name that is a path here. */
function classFiles(name: string, importer: string, { files, aliases }: RepositoryView): readonly string[] {
  const named = aliases.targetsOf(name, importer).map((target) => `${target.replaceAll("\\", "/")}.php`);
  const mapped = named.filter((path) => files.has(path));
  if (mapped.length > 0) return mapped;
  const parts = name.split("\\");
  const ends = parts.map((_, index) => `${parts.slice(index).join("/")}.php`);
  const inFolders = ends
    .slice(0, -1)
    .map((end) => files.endingIn(end))
    .find((found) => found.length > 0);
  return only(inFolders ?? files.endingIn(ends.at(-1) ?? ""));
}

/** Two files that fit equally well are nobody's. */
function only(paths: readonly string[]): readonly string[] {
  const own = paths.filter(isOwn);
  return own.length === 1 ? own : [];
}

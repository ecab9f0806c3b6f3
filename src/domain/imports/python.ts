import { firstGroups, type ImportLanguage, listedNames, type RepositoryView } from "./import-language.ts";
import { folderOf, foldersAbove, join, resolvePath, walkBetween } from "./paths.ts";

const FROM =
  /^[ \t]*from[ \t]+(?=[\w.])(\.{0,20})((?:\w[\w.]*)?)[ \t]+import[ \t]+(?:\(([^)]{0,4000})\)|([^#\n]{0,4000}))/gmu;
const IMPORT = /^[ \t]*import[ \t]+([\w., \t]+)/gmu;
/** Modules that frameworks are told by name: `include("shop.urls")`, `MIDDLEWARE = ["shop.middleware.Auth"]`. */
const QUOTED = /["']([a-z_]\w*(?:\.\w+){1,8})["']/gu;

/** Python: relative and absolute names; what is imported from a package may be a module of it. */
export const python: ImportLanguage = {
  extensions: ["py"],
  *references(text) {
    for (const match of text.matchAll(FROM)) yield* importedFrom(match);
    for (const names of firstGroups(text, IMPORT)) yield* listedNames(names);
    for (const name of firstGroups(text, QUOTED)) yield* [name, name.slice(0, name.lastIndexOf("."))];
  },
  resolve: (reference, importer, view) => {
    const dots = /^\.*/u.exec(reference)?.[0].length ?? 0;
    const name = reference.slice(dots).split(".").filter(Boolean).join("/");
    const folder = folderOf(importer);
    if (dots === 0) return absoluteModules(name, folder, view);
    const root = resolvePath(folder, "../".repeat(dots - 1));
    return root === null ? [] : modulesAt(join(root, name), view);
  },
};

function importedFrom([, dots = "", module = "", listed, names = ""]: RegExpMatchArray): string[] {
  const name = dots + module;
  const joiner = module === "" ? "" : ".";
  const parts = listedNames(listed ?? names).filter((part) => part !== "*");
  return [name, ...parts.map((part) => name + joiner + part)];
}

/** An absolute name starts in a folder above the file, or in one that is itself no package, such as `src`. */
function absoluteModules(name: string, folder: string, view: RepositoryView): string[] {
  if (name === "") return [];
  const above = foldersAbove(folder).flatMap((root) => modulesAt(join(root, name), view));
  if (above.length > 0) return [...new Set(above)];
  return ENDINGS.flatMap((ending) => view.files.endingIn(name + ending).map((path) => ({ path, ending })))
    .filter(({ path, ending }) => isRoot(path.slice(0, Math.max(0, path.length - (name + ending).length - 1)), view))
    .map(({ path }) => ({ path, far: walkBetween(folder, folderOf(path)).up }))
    .toSorted((one, other) => one.far - other.far)
    .map(({ path }) => path);
}

function isRoot(folder: string, { files }: RepositoryView): boolean {
  return folder !== "" && !files.has(join(folder, "__init__.py"));
}

const ENDINGS = [".py", "/__init__.py"];

function modulesAt(base: string, { files }: RepositoryView): string[] {
  if (base === "") return [];
  return ENDINGS.map((ending) => base + ending).filter((path) => files.has(path));
}

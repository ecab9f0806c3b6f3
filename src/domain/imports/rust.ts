import { firstGroups, type ImportLanguage, listedNames, type RepositoryView } from "./import-language.ts";
import { fileNameOf, folderOf, foldersAbove, join } from "./paths.ts";

const MODULE = /^[ \t]*(?:pub(?:\([\w: ]{1,80}\))?[ \t]+)?mod[ \t]+(\w{1,80})[ \t]*;/gmu;
const USE = /\buse[ \t]+([\w:]{1,300})(?:\{([^;]{0,4000});)?/gu;
/** `crate::auth::check(…)` without a `use`. */
const INLINE = /\b((?:crate|super)(?:::\w{1,80}){1,8})/gu;

const ROOT_FILES = new Set(["lib.rs", "main.rs", "mod.rs"]);

/** Rust: `mod` names a file beside this one, and paths walk through such modules. */
export const rust: ImportLanguage = {
  extensions: ["rs"],
  *references(text) {
    for (const name of firstGroups(text, MODULE)) yield `self::${name}`;
    for (const [, path = "", group] of text.matchAll(USE)) {
      yield path;
      if (group !== undefined) for (const part of listedNames(group)) yield path + part.replaceAll(/[{}]/gu, "");
    }
    yield* firstGroups(text, INLINE);
  },
  resolve: (reference, importer, view) => {
    const [first = "", ...rest] = reference.split("::").filter(Boolean);
    const start = startOf(first, importer, view);
    return start === null ? [] : walk(start, rest, view).filter((path) => path !== importer);
  },
};

/** The folder in which the modules below a path's first word lie. */
function startOf(first: string, importer: string, view: RepositoryView): string | null {
  const own = moduleFolder(importer);
  if (first === "self") return own;
  if (first === "super") return folderOf(own);
  if (first === "crate") return crateFolder(importer, view);
  const [library] = [first, first.replaceAll("_", "-")].flatMap((name) => view.files.endingIn(`${name}/src/lib.rs`));
  return library === undefined ? null : folderOf(library);
}

function moduleFolder(path: string): string {
  return ROOT_FILES.has(fileNameOf(path)) ? folderOf(path) : path.slice(0, -".rs".length);
}

function crateFolder(importer: string, { files }: RepositoryView): string | null {
  const folders = foldersAbove(folderOf(importer));
  return folders.find((folder) => ["lib.rs", "main.rs"].some((name) => files.has(join(folder, name)))) ?? null;
}

/** The deepest module that the path reaches; what follows is an item in it. */
function walk(start: string, names: readonly string[], { files }: RepositoryView): string[] {
  const depths = names.map((_, index) => join(start, names.slice(0, names.length - index).join("/")));
  const found = depths.map((base) => [`${base}.rs`, `${base}/mod.rs`].filter((path) => files.has(path)));
  return found.find((paths) => paths.length > 0) ?? [`${start}/lib.rs`].filter((path) => files.has(path));
}

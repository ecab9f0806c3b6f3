import { firstGroups, type ImportLanguage, type RepositoryView } from "./import-language.ts";
import { folderOf, foldersAbove, join, resolvePath } from "./paths.ts";

/** `from "x"`, `import "x"`, `import("x")`, `require("x")`. */
const IMPORT = /\b(?:from|import|require)\s{0,9}(?:\(\s{0,99})?["'`]([^"'`\s$]{1,300})["'`]/gu;

const ENDINGS = ["ts", "tsx", "js", "jsx", "mjs", "cjs", "mts", "cts"];
const EMITTED = /\.[cm]?jsx?$/u;
/** Folders that `@/` and `~/` usually stand for. */
const SOURCE_FOLDERS = ["src", "app", ""];

/** JavaScript and TypeScript. */
export const javascript: ImportLanguage = {
  extensions: ENDINGS,
  references: (text) => firstGroups(text, IMPORT),
  resolve: (reference, importer, view) => {
    const found = basesOf(reference, importer, view).flatMap((base) => filesAt(base, view));
    return [...new Set(found)];
  },
};

function basesOf(reference: string, importer: string, { aliases }: RepositoryView): string[] {
  const folder = folderOf(importer);
  if (reference.startsWith(".")) return [resolvePath(folder, reference)].filter((base) => base !== null);
  const named = aliases.targetsOf(reference, importer);
  if (!/^[@~]\//u.test(reference)) return named;
  const roots = foldersAbove(folder).flatMap((root) => SOURCE_FOLDERS.map((source) => join(root, source)));
  return [...named, ...roots.map((root) => join(root, reference.slice(2)))];
}

/** A specifier may name the file, the file that is made of it, leave the ending out, or name a folder. */
function filesAt(base: string, { files }: RepositoryView): string[] {
  const stems = EMITTED.test(base) ? [base, base.replace(EMITTED, "")] : [base];
  const candidates = [
    base,
    ...stems.flatMap((stem) => ENDINGS.map((ending) => `${stem}.${ending}`)),
    ...ENDINGS.map((ending) => join(base, `index.${ending}`)),
  ];
  return candidates.filter((path) => files.has(path));
}

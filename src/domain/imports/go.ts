import type { ImportLanguage, RepositoryView } from "./import-language.ts";
import { folderOf } from "./paths.ts";

const ONE = /^[ \t]*import[ \t]+(?:[\w.]+[ \t]+)?"([^"\n]{1,300})"/gmu;
const BLOCK = /^[ \t]*import[ \t]*\(([^)]{0,20000})\)/gmu;
const QUOTED = /"([^"\n]{1,300})"/gu;
const TEST = /_test\.go$/u;

/** A package of the same folder needs no import. */
const OWN_PACKAGE = ".";

/** Go: an import names a folder, and all files of a folder are one package. */
export const go: ImportLanguage = {
  extensions: ["go"],
  importsPackages: true,
  *references(text) {
    yield OWN_PACKAGE;
    for (const [, path = ""] of text.matchAll(ONE)) yield path;
    for (const [, block = ""] of text.matchAll(BLOCK)) {
      for (const [, path = ""] of block.matchAll(QUOTED)) yield path;
    }
  },
  resolve: (reference, importer, view) => {
    if (reference === OWN_PACKAGE) return packageIn(folderOf(importer), view).filter((path) => path !== importer);
    const named = view.aliases.targetsOf(reference, importer);
    const folders = named.length > 0 || !view.aliases.isEmpty ? named : tailsOf(reference);
    return folders.map((folder) => packageIn(folder, view)).find((files) => files.length > 0) ?? [];
  },
};

/** Without a `go.mod` in view, what follows the host, owner and name of a repository. */
function tailsOf(reference: string): string[] {
  const parts = reference.split("/");
  if (!parts[0]?.includes(".")) return [];
  return parts.map((_, index) => parts.slice(index).join("/")).slice(1);
}

function packageIn(folder: string, { files }: RepositoryView): string[] {
  return files.inFolder(folder).filter((path) => path.endsWith(".go") && !TEST.test(path));
}

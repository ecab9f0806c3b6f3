import { firstGroups, type ImportLanguage, type RepositoryView } from "./import-language.ts";
import { fileNameOf, folderOf, join } from "./paths.ts";
import { typeNames } from "./type-names.ts";

const IMPORT = /^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]{1,300}\*?)/gmu;

const ENDINGS = ["java", "kt", "groovy", "scala"];
/** A wildcard of a large package says nothing about one file. */
const MOST_OF_PACKAGE = 40;

/** Java and its relatives: a class lies in a file of its name, in folders that repeat its package. */
export const jvm: ImportLanguage = {
  extensions: [...ENDINGS, "kts"],
  importsPackages: true,
  *references(text) {
    yield* firstGroups(text, IMPORT);
    yield* typeNames(text);
  },
  referenceTo: (module, name) => `${module}.${name}`,
  resolve: (reference, importer, view) => {
    if (!reference.includes(".")) return filesOf(join(folderOf(importer), reference), view);
    const path = reference.replaceAll(".", "/");
    if (path.endsWith("/*")) return ofPackage(path.slice(0, -2), view);
    return (
      nested(path)
        .map((candidate) => declaring(candidate, view))
        .find((files) => files.length > 0) ?? []
    );
  },
};

/** The class itself, or the one that holds the member or inner class that is imported. */
function nested(path: string): string[] {
  const parts = path.split("/");
  return [path, parts.slice(0, -1).join("/"), parts.slice(0, -2).join("/")].filter((one) => one.includes("/"));
}

function declaring(path: string, { files }: RepositoryView): string[] {
  return ENDINGS.flatMap((ending) => files.endingIn(`${path}.${ending}`));
}

function filesOf(base: string, { files }: RepositoryView): string[] {
  return ENDINGS.map((ending) => `${base}.${ending}`).filter((path) => files.has(path));
}

function ofPackage(folder: string, { files }: RepositoryView): string[] {
  const inside = files.foldersEndingIn(folder).flatMap((found) => [...files.inFolder(found)]);
  const classes = inside.filter((path) => ENDINGS.some((ending) => fileNameOf(path).endsWith(`.${ending}`)));
  return classes.length > MOST_OF_PACKAGE ? [] : classes;
}

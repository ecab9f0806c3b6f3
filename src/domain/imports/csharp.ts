import type { ImportLanguage } from "./import-language.ts";
import { folderOf, walkBetween } from "./paths.ts";
import { typeNames } from "./type-names.ts";

/** A name that more files share, such as `Program`, says nothing. */
const MOST_NAMESAKES = 4;

/** C#: namespaces name no files, but a type usually lies in a file of its name; the nearest one is meant. */
export const csharp: ImportLanguage = {
  extensions: ["cs"],
  references: typeNames,
  resolve: (reference, importer, { files }) => {
    // An attribute is used without the end of its name.
    const named = ["", "Attribute"].flatMap((end) => files.endingIn(`${reference}${end}.cs`));
    const namesakes = named.filter((path) => path !== importer);
    if (namesakes.length > MOST_NAMESAKES) return [];
    return namesakes
      .map((path) => ({ path, walk: walkBetween(folderOf(importer), folderOf(path)) }))
      .toSorted((one, other) => one.walk.up + one.walk.down - other.walk.up - other.walk.down)
      .map(({ path }) => path);
  },
};

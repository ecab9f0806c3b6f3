import type { CodeFacts } from "./code/code-facts.ts";
import { buildScopes } from "./code/build-scopes.ts";
import { modelModule } from "./code/module-model.ts";
import type { FactReader } from "./fact-reader.ts";
import { extensionOf, roleOf } from "./file-role.ts";
import { languageFor } from "./languages/languages.ts";

/** Reads program code in every language that has a grammar. */
export const codeReader: FactReader & { read: (file: Parameters<FactReader["read"]>[0]) => CodeFacts } = {
  id: "code",
  reads: (path) => roleOf(path) === "code" && languageFor(extensionOf(path)) !== null,
  read: (file) => {
    const language = languageFor(extensionOf(file.path));
    if (language === null) throw new Error(`No grammar reads ${file.path}.`);
    return buildScopes(modelModule(file, language));
  },
};

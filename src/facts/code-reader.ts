import type { CodeFacts } from "./code/code-facts.ts";
import { buildScopes } from "./code/build-scopes.ts";
import { isComponent } from "./code/component-script.ts";
import { modelModule } from "./code/module-model.ts";
import type { FactReader, SourceFile } from "./fact-reader.ts";
import { extensionOf, roleOf } from "./file-role.ts";
import { languageFor } from "./languages/languages.ts";
import { canParse } from "./syntax/parse-source.ts";
import { pageFacts } from "./templates/template-reader.ts";

/** The markup of a component says things of its own. */
function withMarkup(file: SourceFile, facts: CodeFacts): CodeFacts {
  if (!isComponent(file.path)) return facts;
  return { ...facts, scopes: [...facts.scopes, ...pageFacts(file).scopes] };
}

/** Reads program code in every language that has a grammar. */
export const codeReader: FactReader & { read: (file: Parameters<FactReader["read"]>[0]) => CodeFacts } = {
  id: "code",
  reads: (path) => roleOf(path) === "code" && languageFor(extensionOf(path)) !== null,
  read: (file) => {
    const extension = extensionOf(file.path);
    const language = languageFor(extension);
    if (language === null) throw new Error(`No grammar reads ${file.path}.`);
    if (!canParse(extension, language.grammar)) throw new Error(`the parser for .${extension} files is not installed`);
    return withMarkup(file, buildScopes(modelModule(file, language)));
  },
};

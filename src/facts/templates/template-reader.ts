import { linesOf } from "../../domain/change-set.ts";
import type { Fact, FileFacts, Scope } from "../../domain/fact.ts";
import { isComponent } from "../code/component-script.ts";
import type { FactReader, SourceFile } from "../fact-reader.ts";
import { roleOf } from "../file-role.ts";
import { escapingOffIn, foreignScriptsIn, plainFormsIn } from "./page-resources.ts";
import { rawOutputsIn } from "./raw-output.ts";
import { type TemplateLanguage, templateLanguageOf } from "./template-languages.ts";
import { withoutComments } from "./without-comments.ts";

/** Lines of machine-made markup are no evidence that a person can read. */
const MAX_LINE = 2_000;

/** Reads templates of pages: what they print without encoding, which scripts they load and where their forms go. */
export const templateReader: FactReader = {
  id: "template",
  reads: (path) => roleOf(path) === "code" && templateLanguageOf(path) !== null && !isComponent(path),
  read: pageFacts,
};

/** What the markup of a file says. */
export function pageFacts(file: SourceFile): FileFacts {
  const { path, side } = file;
  const language = templateLanguageOf(path);
  if (language === null) throw new Error(`No template language reads ${path}.`);
  const facts = factsOf(file, language);
  return {
    path,
    side,
    scopes: facts.length === 0 ? [] : [scopeOf(file, facts)],
    limitation: null,
  };
}

function scopeOf({ path, side, text }: SourceFile, facts: readonly Fact[]): Scope {
  const place = { startLine: 1, endLine: linesOf(text).length, blindSpot: null };
  return { element: "process", name: `page ${path}`, path, side, entryPoint: null, facts, ...place };
}

function factsOf({ path, side, text }: SourceFile, language: TemplateLanguage): Fact[] {
  const quotes = linesOf(text);
  const isCleaned = language.component === true && CLEANS.test(text);
  return linesOf(withoutComments(text, language.comments)).flatMap((line, index) => {
    if (line.length > MAX_LINE) return [];
    const at = { path, side, startLine: index + 1, endLine: index + 1, quote: quotes[index] ?? "", symbol: null };
    return saidBy(line, { language, isCleaned }).map((said) => ({ ...said, ...at }));
  });
}

/** A component that cleans something cleans what it shows. */
const CLEANS = /purify|sanitiz|sanitis|\bxss\(|escapeHtml|escape_html/iu;

interface Page {
  readonly language: TemplateLanguage;
  readonly isCleaned: boolean;
}

function saidBy(line: string, { language, isCleaned }: Page): Pick<Fact, "kind" | "name" | "attributes">[] {
  const raw = (isCleaned ? [] : rawOutputsIn(line, language)).map((source) => ({
    kind: "sink" as const,
    name: "html",
    attributes: { tainted: false, source, built: "dynamic", format: "raw" },
  }));
  return [...raw, ...foreignScriptsIn(line), ...plainFormsIn(line), ...escapingOffIn(line)];
}

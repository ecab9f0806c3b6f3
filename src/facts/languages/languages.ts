import type { Grammar } from "../syntax/grammar.ts";
import { PYTHON } from "./python.ts";
import { TYPESCRIPT } from "./typescript.ts";

/** Names that sink tables and frameworks use for a family of languages. */
export type LanguageId = "javascript" | "python";

export interface Language {
  readonly id: LanguageId;
  readonly grammar: Grammar;
}

/** Every language whose code is read. */
export const LANGUAGES: readonly Language[] = [
  { id: "javascript", grammar: TYPESCRIPT },
  { id: "python", grammar: PYTHON },
];

export function languageFor(extension: string): Language | null {
  return LANGUAGES.find((language) => language.grammar.extensions.includes(extension)) ?? null;
}

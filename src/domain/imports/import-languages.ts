import { csharp } from "./csharp.ts";
import { go } from "./go.ts";
import type { ImportLanguage } from "./import-language.ts";
import { javascript } from "./javascript.ts";
import { jvm } from "./jvm.ts";
import { endingOf } from "./paths.ts";
import { isOwn } from "./own-files.ts";
import { php } from "./php.ts";
import { python } from "./python.ts";
import { ruby } from "./ruby.ts";
import { rust } from "./rust.ts";
import { templateReferences } from "./templates.ts";

/** Every family of languages whose imports are followed. */
const IMPORT_LANGUAGES: readonly ImportLanguage[] = [csharp, go, javascript, jvm, php, python, ruby, rust];

const BY_ENDING = new Map(
  IMPORT_LANGUAGES.flatMap((language) => language.extensions.map((extension) => [extension, language] as const)),
);

/** The language whose rules a file's imports follow, or `null` when they are not followed. */
export function importLanguageOf(path: string): ImportLanguage | null {
  return BY_ENDING.get(endingOf(path)) ?? null;
}

/** True for code of the repository itself that runs where users are, as far as a path tells. */
export function isOwnCode(path: string): boolean {
  return importLanguageOf(path) !== null && isOwn(path);
}

/** Raised whenever the same text yields other references, so that nothing kept of an earlier version is used. */
export const REFERENCES_VERSION = 1;

/** Longer files are machine-made; following them costs more than it tells. */
export const MOST_IMPORTING_BYTES = 262_144;
const MOST_REFERENCES = 500;

/** What a file names of other files, each once and a bounded number; depends on nothing but its text and its ending. */
export function referencesIn(path: string, text: string): string[] {
  const language = importLanguageOf(path);
  if (language === null || text.length > MOST_IMPORTING_BYTES) return [];
  const references = new Set<string>();
  for (const reference of both(language.references(text), templateReferences(text))) {
    if (references.size >= MOST_REFERENCES) break;
    if (reference !== "") references.add(reference);
  }
  return [...references];
}

function* both(first: Iterable<string>, second: Iterable<string>): Generator<string> {
  yield* first;
  yield* second;
}

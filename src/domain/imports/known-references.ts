import { REFERENCES_VERSION } from "./import-languages.ts";
import { endingOf } from "./paths.ts";

/** What file versions name of other files, by `referenceKey`. */
export type KnownReferences = ReadonlyMap<string, readonly string[]>;

/** Equal texts in equal languages name the same; another way of reading them has other keys. */
export function referenceKey(path: string, sha: string): string {
  return `${REFERENCES_VERSION}.${sha}.${endingOf(path)}`;
}

/** One line per file version: its key and what it names, between tabs. */
export function formatReferences(references: KnownReferences): string {
  return [...references].map(([key, names]) => `${[key, ...names.filter(isOneCell)].join("\t")}\n`).join("");
}

/** Reads what `formatReferences` wrote. A line that a crash cut, or that is none of ours, is left out. */
export function parseReferences(text: string): Map<string, readonly string[]> {
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  return new Map(
    lines.flatMap((line) => {
      const [key = "", ...names] = line.split("\t");
      return key.startsWith(`${REFERENCES_VERSION}.`) ? [[key, names] as const] : [];
    }),
  );
}

/** Databases have no NUL in a text, and control characters are in no file's name that anybody imports. */
function isOneCell(name: string): boolean {
  return name !== "" && !/\p{Cc}/u.test(name) && name.isWellFormed();
}

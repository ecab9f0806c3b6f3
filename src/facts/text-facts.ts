import { linesOf } from "../domain/change-set.ts";
import type { Fact, FileFacts, Scope } from "../domain/fact.ts";
import type { SourceFile } from "./fact-reader.ts";

/** Longer lines are no evidence that a person can read. */
const MAX_QUOTE_LENGTH = 2_000;

/** What a line of a text says, before it is quoted. */
export type Saying = Pick<Fact, "kind" | "name" | "attributes">;

/** The fact that these lines of a file say something; `null` when they are too long to be shown. */
export function factAt(file: SourceFile, lines: { start: number; end: number }, saying: Saying): Fact | null {
  const all = linesOf(file.text);
  const end = Math.min(lines.end, all.length);
  const quote = all.slice(lines.start - 1, end).join("\n");
  if (quote.length > MAX_QUOTE_LENGTH) return null;
  return { ...saying, path: file.path, side: file.side, startLine: lines.start, endLine: end, quote, symbol: null };
}

/** A piece of configuration that takes effect as it stands, such as one file, one server or one table. */
export function configScope(file: SourceFile, name: string, facts: readonly (Fact | null)[]): Scope {
  const { path, side } = file;
  const quoted = facts.filter((fact) => fact !== null);
  const entryPoint = quoted.find(({ kind }) => kind === "entry_point") ?? null;
  const startLine = Math.min(...quoted.map((fact) => fact.startLine), linesOf(file.text).length);
  const endLine = Math.max(...quoted.map((fact) => fact.endLine), startLine);
  return { element: "config", name, path, side, entryPoint, facts: quoted, startLine, endLine, blindSpot: null };
}

/** The scopes of a file that say something; a file that says nothing is understood all the same. */
export function configFacts({ path, side }: SourceFile, scopes: readonly Scope[]): FileFacts {
  return { path, side, scopes: scopes.filter(({ facts }) => facts.length > 0), limitation: null };
}

/** The last two parts of a path, which tell one configuration file from another. */
export function shortName(path: string): string {
  return path.split("/").slice(-2).join("/");
}

import { type ChangeSet, linesOf } from "../../domain/change-set.ts";
import { definitionIndex, isPath, wantedName } from "../../domain/definitions.ts";
import type { Evidence } from "../../domain/evidence.ts";

type Lines = Pick<Evidence, "path" | "side" | "startLine" | "endLine">;

const MAX_NEEDS = 5;
const LONGEST_NEED = 200;
/** Lines of a definition that are shown, and of a file that was asked for by its path. */
const MOST_LINES = 40;

/**
 * Where what a model asks to see is defined, as far as it was read with the change. Names are matched as they are written;
 * what nobody read is not found.
 */
export function neededCode(needs: readonly string[], change: ChangeSet): Lines[] {
  const files = textsOf(change);
  return distinctNeeds(needs).flatMap((need) => fileNamed(need, files) ?? definitionOf(need, files) ?? []);
}

/** What is asked for, each once, as far as it is looked for. */
export function distinctNeeds(needs: readonly string[]): string[] {
  const asked = needs.map((need) => need.trim()).filter((need) => need !== "" && need.length <= LONGEST_NEED);
  return [...new Set(asked)].slice(0, MAX_NEEDS);
}

interface SourceText {
  readonly path: string;
  readonly lines: readonly string[];
}

function textsOf({ files, context }: ChangeSet): SourceText[] {
  const changed = files.flatMap(({ path, head }) => (head ? [{ path, lines: linesOf(head.text) }] : []));
  return [...changed, ...context.map(({ path, blob }) => ({ path, lines: linesOf(blob.text) }))];
}

function fileNamed(need: string, files: readonly SourceText[]): Lines | null {
  if (!isPath(need)) return null;
  const found = files.find(({ path }) => path === need || path.endsWith(`/${need}`));
  return found
    ? { path: found.path, side: "head", startLine: 1, endLine: Math.min(MOST_LINES, found.lines.length) }
    : null;
}

function definitionOf(need: string, files: readonly SourceText[]): Lines | null {
  const name = wantedName(need);
  if (name === null) return null;
  for (const { path, lines } of files) {
    const index = definitionIndex(name, lines);
    if (index !== -1)
      return { path, side: "head", startLine: index + 1, endLine: Math.min(lines.length, index + MOST_LINES) };
  }
  return null;
}

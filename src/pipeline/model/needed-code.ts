import { type ChangeSet, linesOf } from "../../domain/change-set.ts";
import type { Evidence } from "../../domain/evidence.ts";

type Lines = Pick<Evidence, "path" | "side" | "startLine" | "endLine">;

const MAX_NEEDS = 5;
/** Lines of a definition that are shown, and of a file that was asked for by its path. */
const MOST_LINES = 40;
const DEFINES = String.raw`(?:function|def|class|func|fn|fun|interface|trait|struct|type|enum|module|object|const|let|var|val|public|private|protected|static|async|export)`;

/**
 * Where what a model asks to see is defined, as far as it was read with the change. Names are matched as they are written;
 * what nobody read is not found.
 */
export function neededCode(needs: readonly string[], change: ChangeSet): Lines[] {
  const wanted = [...new Set(needs.map((need) => need.trim()).filter((need) => need !== ""))].slice(0, MAX_NEEDS);
  const files = textsOf(change);
  return wanted.flatMap((need) => fileNamed(need, files) ?? definitionOf(need, files) ?? []);
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
  if (!/[./]/u.test(need)) return null;
  const found = files.find(({ path }) => path === need || path.endsWith(`/${need}`));
  return found
    ? { path: found.path, side: "head", startLine: 1, endLine: Math.min(MOST_LINES, found.lines.length) }
    : null;
}

/** `Owner.method()` is looked for as `method`. */
function definitionOf(need: string, files: readonly SourceText[]): Lines | null {
  const name = /([\w$]+)\W*$/u.exec(need.replace(/\(.*$/u, ""))?.[1];
  if (name === undefined || name.length < 3) return null;
  const exact = name.replaceAll("$", String.raw`\$`);
  const pattern = new RegExp(
    String.raw`(?:^|\s)${DEFINES}\b[^=;(]{0,80}\b${exact}\b|^\s*(?:async\s+)?${exact}\s*(?:[=:]|\([^)]*\)\s*\{)`,
    "u",
  );
  for (const { path, lines } of files) {
    const index = lines.findIndex((line) => line.length < 400 && pattern.test(line));
    if (index !== -1)
      return { path, side: "head", startLine: index + 1, endLine: Math.min(lines.length, index + MOST_LINES) };
  }
  return null;
}

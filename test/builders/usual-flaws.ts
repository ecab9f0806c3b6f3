import { readdirSync, readFileSync } from "node:fs";

const FLAWS = new URL("../fixtures/flaws/", import.meta.url);

/** The files of flaws, one for each language. */
export const FLAW_FILES: readonly string[] = readdirSync(FLAWS);

export interface Flaw {
  readonly name: string;
  readonly path: string;
  /** The kind that a new file with this text brings; `none` for code that only looks like it. */
  readonly expected: string;
  readonly text: string;
}

/** The flaws of a file; each begins with a line `=== name | path | kind`. */
export function flawsIn(file: string): Flaw[] {
  const parts = readFileSync(new URL(file, FLAWS), "utf8").split(/^=== /mu).slice(1);
  return parts.map((part) => {
    const [heading = "", ...lines] = part.split("\n");
    const [name = "", path = "", expected = ""] = heading.split("|").map((cell) => cell.trim());
    return { name, path, expected, text: lines.join("\n") };
  });
}

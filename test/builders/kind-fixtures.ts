import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { buildChange } from "./change-set.ts";

export const FIXTURES = fileURLToPath(new URL("../fixtures/kinds/", import.meta.url));

type Texts = ReadonlyMap<string, string>;

/** Both sides of a fixture, by path. */
export interface FixtureTexts {
  readonly base: Texts;
  readonly head: Texts;
}

export function readFixture(kind: string, name: "introduced" | "safe"): FixtureTexts {
  return {
    base: filesUnder(join(FIXTURES, kind, name, "base")),
    head: filesUnder(join(FIXTURES, kind, name, "head")),
  };
}

/** Files that are the same on both sides become context. */
export function changeBetween({ base, head }: FixtureTexts) {
  const files: Record<string, { base?: string; head?: string }> = {};
  const context: Record<string, string> = {};
  for (const path of new Set([...base.keys(), ...head.keys()])) {
    const [before, after] = [base.get(path), head.get(path)];
    if (before !== undefined && before === after) context[path] = before;
    else files[path] = { ...(before !== undefined && { base: before }), ...(after !== undefined && { head: after }) };
  }
  return buildChange({ files, context });
}

function filesUnder(directory: string): Texts {
  if (!existsSync(directory)) return new Map();
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).toSorted();
  return new Map(paths.map((path) => [relative(directory, path), readFileSync(path, "utf8")]));
}

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import { isNew } from "../../src/domain/threat.ts";
import { ground } from "../../src/pipeline/stages/ground.ts";
import { buildChange } from "../builders/change-set.ts";
import { groundTools } from "../builders/ground-tools.ts";

const FLAWS = new URL("../fixtures/flaws/", import.meta.url);
const TOOLS = groundTools(loadCatalogue());

interface Flaw {
  readonly name: string;
  readonly path: string;
  /** The kind that a new file with this text brings; `none` for code that only looks like it. */
  readonly expected: string;
  readonly text: string;
}

/** Each begins with a line `=== name | path | kind`. */
function flawsIn(file: string): Flaw[] {
  const parts = readFileSync(new URL(file, FLAWS), "utf8").split(/^=== /mu).slice(1);
  return parts.map((part) => {
    const [heading = "", ...lines] = part.split("\n");
    const [name = "", path = "", expected = ""] = heading.split("|").map((cell) => cell.trim());
    return { name, path, expected, text: lines.join("\n") };
  });
}

async function kindsOf({ path, text }: Flaw): Promise<string[]> {
  const { candidates } = await ground(buildChange({ files: { [path]: { head: text } } }), DEFAULT_CONFIG, TOOLS);
  return candidates.filter(({ effect }) => isNew(effect)).map(({ kind }) => kind);
}

/** A new feature is the usual way in which a flaw comes into a repository: one new file, in every framework's own words. */
describe.each(readdirSync(FLAWS))("a new file of %s", (file) => {
  it.each(flawsIn(file))("with $name brings $expected", async (flaw) => {
    const kinds = await kindsOf(flaw);
    if (flaw.expected === "none") expect(kinds).toEqual([]);
    else expect(kinds).toContain(flaw.expected);
  });
});

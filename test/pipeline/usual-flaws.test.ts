import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../src/config/repository-config.ts";
import { isNew } from "../../src/domain/threat.ts";
import { ground } from "../../src/pipeline/stages/ground.ts";
import { buildChange } from "../builders/change-set.ts";
import { groundTools } from "../builders/ground-tools.ts";
import { type Flaw, FLAW_FILES, flawsIn } from "../builders/usual-flaws.ts";

const TOOLS = groundTools(loadCatalogue());

async function kindsOf({ path, text }: Flaw): Promise<string[]> {
  const { candidates } = await ground(buildChange({ files: { [path]: { head: text } } }), DEFAULT_CONFIG, TOOLS);
  return candidates.filter(({ effect }) => isNew(effect)).map(({ kind }) => kind);
}

/** A new feature is the usual way in which a flaw comes into a repository: one new file, in every framework's own words. */
describe.each(FLAW_FILES)("a new file of %s", (file) => {
  it.each(flawsIn(file))("with $name brings $expected", async (flaw) => {
    const kinds = await kindsOf(flaw);
    if (flaw.expected === "none") expect(kinds).toEqual([]);
    else expect(kinds).toContain(flaw.expected);
  });
});

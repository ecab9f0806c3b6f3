import { loadCatalogue } from "../../../src/catalogue/catalogue.ts";
import { DEFAULT_CONFIG } from "../../../src/config/repository-config.ts";
import { isNew } from "../../../src/domain/threat.ts";
import { ground } from "../../../src/pipeline/stages/ground.ts";
import { buildChange } from "../../builders/change-set.ts";
import { groundTools } from "../../builders/ground-tools.ts";

const TOOLS = groundTools(loadCatalogue());

/** Kinds and places of what a change of one file brings. */
export async function broughtBy(base: string, head: string, path = "src/shop.ts"): Promise<string[]> {
  const { candidates } = await ground(buildChange({ files: { [path]: { base, head } } }), DEFAULT_CONFIG, TOOLS);
  return candidates
    .filter(({ effect }) => isNew(effect))
    .map(({ kind, anchors }) => `${kind}:${anchors[0]?.startLine}`);
}

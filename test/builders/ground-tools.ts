import type { Catalogue } from "../../src/catalogue/catalogue.ts";
import { readFacts } from "../../src/facts/read-facts.ts";
import type { GroundTools } from "../../src/pipeline/stages/ground.ts";
import type { FactSource } from "../../src/ports/fact-source.ts";

/** Reads facts in the process of the test. */
export const IN_PROCESS: FactSource = { read: async (change) => readFacts(change) };

export function groundTools(catalogue: Catalogue): GroundTools {
  return { catalogue, factSource: IN_PROCESS, signal: new AbortController().signal };
}

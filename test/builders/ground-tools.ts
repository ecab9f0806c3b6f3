import type { Catalogue } from "../../src/catalogue/catalogue.ts";
import { readFacts } from "../../src/facts/read-facts.ts";
import type { GroundTools } from "../../src/pipeline/stages/ground.ts";
import type { FactSource } from "../../src/ports/fact-source.ts";
import type { SecretScanner } from "../../src/ports/secret-scanner.ts";

/** Reads facts in the process of the test. */
export const IN_PROCESS: FactSource = { read: async (change) => readFacts(change) };

export function groundTools(catalogue: Catalogue): GroundTools & { scanner: SecretScanner } {
  const scanner = { scan: async () => [] };
  return { catalogue, factSource: IN_PROCESS, scanner, signal: new AbortController().signal };
}

import type { Catalogue } from "../../catalogue/catalogue.ts";
import type { RepositoryConfig } from "../../config/repository-config.ts";
import type { ChangeSet } from "../../domain/change-set.ts";
import type { FactSource } from "../../ports/fact-source.ts";
import { groundFacts } from "../ground/ground-facts.ts";
import type { Grounded } from "../grounded.ts";

/** What a change is grounded with. */
export interface GroundTools {
  readonly catalogue: Catalogue;
  readonly factSource: FactSource;
  readonly signal: AbortSignal;
}

/** Reads facts from both sides of the change and judges every threat kind on them, without a model. */
export async function ground(change: ChangeSet, config: RepositoryConfig, tools: GroundTools): Promise<Grounded> {
  const facts = await tools.factSource.read(change, tools.signal);
  return groundFacts(change, facts, config, tools.catalogue);
}

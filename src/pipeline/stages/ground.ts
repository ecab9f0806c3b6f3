import type { Catalogue } from "../../catalogue/catalogue.ts";
import type { RepositoryConfig } from "../../config/repository-config.ts";
import type { ChangeSet } from "../../domain/change-set.ts";
import { readFacts } from "../../facts/read-facts.ts";
import { groundFacts } from "../ground/ground-facts.ts";
import type { Grounded } from "../grounded.ts";

/** Reads facts from both sides of the change and judges every threat kind on them, without a model. */
export async function ground(change: ChangeSet, config: RepositoryConfig, catalogue: Catalogue): Promise<Grounded> {
  const facts = await readFacts(change);
  return groundFacts(change, facts, config, catalogue);
}

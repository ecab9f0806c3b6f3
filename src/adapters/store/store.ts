import type { Kysely } from "kysely";
import type { Log } from "../../ports/log.ts";
import type { ReferenceMemory } from "../../ports/reference-memory.ts";
import type { Store } from "../../ports/store.ts";
import { commands, decisions } from "./decisions.ts";
import { answers, spending } from "./model-memory.ts";
import { openChecks, sweeps } from "./open-checks.ts";
import { references } from "./references.ts";
import { runs } from "./runs.ts";
import { SCHEMA, type Tables } from "./tables.ts";
import { upkeep } from "./upkeep.ts";

/** The store on an open database; the same code for the embedded and the server one. */
export function createStore(database: Kysely<Tables>, log: Log): Store & ReferenceMemory {
  const tables = database.withSchema(SCHEMA);
  return {
    ...runs(tables, log),
    ...decisions(tables, log),
    ...commands(tables),
    ...references(tables),
    ...answers(tables),
    ...spending(tables),
    ...openChecks(tables),
    ...sweeps(tables),
    ...upkeep(tables),
  };
}

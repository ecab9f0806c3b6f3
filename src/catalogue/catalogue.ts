import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { ThreatKind } from "../domain/threat-kind.ts";
import { KIND_IDS } from "./kinds.ts";
import { parseKind } from "./parse-kind.ts";

/** The threat kinds that a run judges by. */
export interface Catalogue {
  /** Year and month of the edition, then a hash of its contents: equal versions judge equally. */
  readonly version: string;
  readonly kinds: readonly ThreatKind[];
}

const EDITION = "2026.11";

/** From `src/catalogue/` and from `dist/catalogue/` this is the same directory: the kinds are not compiled. */
const KINDS = new URL("../../src/catalogue/kinds/", import.meta.url);

/** Reads and checks every listed kind. Throws `ConfigError` naming file, line and key of the first fault. */
export function loadCatalogue(): Catalogue {
  const sources = KIND_IDS.map((id) => ({
    path: `${id}.yaml`,
    text: readFileSync(new URL(`${id}.yaml`, KINDS), "utf8"),
  }));
  return parseCatalogue(sources);
}

/** The catalogue that these files make, in their order. */
export function parseCatalogue(sources: readonly { readonly path: string; readonly text: string }[]): Catalogue {
  const hash = createHash("sha256");
  for (const { text } of sources) hash.update(text).update("\0");
  return {
    version: `${EDITION}+${hash.digest("hex").slice(0, 8)}`,
    kinds: sources.map(({ path, text }) => parseKind(text, path)),
  };
}

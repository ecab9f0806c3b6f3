import { ConfigError } from "../domain/errors.ts";
import type { PackFile } from "../domain/pack.ts";
import { type Catalogue, parseCatalogue } from "./catalogue.ts";

/**
 * The catalogue with the kinds that a repository or its owner adds. Throws `ConfigError` naming file, line and key of the
 * first fault, or the file whose kind exists already: a pack may add to our kinds and cannot replace one.
 */
export function withPacks(catalogue: Catalogue, files: readonly PackFile[]): Catalogue {
  if (files.length === 0) return catalogue;
  const added = parseCatalogue(files);
  const known = new Set(catalogue.kinds.map(({ id }) => id));
  for (const [index, { id }] of added.kinds.entries()) {
    const path = files[index]?.path ?? "";
    if (known.has(id))
      throw new ConfigError(`${path}: id: a threat kind named ${id} exists already`, { path, key: "id" });
    known.add(id);
  }
  const [, hash = ""] = added.version.split("+");
  return { version: `${catalogue.version}.${hash}`, kinds: [...catalogue.kinds, ...added.kinds] };
}

import type { ChangedFile } from "../../domain/change-set.ts";
import { aliasesIn, chooseManifests } from "../../domain/imports/manifests.ts";
import type { ModuleAlias } from "../../domain/imports/module-aliases.ts";
import { readBlobs } from "./blobs.ts";
import { isFile } from "./changed-file.ts";
import type { Git } from "./git.ts";
import type { Entry } from "./raw-diff.ts";

/** Reads what the manifests at the head say that module names mean. */
export async function readAliases(
  git: Git,
  tree: ReadonlyMap<string, Entry>,
  changed: readonly ChangedFile[],
): Promise<ModuleAlias[]> {
  const atHead = new Map(changed.map((file) => [file.path, file.head?.text]));
  const manifests = chooseManifests([...new Set([...tree.keys(), ...atHead.keys()])]);
  const entries = manifests.flatMap((path) => {
    const entry = tree.get(path);
    return entry !== undefined && isFile(entry) && !atHead.has(path) ? [{ path, sha: entry.sha }] : [];
  });
  const blobs = await readBlobs(
    git,
    entries.map(({ sha }) => sha),
  );
  const unchanged = new Map(entries.map(({ path, sha }) => [path, blobs.get(sha)]));
  return manifests.flatMap((path) => {
    const content = unchanged.get(path);
    const text = typeof content === "object" ? content.text : atHead.get(path);
    return text === undefined ? [] : aliasesIn(path, text);
  });
}

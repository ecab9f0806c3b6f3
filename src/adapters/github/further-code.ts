import type { ContextFile } from "../../domain/change-set.ts";
import { definitionIndex, isPath, wantedName } from "../../domain/definitions.ts";
import { isOwnCode } from "../../domain/imports/import-languages.ts";
import { scanArchive } from "./archive.ts";
import { readBlobs } from "./blobs.ts";
import type { Source } from "./client.ts";
import { readTree } from "./trees.ts";

/** Looks for code in the archive of a commit: one call, whatever the names. */
export async function findCode(source: Source, commitSha: string, needs: readonly string[]): Promise<ContextFile[]> {
  const open = new Map(needs.map((need) => [need, matcherOf(need)]));
  const found = new Map<string, ContextFile>();
  await scanArchive(source, commitSha, {
    wants: (path) => isOwnCode(path) || needs.some((need) => isPath(need) && endsIn(path, need)),
    onFile: ({ path, blob }) => {
      for (const [need, matches] of open) {
        if (!matches(path, blob.text)) continue;
        found.set(path, { path, blob });
        open.delete(need);
      }
    },
  });
  return [...found.values()];
}

/** Reads the best-rated file of those that the listing of a commit names. */
export async function findClosest(
  source: Source,
  commitSha: string,
  score: (path: string) => number,
): Promise<ContextFile | null> {
  const { entries } = await readTree(source, commitSha);
  const rated = [...entries].flatMap(([path, { sha, mode }]) => {
    const rate = mode.startsWith("100") ? score(path) : 0;
    return rate > 0 ? [{ path, sha, rate }] : [];
  });
  const [best] = rated.toSorted((one, other) => other.rate - one.rate);
  const blob = best && (await readBlobs(source, [best.sha])).get(best.sha);
  return best && typeof blob === "object" ? { path: best.path, blob } : null;
}

function matcherOf(need: string): (path: string, text: string) => boolean {
  const name = wantedName(need);
  return (path, text) =>
    (isPath(need) && endsIn(path, need)) ||
    (name !== null && text.includes(name) && definitionIndex(name, text.split("\n")) !== -1);
}

function endsIn(path: string, need: string): boolean {
  return path === need || path.endsWith(`/${need}`);
}

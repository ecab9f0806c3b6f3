import { configurationPaths } from "./context-configuration.ts";
import { type ChangedFile, pathOn, type UnreadImporters } from "./change-set.ts";
import { frameworkFiles, isConfigurationOfAll, isRegistration } from "./framework-files.ts";
import type { ImportGraph } from "./imports/import-graph.ts";
import { isOwnCode } from "./imports/import-languages.ts";
import { fileNameOf } from "./imports/paths.ts";

/** Most unchanged files that are read beside a change. */
export const MOST_CONTEXT = 60;
/** What each way of being useful gets before the others' leftovers are shared. */
const SHARES = { imported: 26, importers: 20, mounting: 6, framework: 8 };

/** The unchanged files that are read beside a change, most useful first, and what that leaves out. */
export interface ContextChoice {
  readonly paths: readonly string[];
  readonly unread: readonly UnreadImporters[];
}

/** What a choice is made from. */
export interface ContextView {
  readonly files: readonly ChangedFile[];
  /** The imports of both sides of the changed files, and of the unchanged ones as far as they are known. */
  readonly graph: ImportGraph;
  /** The repository's paths at the head. */
  readonly paths: readonly string[];
}

/**
 * Chooses what decides what a change means: what the changed code imports or imported, who imports it, who mounts those, and the
 * files in which frameworks keep what holds for all routes; for changed configuration, what is applied together with it. At most sixty.
 */
export function chooseContext(view: ContextView): ContextChoice {
  const changed = new Set(view.files.flatMap((file) => [file.path, pathOn(file, "base")]));
  const code = [...changed].filter(isOwnCode);
  const isCandidate = (path: string) => !changed.has(path) && isOwnCode(path);
  const imported = inTurn(code.map((path) => [...view.graph.importsOf(path)].filter(isCandidate)));
  const importers = new Map(code.map((path) => [path, importersOf(path, view.graph).filter(isCandidate)]));
  const inOrder = inTurn([...importers.values()]);
  const mounting = mountersOf(inOrder.slice(0, SHARES.importers), view.graph).filter(isCandidate);
  const framework = frameworkFiles(
    code,
    view.paths.filter((path) => !changed.has(path)),
  );
  const configuration = configurationPaths(view.files, view.paths);
  const paths = share({ imported, importers: inOrder, mounting, framework }, configuration);
  return { paths, unread: unreadImporters(importers, new Set(paths)) };
}

const FEW = 3;

/** Files in which routes are registered come first, then those whose names speak of requests. */
function importersOf(path: string, graph: ImportGraph): string[] {
  const ranked = [...graph.importersOf(path)].map((importer) => ({ importer, rank: rankOf(importer) }));
  return ranked
    .toSorted((one, other) => one.rank - other.rank || (one.importer < other.importer ? -1 : 1))
    .map(({ importer }) => importer);
}

const OF_REQUESTS = /route|controller|handler|view|api|resource|endpoint|action|server|middleware|resolver|hook/iu;

function rankOf(path: string): number {
  if (isConfigurationOfAll(path) || isRegistration(path)) return 0;
  if (OF_REQUESTS.test(fileNameOf(path))) return 1;
  return OF_REQUESTS.test(path) ? 2 : 3;
}

/** What few files import is likely a router, and who imports it mounts it and may add guards; else registration files do. */
function mountersOf(importers: readonly string[], graph: ImportGraph): string[] {
  return inTurn(
    importers.map((path) => {
      const mounters = importersOf(path, graph);
      return mounters.length <= FEW ? mounters : mounters.filter((mounter) => rankOf(mounter) === 0);
    }),
  );
}

/** One of each list in turn, each value once, so that no changed file takes the room of all others. */
function inTurn(lists: readonly (readonly string[])[]): string[] {
  const longest = lists.reduce((most, list) => Math.max(most, list.length), 0);
  const rounds = Array.from({ length: Math.min(longest, MOST_CONTEXT) }, (_, round) =>
    lists.flatMap((list) => list[round] ?? []),
  );
  return [...new Set(rounds.flat())];
}

/** Each way of code gets its share; what they leave goes to configuration, then to the others in their order. */
function share(
  ways: Readonly<Record<keyof typeof SHARES, readonly string[]>>,
  configuration: readonly string[],
): string[] {
  const chosen = new Set<string>();
  take(chosen, ways.imported, SHARES.imported);
  take(chosen, ways.importers, SHARES.importers);
  take(chosen, ways.mounting, SHARES.mounting);
  take(chosen, ways.framework, SHARES.framework);
  take(chosen, configuration, MOST_CONTEXT - chosen.size);
  for (const rest of [ways.importers, ways.imported]) take(chosen, rest, MOST_CONTEXT - chosen.size);
  return [...chosen];
}

function take(chosen: Set<string>, paths: readonly string[], most: number): void {
  const fresh = paths.filter((path) => !chosen.has(path)).slice(0, most);
  for (const path of fresh) chosen.add(path);
}

function unreadImporters(
  importers: ReadonlyMap<string, readonly string[]>,
  read: ReadonlySet<string>,
): UnreadImporters[] {
  return [...importers]
    .map(([path, all]) => ({ path, count: all.filter((importer) => !read.has(importer)).length }))
    .filter(({ count }) => count > 0);
}

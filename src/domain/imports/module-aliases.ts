import { foldersAbove, folderOf } from "./paths.ts";

/** What a manifest says that a module name means, such as `@/*` in `packages/web` for `packages/web/src/*`. */
export interface ModuleAlias {
  /** The folder whose files may use the name; empty for all. */
  readonly within: string;
  /** The name; at most one `*` stands for any rest. */
  readonly pattern: string;
  /** Paths without ending, most likely first; a `*` takes the rest. */
  readonly targets: readonly string[];
}

/** The aliases of a repository, found by the folder of who uses them and by how the name begins. */
export class ModuleAliases {
  private readonly byFolder: ReadonlyMap<string, FolderAliases>;

  constructor(aliases: readonly ModuleAlias[]) {
    const groups = Map.groupBy(aliases, ({ within }) => within);
    this.byFolder = new Map([...groups].map(([folder, own]) => [folder, groupByStart(own)]));
  }

  get isEmpty(): boolean {
    return this.byFolder.size === 0;
  }

  /** Paths that a name may mean in a file: what the nearest folder says comes first, then the longest pattern. */
  targetsOf(name: string, importer: string): string[] {
    if (this.isEmpty) return [];
    const starts = startsOf(name);
    return foldersAbove(folderOf(importer)).flatMap((folder) => {
      const own = this.byFolder.get(folder);
      return own === undefined ? [] : starts.flatMap((start) => targetsIn(own, start, name));
    });
  }
}

/** The aliases of one folder by what stands before the `*`, as far as a whole segment; exact names by themselves. */
type FolderAliases = ReadonlyMap<string, readonly ModuleAlias[]>;

function groupByStart(aliases: readonly ModuleAlias[]): FolderAliases {
  const longestFirst = aliases.toSorted((one, other) => other.pattern.length - one.pattern.length);
  return Map.groupBy(longestFirst, ({ pattern }) => {
    const star = pattern.indexOf("*");
    return star === -1 ? pattern : wholeSegments(pattern.slice(0, star));
  });
}

/** The name itself and every start of it that ends a segment, the longest first; the last is empty. */
function startsOf(name: string): string[] {
  const starts = [name];
  for (let start = wholeSegments(name); start !== ""; start = wholeSegments(start.slice(0, -1))) starts.push(start);
  return [...new Set([...starts, ""])];
}

function wholeSegments(name: string): string {
  return name.slice(0, Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
}

function targetsIn(aliases: FolderAliases, start: string, name: string): readonly string[] {
  return (aliases.get(start) ?? []).flatMap((alias) => expand(alias, name));
}

function expand({ pattern, targets }: ModuleAlias, name: string): readonly string[] {
  const star = pattern.indexOf("*");
  if (star === -1) return pattern === name ? targets : [];
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const fits = name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
  if (!fits) return [];
  const rest = name.slice(before.length, name.length - after.length);
  return targets.map((target) => target.replace("*", () => rest));
}

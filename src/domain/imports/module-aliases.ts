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
  private readonly byFolder: ReadonlyMap<string, readonly ModuleAlias[]>;

  constructor(aliases: readonly ModuleAlias[]) {
    const longestFirst = aliases.toSorted((one, other) => other.pattern.length - one.pattern.length);
    this.byFolder = Map.groupBy(longestFirst, ({ within }) => within);
  }

  get isEmpty(): boolean {
    return this.byFolder.size === 0;
  }

  /** Paths that a name may mean in a file: what the nearest folder says comes first, then the longest pattern. */
  targetsOf(name: string, importer: string): string[] {
    if (this.isEmpty) return [];
    return foldersAbove(folderOf(importer)).flatMap((folder) =>
      (this.byFolder.get(folder) ?? []).flatMap((alias) => expand(alias, name)),
    );
  }
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

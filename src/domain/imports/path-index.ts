import { fileNameOf, folderOf } from "./paths.ts";

const NONE: readonly string[] = [];

/** The paths of a repository, to be asked by whole path, by folder and by ending. */
export class PathIndex {
  private readonly paths: ReadonlySet<string>;
  private folders: ReadonlyMap<string, readonly string[]> | null = null;
  private folderIndex: PathIndex | null = null;
  private tails: ReadonlyMap<string, readonly string[]> | null = null;

  constructor(paths: Iterable<string>) {
    this.paths = new Set(paths);
  }

  has(path: string): boolean {
    return this.paths.has(path);
  }

  /** The files that lie in a folder itself. */
  inFolder(folder: string): readonly string[] {
    this.folders ??= Map.groupBy(this.paths, folderOf);
    return this.folders.get(folder) ?? NONE;
  }

  /** The folders with files whose path is these segments, or ends in them. */
  foldersEndingIn(segments: string): readonly string[] {
    this.folders ??= Map.groupBy(this.paths, folderOf);
    this.folderIndex ??= new PathIndex(this.folders.keys());
    return this.folderIndex.endingIn(segments);
  }

  /** The files whose path is these segments, or ends in them. */
  endingIn(segments: string): readonly string[] {
    this.tails ??= tailsOf(this.paths);
    const found = this.tails.get(tailOf(segments)) ?? NONE;
    if (!segments.includes("/")) return found;
    return found.filter((path) => path === segments || path.endsWith(`/${segments}`));
  }
}

/** Files by their last segment and by their last two, so that `__init__.py` alone is never the key. */
function tailsOf(paths: Iterable<string>): Map<string, string[]> {
  const tails = new Map<string, string[]>();
  for (const path of paths) {
    for (const tail of new Set([fileNameOf(path), tailOf(path)])) {
      const list = tails.get(tail);
      if (list) list.push(path);
      else tails.set(tail, [path]);
    }
  }
  return tails;
}

function tailOf(path: string): string {
  const last = path.lastIndexOf("/");
  const before = last <= 0 ? -1 : path.lastIndexOf("/", last - 1);
  return path.slice(before + 1);
}

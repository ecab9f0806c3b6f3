/** The folder of a path; empty at the root of the repository. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** The last segment of a path. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** The part after the last dot of the file name, in lower case; empty when there is none. */
export function endingOf(path: string): string {
  const name = fileNameOf(path);
  return name.includes(".") ? name.slice(name.lastIndexOf(".") + 1).toLowerCase() : "";
}

/** Two parts of a path as one; either may be empty. */
export function join(left: string, right: string): string {
  if (left === "" || right === "") return left + right;
  return `${left}/${right}`;
}

/** Resolves `.` and `..`; `null` when the path leaves the repository. */
export function resolvePath(folder: string, relative: string): string | null {
  const parts = folder.split("/").filter(Boolean);
  for (const part of relative.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return null;
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** The folder itself and every folder above it, the nearest first; the last is the root. */
export function foldersAbove(folder: string): string[] {
  const parts = folder.split("/").filter(Boolean);
  return Array.from({ length: parts.length + 1 }, (_, index) => parts.slice(0, parts.length - index).join("/"));
}

/** Folders to walk up from one and down to the other. */
export function walkBetween(from: string, to: string): { readonly up: number; readonly down: number } {
  const start = from.split("/").filter(Boolean);
  const end = to.split("/").filter(Boolean);
  const parting = start.findIndex((part, index) => part !== end[index]);
  const common = parting === -1 ? start.length : parting;
  return { up: start.length - common, down: end.length - common };
}

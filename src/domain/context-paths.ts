import type { ChangedFile } from "./change-set.ts";
import { pathOn } from "./change-set.ts";

const MOST_IMPORTED = 30;
const MOST_REGISTRATIONS = 10;
/** How many folders apart a registration file may be from a changed file. */
const NEAR = 4;

const SCRIPT = /\.[cm]?[jt]sx?$/u;
const CODE = /\.(?:[cm]?[jt]sx?|py)$/u;
const DECLARATION = /\.d\.[cm]?ts$/u;
const FOREIGN = /(?:^|\/)(?:node_modules|vendor|dist|build|\.venv|site-packages)\//u;
const REGISTRATION = /(?:^|\/)(?:app|server|main|index|routes|urls|middleware|auth)\.(?:[cm]?[jt]sx?|py)$/u;

const SCRIPT_IMPORT = /(?:\bfrom|\bimport|\brequire|\bimport\s*\(|\brequire\s*\()\s*["'](\.{1,2}(?:\/[^"'\n]*)?)["']/gu;
const PYTHON_FROM = /^[ \t]*from[ \t]+(?=[\w.])(\.{0,20})((?:\w[\w.]*)?)[ \t]+import[ \t]+(?:\(([^)]*)\)|([^#\n]*))/gmu;
const PYTHON_IMPORT = /^[ \t]*import[ \t]+([\w., \t]+)/gmu;

const SCRIPT_ENDINGS = ["", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts"];

/**
 * Paths of unchanged files that are worth reading beside a change, most useful first: what the changed code imports from
 * its own repository (one hop, at most 30) and the files nearby where routes and guards are usually registered (at most 10).
 */
export function contextPaths(files: readonly ChangedFile[], mapPaths: readonly string[]): string[] {
  const known = new Set(mapPaths.filter((path) => CODE.test(path) && !DECLARATION.test(path) && !FOREIGN.test(path)));
  for (const file of files) {
    known.delete(file.path);
    known.delete(pathOn(file, "base"));
  }
  const imported = [...new Set(files.flatMap((file) => importedPaths(file, known)))].slice(0, MOST_IMPORTED);
  const chosen = new Set(imported);
  const near = registrationPaths(
    files,
    [...known].filter((path) => !chosen.has(path)),
  );
  return [...imported, ...near];
}

/** Both sides are read: a guard that the base imported matters when the head no longer does. */
function importedPaths(file: ChangedFile, known: ReadonlySet<string>): string[] {
  const sides = [
    { path: file.path, text: file.head?.text },
    { path: pathOn(file, "base"), text: file.base?.text },
  ];
  return sides.flatMap(({ path, text }) => {
    if (text === undefined || !CODE.test(path)) return [];
    return SCRIPT.test(path) ? scriptImports(path, text, known) : pythonImports(path, text, known);
  });
}

function scriptImports(path: string, text: string, known: ReadonlySet<string>): string[] {
  return [...text.matchAll(SCRIPT_IMPORT)].flatMap(([, specifier = ""]) => {
    const target = resolve(folderOf(path), specifier);
    return target === null ? [] : firstKnown(scriptCandidates(target), known);
  });
}

/** A specifier may name the emitted file (`./a.js` for `a.ts`), leave the ending out, or name a folder. */
function scriptCandidates(target: string): string[] {
  const stem = target.replace(SCRIPT, "");
  const inFolder = SCRIPT_ENDINGS.slice(1).map((ending) => join(target, `index${ending}`));
  return [target, ...[target, stem].flatMap((base) => SCRIPT_ENDINGS.map((ending) => base + ending)), ...inFolder];
}

function pythonImports(path: string, text: string, known: ReadonlySet<string>): string[] {
  const found: string[] = [];
  for (const [, dots = "", module = "", listed, names = ""] of text.matchAll(PYTHON_FROM)) {
    const modules = [module, ...(listed ?? names).split(",").map((name) => join(module, firstWord(name), "."))];
    found.push(...modules.flatMap((name) => pythonModule(path, dots.length, name, known)));
  }
  for (const [, names = ""] of text.matchAll(PYTHON_IMPORT)) {
    found.push(...names.split(",").flatMap((name) => pythonModule(path, 0, firstWord(name), known)));
  }
  return found;
}

/** A relative module starts as many folders up as it has dots; an absolute one may start in any folder above the file. */
function pythonModule(path: string, dots: number, name: string, known: ReadonlySet<string>): string[] {
  const folder = folderOf(path);
  const up = dots > 0 ? resolve(folder, "../".repeat(dots - 1)) : null;
  const roots = dots > 0 ? [up].filter((root) => root !== null) : foldersAbove(folder);
  const relative = name.split(".").filter(Boolean).join("/");
  return firstKnown(
    roots.flatMap((root) => [`${join(root, relative)}.py`, join(join(root, relative), "__init__.py")]),
    known,
  );
}

function registrationPaths(files: readonly ChangedFile[], candidates: readonly string[]): string[] {
  const folders = [...new Set(files.filter((file) => CODE.test(file.path)).map((file) => folderOf(file.path)))];
  const nearest = (path: string) => Math.min(...folders.map((folder) => distance(folder, folderOf(path))));
  return candidates
    .filter((path) => REGISTRATION.test(path))
    .map((path) => ({ path, far: nearest(path) }))
    .filter(({ far }) => far <= NEAR)
    .toSorted((left, right) => left.far - right.far || (left.path < right.path ? -1 : 1))
    .slice(0, MOST_REGISTRATIONS)
    .map(({ path }) => path);
}

/** Folders to walk from one to the other; infinite unless it is above, beside, or one below a folder above. */
function distance(from: string, to: string): number {
  const start = from.split("/").filter(Boolean);
  const end = to.split("/").filter(Boolean);
  const shared = start.findIndex((part, index) => part !== end[index]);
  const common = shared === -1 ? start.length : shared;
  const down = end.length - common;
  return down > 1 ? Number.POSITIVE_INFINITY : start.length - common + down;
}

function firstKnown(candidates: readonly string[], known: ReadonlySet<string>): string[] {
  const found = candidates.find((candidate) => known.has(candidate));
  return found === undefined ? [] : [found];
}

/** Resolves `.` and `..`; `null` when the path leaves the repository. */
function resolve(folder: string, specifier: string): string | null {
  const parts = folder.split("/").filter(Boolean);
  for (const part of specifier.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return null;
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function foldersAbove(folder: string): string[] {
  const parts = folder.split("/").filter(Boolean);
  return Array.from({ length: parts.length + 1 }, (_, index) => parts.slice(0, parts.length - index).join("/"));
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function join(left: string, right: string, separator = "/"): string {
  return [left, right].filter(Boolean).join(separator);
}

function firstWord(text: string): string {
  return text.trim().split(/\s/u)[0] ?? "";
}

import { posix } from "node:path";

const JAVASCRIPT_ENDINGS = [
  "",
  ".ts",
  ".tsx",
  ".mts",
  ".cts",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  "/index.ts",
  "/index.tsx",
  "/index.js",
  "/index.mjs",
];
const PYTHON_ENDINGS = [".py", "/__init__.py"];

/**
 * The paths that an import may mean, best first: relative ones from the importing file, `@/` and `~/` from the usual
 * source folders, dotted Python names from any folder, and PHP classes by their namespace.
 */
export function modulePaths(importer: string, specifier: string, known: readonly string[], name = ""): string[] {
  if (importer.endsWith(".php")) return classPaths(`${specifier}.${name}`, known);
  return importer.endsWith(".py")
    ? pythonPaths(importer, specifier, known)
    : javascriptPaths(importer, specifier, known);
}

/**
 * The file of a class by its full name: the one whose folders fit the namespace best, as a namespace stands for some
 * folder; two that fit equally well are nobody's.
 */
function classPaths(fullName: string, known: readonly string[]): string[] {
  const wanted = `${fullName.toLowerCase().replaceAll(".", "/")}.php`.split("/").toReversed();
  const shared = (path: string) => {
    const parts = path.toLowerCase().split("/").toReversed();
    const differs = wanted.findIndex((part, index) => part !== parts[index]);
    return differs === -1 ? wanted.length : differs;
  };
  const fitting = known.map((path) => ({ path, fit: shared(path) })).filter(({ fit }) => fit > 0);
  const best = Math.max(...fitting.map(({ fit }) => fit));
  const chosen = fitting.filter(({ fit }) => fit === best);
  return chosen.length === 1 ? chosen.map(({ path }) => path) : [];
}

function javascriptPaths(importer: string, specifier: string, known: readonly string[]): string[] {
  const bases = specifier.startsWith(".")
    ? [posix.join(posix.dirname(importer), specifier)]
    : /^[@~]\//u.test(specifier)
      ? ["src", "app", ""].map((folder) => posix.join(folder, specifier.slice(2)))
      : [];
  const candidates = bases.flatMap((base) => [base, base.replace(/\.[mc]?jsx?$/u, "")]);
  return existing(candidates, JAVASCRIPT_ENDINGS, known);
}

function pythonPaths(importer: string, specifier: string, known: readonly string[]): string[] {
  const dots = /^\.*/u.exec(specifier)?.[0].length ?? 0;
  const rest = specifier.slice(dots).replaceAll(".", "/");
  if (dots > 0) {
    const up = "../".repeat(dots - 1);
    return existing([posix.join(posix.dirname(importer), up, rest)], PYTHON_ENDINGS, known);
  }
  const wanted = PYTHON_ENDINGS.map((ending) => rest + ending);
  return known.filter((path) => wanted.some((end) => path === end || path.endsWith(`/${end}`)));
}

function existing(bases: readonly string[], endings: readonly string[], known: readonly string[]): string[] {
  const paths = new Set(known);
  return bases.flatMap((base) => endings.map((ending) => base + ending)).filter((path) => paths.has(path));
}

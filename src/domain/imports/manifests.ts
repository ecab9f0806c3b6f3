import { z } from "zod";
import type { ModuleAlias } from "./module-aliases.ts";
import { isOwn } from "./own-files.ts";
import { fileNameOf, folderOf, join, resolvePath } from "./paths.ts";

const MANIFEST = /^(?:package\.json|(?:ts|js)config(?:\.[\w-]{1,40})?\.json|go\.mod|composer\.json)$/u;
const MOST_MANIFESTS = 200;
const MOST_BYTES = 262_144;
/** Folders of made files, and where their sources usually lie. */
const MADE = /^(?:dist|build|lib|out)\//u;

const PACKAGE = z.object({
  name: z.string().optional().catch(undefined),
  main: z.string().optional().catch(undefined),
  imports: z.record(z.string(), z.unknown()).optional().catch(undefined),
  exports: z.unknown().optional(),
});
const COMPILER = z.object({
  compilerOptions: z.object({
    baseUrl: z.string().optional().catch(undefined),
    paths: z.record(z.string(), z.array(z.string())).optional().catch(undefined),
  }),
});
const LOADED = z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional();
const COMPOSER = z.object({
  autoload: z.object({ "psr-4": LOADED }).optional(),
  "autoload-dev": z.object({ "psr-4": LOADED }).optional(),
});

/** The repository's own files that say what module names mean, those of the upper folders first; a bounded number. */
export function chooseManifests(paths: readonly string[]): string[] {
  const manifests = paths.filter((path) => MANIFEST.test(fileNameOf(path)) && isOwn(path));
  return manifests.toSorted((one, other) => depthOf(one) - depthOf(other)).slice(0, MOST_MANIFESTS);
}

function depthOf(path: string): number {
  return path.split("/").length;
}

/** What a manifest says that module names mean; empty for what cannot be understood. */
export function aliasesIn(path: string, text: string): ModuleAlias[] {
  if (text.length > MOST_BYTES) return [];
  const folder = folderOf(path);
  const name = fileNameOf(path);
  if (name === "go.mod") return goModule(folder, text);
  const json = parseLoosely(text);
  if (name === "package.json") return packageAliases(folder, json);
  return name === "composer.json" ? composerAliases(folder, json) : compilerAliases(folder, json);
}

function goModule(folder: string, text: string): ModuleAlias[] {
  const name = /^module[ \t]+"?([^\s"]{1,300})/mu.exec(text)?.[1];
  return name === undefined ? [] : wholeAndBelow(name, [folder], [folder]);
}

/** A name itself and every name below it, for everybody. */
function wholeAndBelow(name: string, whole: readonly string[], below: readonly string[]): ModuleAlias[] {
  return [
    { within: "", pattern: name, targets: whole },
    { within: "", pattern: `${name}/*`, targets: below.map((folder) => join(folder, "*")) },
  ];
}

function packageAliases(folder: string, json: unknown): ModuleAlias[] {
  const manifest = PACKAGE.safeParse(json).data;
  if (!manifest) return [];
  const { name, main, imports = {}, exports } = manifest;
  const internal = Object.entries(imports).map(([pattern, target]) => toAlias(folder, folder, [pattern, target]));
  if (name === undefined || name.includes("*")) return internal;
  const entries = exportEntries(exports).map(([pattern, target]) =>
    toAlias("", folder, [name + pattern.slice(1), target]),
  );
  const roots = [main ?? "", "src/index", "index"].filter(Boolean).flatMap((target) => sourcesOf(folder, target));
  return [...internal, ...entries, ...wholeAndBelow(name, roots, [folder, join(folder, "src")])];
}

function exportEntries(exports: unknown): [string, unknown][] {
  if (typeof exports !== "object" || exports === null) return [[".", exports]];
  const entries = Object.entries(exports);
  return entries.every(([key]) => key.startsWith(".")) ? entries : [[".", exports]];
}

function toAlias(within: string, folder: string, [pattern, target]: readonly [string, unknown]): ModuleAlias {
  return { within, pattern, targets: stringsIn(target).flatMap((path) => sourcesOf(folder, path)) };
}

/** The paths of an export, whatever conditions it stands under. */
function stringsIn(target: unknown, depth = 4): string[] {
  if (typeof target === "string") return [target];
  if (typeof target !== "object" || target === null || depth === 0) return [];
  return Object.values(target).flatMap((inner) => stringsIn(inner, depth - 1));
}

/** Packages name what is built; what it is built from usually lies under `src`. */
function sourcesOf(folder: string, target: string): string[] {
  const path = resolvePath(folder, target);
  if (path === null) return [];
  const inside = folder === "" ? path : path.slice(folder.length + 1);
  if (!MADE.test(inside)) return [path];
  return [join(folder, inside.replace(MADE, "src/")), join(folder, inside.replace(MADE, "")), path];
}

function compilerAliases(folder: string, json: unknown): ModuleAlias[] {
  const options = COMPILER.safeParse(json).data?.compilerOptions;
  if (!options) return [];
  const root = options.baseUrl === undefined ? folder : resolvePath(folder, options.baseUrl);
  if (root === null) return [];
  const named = Object.entries(options.paths ?? {}).map(([pattern, targets]) => ({
    within: folder,
    pattern,
    targets: targets.map((target) => resolvePath(root, target)).filter((path) => path !== null),
  }));
  const below = options.baseUrl === undefined ? [] : [{ within: folder, pattern: "*", targets: [join(root, "*")] }];
  return [...named, ...below];
}

function composerAliases(folder: string, json: unknown): ModuleAlias[] {
  const manifest = COMPOSER.safeParse(json).data;
  const maps = [manifest?.autoload?.["psr-4"], manifest?.["autoload-dev"]?.["psr-4"]];
  return maps
    .flatMap((map) => Object.entries(map ?? {}))
    .map(([prefix, folders]) => ({
      within: folder,
      pattern: `${prefix}*`,
      targets: [folders].flat().flatMap((target) => {
        const path = resolvePath(folder, target);
        return path === null ? [] : [join(path, "*")];
      }),
    }));
}

/** JSON with comments and trailing commas, as compilers read it; `null` for anything else. */
function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parseWithoutComments(text);
  }
}

function parseWithoutComments(text: string): unknown {
  const kept = text.replace(/("(?:[^"\\\n]|\\.)*"?)|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/gu, "$1");
  const strict = kept.replace(/("(?:[^"\\\n]|\\.)*"?)|,(?=\s*[}\]])/gu, "$1");
  try {
    return JSON.parse(strict);
  } catch {
    return null;
  }
}

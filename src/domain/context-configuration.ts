import { type ChangedFile, pathOn } from "./change-set.ts";

const MOST_SIBLINGS = 12;
const MANIFEST = /\.(?:ya?ml|tf|hcl)$/u;
const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/u;
const ACTION = /(?:^|\/)action\.ya?ml$/u;
/** `uses: ./path` of a step that runs an action of the same repository. */
const LOCAL_ACTION = /\buses:\s*["']?\.\/([\w./-]+)/gu;

/**
 * Unchanged configuration that decides what a changed file means: what lies in the same folder and is applied together
 * with it, the repository's own actions that a workflow runs, and the workflows that may run a changed action.
 */
export function configurationPaths(files: readonly ChangedFile[], mapPaths: readonly string[]): string[] {
  const changed = new Set(files.flatMap((file) => [file.path, pathOn(file, "base")]));
  const unchanged = mapPaths.filter((path) => MANIFEST.test(path) && !changed.has(path));
  const folders = new Set([...changed].filter((path) => MANIFEST.test(path) && !isBuild(path)).map(folderOf));
  const siblings = unchanged.filter((path) => !isBuild(path) && folders.has(folderOf(path)));
  const actions = new Set(files.flatMap(calledActions));
  const called = unchanged.filter((path) => actions.has(ACTION.test(path) ? folderOf(path) : path));
  const callers = [...changed].some((path) => ACTION.test(path)) ? unchanged.filter((path) => WORKFLOW.test(path)) : [];
  return [...called, ...callers.slice(0, MOST_SIBLINGS), ...siblings.slice(0, MOST_SIBLINGS)];
}

function isBuild(path: string): boolean {
  return WORKFLOW.test(path) || ACTION.test(path) || path.startsWith(".github/");
}

/** Folders of the actions that a workflow runs, and the root, whose action workflows may call by the repository's name. */
function calledActions({ path, base, head }: ChangedFile): string[] {
  if (!WORKFLOW.test(path)) return [];
  const texts = [base?.text ?? "", head?.text ?? ""];
  return [
    "",
    ...texts.flatMap((text) => [...text.matchAll(LOCAL_ACTION)].map(([, folder = ""]) => folder.replace(/\/+$/u, ""))),
  ];
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

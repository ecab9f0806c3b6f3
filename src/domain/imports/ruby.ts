import { firstGroups, type ImportLanguage, type RepositoryView } from "./import-language.ts";
import { folderOf, join, resolvePath } from "./paths.ts";

const RELATIVE = /\brequire_relative[ \t(]{1,9}["']([^"'\n#]{1,300})["']/gu;
const REQUIRE = /\b(?:require|load|require_dependency|autoload[ \t]+:\w{1,80},)[ \t(]{1,9}["']([^"'\n#]{1,300})["']/gu;
const CONSTANT = /(?<![\w:])(?:::)?([A-Z]\w{0,80}(?:::[A-Z]\w{0,80}){0,8})/gu;
/** `resources :users`, `to: "users#show"`, `controller: "users"`, `get "x" => "users#show"`. */
const ROUTED =
  /(?:\bresources?[ \t(]{1,9}:|\b(?:to|controller)(?::|[ \t]{0,9}=>)[ \t]{0,9}["':]|=>[ \t]{0,9}["'])(\w[\w/]{0,80})(?=#|["',\s)]|$)/gmu;
/** Guards and helpers by name stay in the class or what it inherits, which its constants tell. */
const MOST_CONSTANTS = 200;

/** Folders that Zeitwerk loads constants from. */
const LOADED = /(?:^|\/)(?:app\/[^/]+(?:\/concerns)?|lib)$/u;

/** Ruby: files by path, constants by the path that autoloading gives them, and controllers that routes name. */
export const ruby: ImportLanguage = {
  extensions: ["rb", "rake", "ru"],
  *references(text) {
    for (const path of firstGroups(text, RELATIVE)) yield `./${path}`;
    for (const path of firstGroups(text, REQUIRE)) yield `lib:${path}`;
    for (const name of firstGroups(text, ROUTED)) yield `route:${name}`;
    const constants = new Set<string>();
    for (const name of firstGroups(text, CONSTANT)) {
      if (/[a-z]/u.test(name)) constants.add(name);
      if (constants.size >= MOST_CONSTANTS) break;
    }
    yield* constants;
  },
  resolve: (reference, importer, view) => {
    const { files } = view;
    if (reference.startsWith("lib:")) return loaded(withoutEnding(reference.slice(4)), view);
    if (reference.startsWith("route:")) return controllers(reference.slice(6), view);
    if (!reference.startsWith("./")) return constantFiles(reference, importer, view);
    const path = resolvePath(folderOf(importer), reference);
    return path === null ? [] : [path, `${path}.rb`].filter((candidate) => files.has(candidate));
  },
};

/** A constant is looked for in the namespaces around the file first, the innermost before the outer ones. */
function constantFiles(name: string, importer: string, view: RepositoryView): string[] {
  const path = name.split("::").map(underscored).join("/");
  const inner = folderOf(importer).split("/");
  const namespaces = inner.map((_, index) => inner.slice(index).join("/"));
  const candidates = [...namespaces.map((namespace) => join(namespace, path)), path];
  const found = candidates.map((candidate) => loaded(candidate, view)).find((files) => files.length > 0) ?? [];
  return found.filter((file) => file !== importer);
}

function loaded(path: string, { files }: RepositoryView): string[] {
  const ending = `${path}.rb`;
  return files
    .endingIn(ending)
    .filter((file) => LOADED.test(file.slice(0, Math.max(0, file.length - ending.length - 1))));
}

/** A singular resource has a plural controller. */
function controllers(name: string, { files }: RepositoryView): string[] {
  const endings = [`${name}_controller.rb`, `${name}s_controller.rb`];
  return endings.flatMap((ending) => files.endingIn(ending)).filter((path) => path.includes("controllers/"));
}

function withoutEnding(path: string): string {
  return path.endsWith(".rb") ? path.slice(0, -3) : path;
}

function underscored(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/gu, "$1_$2")
    .replace(/([a-z\d])([A-Z])/gu, "$1_$2")
    .toLowerCase();
}

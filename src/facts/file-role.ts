import { isAgentFile } from "./agents/agent-files.ts";
import { manifestRole } from "./manifests/manifest-role.ts";
import { isToolSettings, isTranslation } from "./tool-settings.ts";

/** What a file is for, as far as its path tells. */
export type FileRole =
  | "checksums"
  | "code"
  | "configuration"
  | "data"
  | "documentation"
  | "generated"
  | "lock"
  | "test"
  | "tooling"
  | "translation"
  | "vendored"
  | "unknown";

/** Programming and markup languages by file extension, with the name that people know them by. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ts: "TypeScript",
  mts: "TypeScript",
  cts: "TypeScript",
  tsx: "TypeScript",
  js: "JavaScript",
  mjs: "JavaScript",
  cjs: "JavaScript",
  jsx: "JavaScript",
  py: "Python",
  pyi: "Python",
  ipynb: "Jupyter",
  go: "Go",
  java: "Java",
  kt: "Kotlin",
  kts: "Kotlin",
  groovy: "Groovy",
  gradle: "Gradle",
  scala: "Scala",
  clj: "Clojure",
  rb: "Ruby",
  rake: "Ruby",
  erb: "Ruby templates",
  php: "PHP",
  phtml: "PHP",
  inc: "PHP",
  rs: "Rust",
  c: "C",
  h: "C",
  cc: "C++",
  cpp: "C++",
  cxx: "C++",
  hpp: "C++",
  cs: "C#",
  cshtml: "Razor",
  fs: "F#",
  vb: "Visual Basic",
  swift: "Swift",
  m: "Objective-C",
  dart: "Dart",
  ex: "Elixir",
  exs: "Elixir",
  erl: "Erlang",
  hs: "Haskell",
  lua: "Lua",
  pl: "Perl",
  pm: "Perl",
  r: "R",
  sh: "Shell",
  bash: "Shell",
  zsh: "Shell",
  ps1: "PowerShell",
  bat: "Batch",
  cmd: "Batch",
  sql: "SQL",
  sol: "Solidity",
  vue: "Vue",
  svelte: "Svelte",
  astro: "Astro",
  html: "HTML",
  htm: "HTML",
  ejs: "EJS",
  hbs: "Handlebars",
  handlebars: "Handlebars",
  mustache: "Mustache",
  twig: "Twig",
  liquid: "Liquid",
  njk: "Nunjucks",
  pug: "Pug",
  jinja: "Jinja",
  jinja2: "Jinja",
  j2: "Jinja",
  graphql: "GraphQL",
  graphqls: "GraphQL",
  gql: "GraphQL",
  proto: "Protocol Buffers",
  tf: "Terraform",
  hcl: "HCL",
  json: "JSON",
  jsonc: "JSON",
  yml: "YAML",
  yaml: "YAML",
  toml: "TOML",
  ini: "INI",
  cfg: "INI",
  conf: "configuration",
  env: "environment files",
  properties: "properties",
  xml: "XML",
};

const CONFIGURATION = new Set([
  "JSON",
  "YAML",
  "TOML",
  "INI",
  "configuration",
  "environment files",
  "properties",
  "XML",
]);
const DOCUMENTATION = new Set(["md", "mdx", "markdown", "rst", "adoc", "asciidoc", "txt", "tex"]);
const DATA = new Set(
  "png jpg jpeg gif svg ico webp avif bmp pdf woff woff2 ttf otf eot mp3 mp4 webm wav csv tsv parquet mmdb docx xlsx pptx odt ods map css scss sass less snap webmanifest".split(
    " ",
  ),
);

/** Tried in order; the first pattern that fits names the role. */
const PATH_ROLES: readonly (readonly [RegExp, FileRole])[] = [
  [/(^|\/)\.github\/workflows\//u, "configuration"],
  [/(^|\/)(node_modules|vendor|third_party|bower_components|site-packages)\//u, "vendored"],
  [
    /(^|\/)(__generated__|generated|\.next|dist|public\/build)\/|\.min\.\w+$|\.generated\.\w+$|_pb2(_grpc)?\.pyi?$|\.pb(\.gw)?\.go$|(^|\/)zz_generated[^/]*\.go$|\.d\.[mc]?ts$/u,
    "generated",
  ],
  [
    /(^|\/)(tests?|__tests__|__mocks__|__snapshots__|__fixtures__|e2e|cypress|testdata|testing|testutils?|test-utils|testhelpers?|(?:internal\/)suites)\//u,
    "test",
  ],
  [
    /(^|\/)tests\.py$|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.\w+$|[.-](test|spec|cy|stories)\.\w+$|_spec\.rb$|(^|\/)(spec|features)\/.*\.(rb|erb)$|Tests?\.(java|kt|cs)$|(^|\/)(\w+_)?tests?\.rs$|(^|\/)benches\/.*\.rs$/u,
    "test",
  ],
  [/(^|\/)\.env(\.[\w.-]+)?$/u, "configuration"],
];

/** What people write for people; one that ends like code is code, whatever it is called. */
const WRITTEN_FOR_PEOPLE = /(^|\/)(LICEN[CS]E|NOTICE|AUTHORS|CHANGELOG|README|CODEOWNERS|CONTRIBUTING)(\.[\w.]+)?$/iu;

/** The role of a file, from its path alone: nothing inside a file can talk its way out of being read. */
export function roleOf(path: string): FileRole {
  if (isAgentFile(path)) return "configuration";
  const byPath = roleByPath(path);
  if (byPath !== null) return byPath;
  const manifest = manifestRole(path);
  if (manifest !== null) return manifest;
  if (isToolSettings(path)) return "tooling";
  if (isTranslation(path)) return "translation";
  const extension = extensionOf(path);
  if (DOCUMENTATION.has(extension)) return "documentation";
  if (DATA.has(extension)) return "data";
  const language = LANGUAGES[extension];
  if (language === undefined) return "unknown";
  return CONFIGURATION.has(language) ? "configuration" : "code";
}

function roleByPath(path: string): FileRole | null {
  const [, role = null] = PATH_ROLES.find(([pattern]) => pattern.test(path)) ?? [];
  if (role !== null) return role;
  return WRITTEN_FOR_PEOPLE.test(path) && languageNameOf(path) === null ? "documentation" : null;
}

/** The language of a file as people call it, or `null` when its extension says nothing. */
export function languageNameOf(path: string): string | null {
  return LANGUAGES[extensionOf(path)] ?? null;
}

/** The part after the last dot of the file name, in lower case; empty when there is none. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name.includes(".") ? name.slice(name.lastIndexOf(".") + 1).toLowerCase() : "";
}

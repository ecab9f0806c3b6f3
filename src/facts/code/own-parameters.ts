import type { ParameterNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { descendants } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import type { ModuleModel, NamedFunction } from "./module-model.ts";
import { ownParameter } from "./value.ts";
import { wordsOf } from "./words.ts";

/** Gives the parameters of a function that other files may call the values that those may pass. */
export function bindOwnParameters(named: NamedFunction, module: ModuleModel, flow: Flow): void {
  if (!isOffered(named, module) || isForOperators(module)) return;
  for (const parameter of named.node.parameters) {
    if (!mayHoldText(parameter)) continue;
    for (const { name, target } of namesIn(parameter.pattern)) {
      if (!isOwnConcern(name)) flow.bind(target, ownParameter(name));
    }
  }
}

/** The names that each parameter gives its function, by position. */
export function parameterNames({ node }: NamedFunction): string[][] {
  return node.parameters.map(({ pattern }) => namesIn(pattern).map(({ name }) => name));
}

/** A parameter's name, or the names that its pattern takes out of an object. */
function namesIn(pattern: SyntaxNode): { name: string; target: SyntaxNode }[] {
  if (pattern.type === "name") return [{ name: pattern.name, target: pattern }];
  if (pattern.type === "assign") return namesIn(pattern.target);
  if (pattern.type !== "object") return [];
  return pattern.entries.flatMap(({ value, spread }) => (spread ? [] : namesIn(value)));
}

/** Languages in which other files reach whatever is not hidden. */
const SHARED_BY_DEFAULT: ReadonlySet<string> = new Set(["php", "ruby", "csharp", "java", "kotlin"]);

const HIDDEN = /\b(?:private|protected)\s+(?:(?:static|async|override|readonly)\s+)*\*?([\w$]+)/gu;

/** True for what a file exports and its language does not mark as private. */
export function isOffered({ symbol, className, node }: NamedFunction, module: ModuleModel): boolean {
  const name = symbol.slice(symbol.lastIndexOf(".") + 1);
  if (/^[_#]/u.test(name) || name === "constructor") return false;
  if (SHARED_BY_DEFAULT.has(module.language.id)) return node.hidden === undefined || node.ofClass === true;
  if (module.language.id === "go") return /^\p{Lu}/u.test(name);
  if (module.language.id === "python") return className === null || !className.startsWith("_");
  const line = module.lines[node.startLine - 1] ?? "";
  if ([...line.matchAll(HIDDEN)].some(([, hidden]) => hidden === name)) return false;
  return [...module.exports.values()].some((local) => local === symbol || local === className);
}

const OPERATOR_PATHS =
  /(?:^|\/)(?:scripts?|tools?|tooling|bin|build|cli|commands?|dev|ci|\.ci|\.github|hack|tasks?|bench|benchmarks?|examples?|migrations?|alembic|e2e|fixtures|docs?|runtime-tests)\/|(?:^|\/)(?:setup|noxfile|fabfile|manage|conftest|tasks|cli|__main__|build|release|gulpfile|gruntfile|[\w.-]+\.config)\.\w+$/iu;
const OPERATOR_MODULES =
  /^(?:commander|yargs|cac|citty|meow|minimist|clipanion|@oclif\/|@clack\/|inquirer|arg$|argparse|click|typer|fire|docopt|optparse|invoke|fabric|nox|setuptools|distutils|vite$|webpack|rollup|esbuild|tsup|gulp|grunt)/u;

/** Every function of a module asks the same. */
const forOperators = new WeakMap<ModuleModel, boolean>();

function isForOperators(module: ModuleModel): boolean {
  const known = forOperators.get(module) ?? obeysOperators(module);
  forOperators.set(module, known);
  return known;
}

/** Scripts, command lines and build tools do what those who start them say. */
function obeysOperators({ file, lines, imports, root }: ModuleModel): boolean {
  if (OPERATOR_PATHS.test(file.path) || (lines[0]?.startsWith("#!") ?? false)) return true;
  if ([...imports.values()].some(({ module }) => OPERATOR_MODULES.test(module))) return true;
  return [...descendants(root)].some((node) => node.type === "member" && node.property === "argv");
}

const TEXTUAL =
  /^(?:string|String|str|bytes|bytearray|AnyStr|Text|any|Any|unknown|object|Buffer|Uint8Array|Path|PathLike|URL|Readable|IO|BinaryIO|BytesIO|FileStorage|UploadFile|InputStream|Reader|InputSource)$/u;

/** False for numbers, switches, fixed choices and objects of the project's own types. */
function mayHoldText({ annotation, initial, pattern }: ParameterNode): boolean {
  if (initial?.type === "literal" && !/^(?:null|None|undefined)$/u.test(initial.text)) return false;
  if (annotation === null) return true;
  const written = [...descendants(annotation)].flatMap((node) => (node.type === "name" ? [node.name] : []));
  const words = written.flatMap((text) => text.replaceAll(/"[^"]*"|'[^']*'/gu, "").split(/[^\w$]+/u));
  return pattern.type === "object" || words.some((word) => TEXTUAL.test(word));
}

/** Names of settings, tools and numbers, which those who call a function do not take from a request. */
function isOwnConcern(name: string): boolean {
  return / (?:config|configuration|settings|context|ctx|env|logger|log|db|database|session|connection|conn|cursor|client|pool|engine|schema|table|column|columns|app|self|cls|store|datastore|bin|binary|executable|program|interpreter|shell|cwd|timeout|port|count|size|width|height|limit|offset|index|depth|retries|num|number|max|min|page|version|enabled|verbose|debug|force) $/u.test(
    wordsOf(name),
  );
}

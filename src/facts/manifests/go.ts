import { linesOf } from "../../domain/change-set.ts";
import { type ManifestFormat, onLine, type Package, plainPackage } from "./manifest.ts";
import { FROM_PATH, fromRegistry, type Origin } from "./origin.ts";

/** `go.mod` and `go.work`. Modules are fetched by their path through a proxy, and `go.sum` holds their checksums. */
export const goModules: ManifestFormat = {
  ecosystem: "go",
  role: "configuration",
  path: /(^|\/)go\.(mod|work)$/u,
  read: (text) => ({ packages: directivesIn(text).flatMap(packageIn) }),
};

interface Directive {
  readonly verb: string;
  readonly words: readonly string[];
  readonly line: number;
}

/** Directives stand alone, or share one verb in a block of parentheses. */
function directivesIn(text: string): Directive[] {
  const directives: Directive[] = [];
  let block: string | null = null;
  for (const [index, line] of linesOf(text).entries()) {
    const words = line
      .replace(/\/\/.*$/u, "")
      .trim()
      .split(/\s+/u);
    const [first = "", second] = words;
    if (first === ")") block = null;
    else if (second === "(") block = first;
    else if (first !== "") {
      directives.push({ verb: block ?? first, words: block === null ? words.slice(1) : words, line: index + 1 });
    }
  }
  return directives;
}

function packageIn({ verb, words, line }: Directive): Package[] {
  if (verb === "replace") return replacementIn(words, line);
  const [name = "", version = ""] = words;
  const isModule = (verb === "require" || verb === "tool") && name.includes(".");
  return isModule ? [plainPackage(name, version, fromRegistry("version"), onLine(line))] : [];
}

/** A folder or another version of the same module replaces nothing that someone else could control. */
function replacementIn(words: readonly string[], line: number): Package[] {
  const arrow = words.indexOf("=>");
  const [name = ""] = words;
  const [target = "", version = ""] = arrow === -1 ? [] : words.slice(arrow + 1);
  if (target === "" || target === name) return [];
  if (/^\.{0,2}\//u.test(target)) return [plainPackage(name, target, FROM_PATH, onLine(line))];
  const [host = ""] = target.split("/");
  const origin: Origin = { source: "registry", address: target, host, transport: "https", pinned: "version" };
  return [{ ...plainPackage(name, version, origin, onLine(line)), redirected: true }];
}

import { linesOf } from "../../domain/change-set.ts";
import { type DataNode, entriesAt, firstText, textAt } from "../data/data-node.ts";
import { parseTomlData } from "../data/toml-data.ts";
import { type ManifestFormat, onLine, type Package, placeOf, plainPackage, type Registry } from "./manifest.ts";
import { mavenPinning } from "./maven.ts";
import { FROM_PATH, fromRegistry } from "./origin.ts";

const CONFIGURATION =
  /^\s*["'`]?(?:\w*(?:[iI]mplementation|[aA]pi|[cC]ompile(?:Only)?|[rR]untime(?:Only)?|[pP]rocessor|kapt|ksp|classpath))["'`]?[\s(]+/u;
const COORDINATES = /["']([\w.-]+):([\w.-]+)(?::([^"':@]*))?[^"']*["']/u;
const PLUGIN = /^\s*id\s*\(?\s*["']([\w.-]+)["']\s*\)?\s*version\s*\(?\s*["']([^"']+)["']/u;

/** `build.gradle` and `settings.gradle` in both languages: what a line declares; code around it is not followed. */
export const gradleBuild: ManifestFormat = {
  ecosystem: "maven",
  role: "configuration",
  path: /\.gradle(\.kts)?$/u,
  read: (text) => {
    const lines = linesOf(text).map((line) => line.slice(0, 2000).replace(/(^|\s)\/\/.*$/u, ""));
    const isSource = repositoryLines(lines);
    return {
      packages: lines.flatMap((line, index) => packageIn(line, index + 1)),
      registries: lines.flatMap((line, index) => (isSource[index] === true ? repositoryIn(line, index + 1) : [])),
    };
  },
};

function packageIn(line: string, number: number): Package[] {
  const [, id, pluginVersion = ""] = PLUGIN.exec(line) ?? [];
  if (id !== undefined)
    return [plainPackage(id, pluginVersion, fromRegistry(mavenPinning(pluginVersion)), onLine(number))];
  if (!CONFIGURATION.test(line)) return [];
  const [, group, artifact, version = ""] = COORDINATES.exec(line) ?? [];
  if (group === undefined || artifact === undefined) return [];
  return [plainPackage(`${group}/${artifact}`, version, fromRegistry(mavenPinning(version)), onLine(number))];
}

/** For each line, whether it stands in a block of repositories that packages come from rather than go to. */
function repositoryLines(lines: readonly string[]): boolean[] {
  const open: string[] = [];
  const depth = { repositories: 0, publishing: 0 };
  const count = (name: string | undefined, by: number) => {
    if (name === "repositories" || name === "publishing") depth[name] += by;
  };
  return lines.map((line) => {
    const wasInside = depth.repositories > 0 || /\brepositories\s*\{/u.test(line);
    for (const [, name = "", opens] of line.matchAll(/(\w{0,40})\s{0,10}(\{)|\}/gu)) {
      if (opens === undefined) count(open.pop(), -1);
      else count(name, 1);
      if (opens !== undefined) open.push(name);
    }
    return wasInside && depth.publishing === 0;
  });
}

/** An address that stands where repositories are declared: `url "…"`, `url = uri("…")` or `maven("…")`. */
function repositoryIn(line: string, number: number): Registry[] {
  const address = /(?:^|[\s{(;])(?:url|setUrl|maven)\s*[=(]?\s*(?:uri\s*\()?\s*["'](https?:\/\/[^"'$]+)["']/u.exec(
    line,
  )?.[1];
  return address === undefined ? [] : [{ ...onLine(number), address, only: null, exclusive: true }];
}

/** The version catalogue of Gradle, such as `gradle/libs.versions.toml`. */
export const versionCatalogue: ManifestFormat = {
  ecosystem: "maven",
  role: "configuration",
  path: /\.versions\.toml$/u,
  read: (text) => {
    const root = parseTomlData(text);
    return {
      packages: [...entriesAt(root, "libraries"), ...entriesAt(root, "plugins")].flatMap(([, node]) => libraryAt(node)),
    };
  },
};

function joinedName(node: DataNode): string {
  return ["group", "name"].map((key) => textAt(node, key) ?? "").join(":");
}

function libraryAt(node: DataNode): Package[] {
  const module = node.text ?? firstText(node, "module", "id") ?? joinedName(node);
  const [owner = "", name = "", written] = module.split(":");
  const version = written ?? textAt(node, "version") ?? "";
  const origin = owner === "" ? FROM_PATH : fromRegistry(mavenPinning(version));
  return [plainPackage([owner, name].filter(Boolean).join("/"), version, origin, placeOf(node))];
}

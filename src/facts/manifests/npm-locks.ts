import { type DataNode, at, entriesAt, textAt } from "../data/data-node.ts";
import { parseJsonData } from "../data/json-data.ts";
import { type LockedPackage, odditiesIn } from "./lock.ts";
import { type ManifestFormat, placeOf } from "./manifest.ts";

const GROUPS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/** `package-lock.json` and `npm-shrinkwrap.json`, in all their versions. */
export const packageLock: ManifestFormat = {
  ecosystem: "npm",
  role: "lock",
  path: /(^|\/)(package-lock|npm-shrinkwrap)\.json$/u,
  read: (text) => {
    const root = parseJsonData(text);
    const nodes = at(root, "packages") ? entriesAt(root, "packages") : nestedDependencies(root, 0);
    const ranges = rangesByName(nodes.map(([, node]) => node));
    const foreign = nodes.filter(([path, node]) => path !== "" && textAt(node, "link") !== "true");
    return {
      oddities: odditiesIn(
        foreign.map(([path, node]) => lockedAt(path, node, ranges)),
        "npm",
      ),
    };
  },
};

/** The first version of the format nests what belongs to one package only. */
function nestedDependencies(node: DataNode, depth: number): [string, DataNode][] {
  if (depth > 20) return [];
  return entriesAt(node, "dependencies").flatMap(([name, child]) => [
    [`node_modules/${name}`, child],
    ...nestedDependencies(child, depth + 1),
  ]);
}

/** For each name, all that the packages of the lock ask for under it. */
function rangesByName(nodes: readonly DataNode[]): Map<string, string[]> {
  const asked = nodes.flatMap((node) => [...GROUPS, "requires"].flatMap((group) => entriesAt(node, group)));
  const byName = Map.groupBy(asked, ([name]) => name);
  return new Map([...byName].map(([name, group]) => [name, group.flatMap(([, { text }]) => text ?? [])]));
}

function lockedAt(path: string, node: DataNode, ranges: ReadonlyMap<string, string[]>): LockedPackage {
  const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
  const version = textAt(node, "version") ?? "";
  return {
    ...placeOf(node),
    name,
    resolved: textAt(node, "resolved") ?? (version.includes(":") ? version : null),
    verified: textAt(node, "integrity") !== null,
    installScript: textAt(node, "hasInstallScript") === "true",
    ranges: ranges.get(name) ?? [],
    realName: textAt(node, "name") ?? /^npm:(.+)@/u.exec(version)?.[1] ?? null,
    direct: false,
  };
}

/** `bun.lock`: each package is a list of what it is, where it is from, what it needs and its checksum. */
export const bunLock: ManifestFormat = {
  ecosystem: "npm",
  role: "lock",
  path: /(^|\/)bun\.lock$/u,
  read: (text) => {
    const packages = entriesAt(parseJsonData(text), "packages").flatMap(([, node]) => bunPackage(node));
    return { oddities: odditiesIn(packages, "npm") };
  },
};

function bunPackage(node: DataNode): LockedPackage[] {
  const [specifier = "", registry, , integrity] = node.items.map(({ text }) => text);
  const [, name, version] = /^((?:@[^/@]+\/)?[^/@]+)@(.+)$/u.exec(specifier ?? "") ?? [];
  if (name === undefined || version === undefined || typeof registry !== "string") return [];
  const resolved = registry === "" ? `https://registry.npmjs.org/${name}/-/${name}.tgz` : registry;
  const verified = typeof integrity === "string" && integrity !== "";
  return [
    {
      ...placeOf(node),
      name,
      resolved,
      verified,
      installScript: false,
      ranges: [version],
      realName: null,
      direct: false,
    },
  ];
}

import { at, type DataNode, entriesAt, firstText, itemsAt, textAt } from "../data/data-node.ts";
import { parseTomlData } from "../data/toml-data.ts";
import {
  type Manifest,
  type ManifestFormat,
  type Package,
  placeOf,
  plainPackage,
  type Registry,
  type WeakenedCheck,
} from "./manifest.ts";
import { FROM_PATH, fromRegistry, type Origin, originOfAddress, originOfRepository } from "./origin.ts";
import { normalName, pythonPinning, requirementOf } from "./requirements.ts";

/** `pyproject.toml`: PEP 621 and 735, Poetry, uv and PDM. */
export const pyproject: ManifestFormat = {
  ecosystem: "pypi",
  role: "configuration",
  path: /(^|\/)(pyproject|uv)\.toml$/u,
  read: (text): Manifest => {
    const root = parseTomlData(text);
    const poetry = at(root, "tool", "poetry");
    const uv = at(root, "tool", "uv") ?? root;
    const sources = uvSources(at(uv, "sources"));
    return {
      packages: [
        ...listed(root).flatMap((node) => listedPackage(node, sources)),
        ...sources.values(),
        ...poetryPackages(poetry),
      ],
      registries: [...uvIndexes(uv), ...itemsAt(poetry, "source").flatMap(poetrySource)],
      weakened: itemsAt(uv, "allow-insecure-host").map(insecureHost),
    };
  },
};

/** `Pipfile`. */
export const pipfile: ManifestFormat = {
  ecosystem: "pypi",
  role: "configuration",
  path: /(^|\/)Pipfile$/u,
  read: (text): Manifest => {
    const root = parseTomlData(text);
    const sources = itemsAt(root, "source");
    return {
      packages: ["packages", "dev-packages"].flatMap((group) => entriesAt(root, group).flatMap(tablePackage)),
      registries: sources.flatMap((node) => registryAt(node, "url", sources.length === 1)),
      weakened: sources.filter((node) => textAt(node, "verify_ssl") === "false").map(insecureHost),
    };
  },
};

function listed(root: DataNode): DataNode[] {
  const optional = entriesAt(root, "project", "optional-dependencies").flatMap(([, group]) => group.items);
  const groups = entriesAt(root, "dependency-groups").flatMap(([, group]) => group.items);
  return [
    ...itemsAt(root, "project", "dependencies"),
    ...optional,
    ...groups,
    ...itemsAt(root, "build-system", "requires"),
    ...itemsAt(root, "tool", "uv", "dev-dependencies"),
  ];
}

/** What uv takes from elsewhere is told by its source, not by the list. */
function listedPackage(node: DataNode, sources: ReadonlyMap<string, Package>): Package[] {
  const one = requirementOf(node.text ?? "");
  if (one === null || sources.has(one.name)) return [];
  return [plainPackage(one.name, one.range, one.origin, placeOf(node))];
}

function uvSources(sources: DataNode | null): Map<string, Package> {
  return new Map(
    entriesAt(sources).flatMap(([name, node]) => {
      const origin = tableOrigin(node.items[0] ?? node);
      if (origin === null) return [];
      return [[normalName(name), plainPackage(normalName(name), "", origin, placeOf(node))] as const];
    }),
  );
}

function poetryPackages(poetry: DataNode | null): Package[] {
  const groups = entriesAt(poetry, "group").map(([, group]) => at(group, "dependencies"));
  const tables = [at(poetry, "dependencies"), at(poetry, "dev-dependencies"), ...groups];
  return tables.flatMap((table) => entriesAt(table).flatMap(tablePackage)).filter(({ name }) => name !== "python");
}

/** A package as a key: its value is a version, or a table that says where it is from. */
function tablePackage([name, node]: [string, DataNode]): Package[] {
  const range = node.text ?? textAt(node, "version") ?? "";
  const origin = tableOrigin(node) ?? fromRegistry(poetryPinning(range));
  return [plainPackage(normalName(name), range, origin, placeOf(node))];
}

/** A bare version is exact here. */
function poetryPinning(range: string): Origin["pinned"] {
  return /^\d+(?:\.\d+)*$/u.test(range) ? "version" : pythonPinning(range);
}

function tableOrigin(node: DataNode): Origin | null {
  if (["path", "workspace", "editable"].some((key) => at(node, key) !== null)) return FROM_PATH;
  const repository = textAt(node, "git");
  if (repository !== null) return originOfRepository(repository, firstText(node, "rev", "ref", "tag", "branch"));
  return originOfAddress(firstText(node, "url", "file") ?? "");
}

function uvIndexes(uv: DataNode): Registry[] {
  const explicit = itemsAt(uv, "index").flatMap((node) => {
    const isAlone = textAt(node, "explicit") === "true" || textAt(node, "default") === "true";
    return registryAt(node, "url", isAlone || textAt(uv, "index-strategy")?.startsWith("unsafe") !== true);
  });
  const main = registryAt(uv, "index-url", true);
  return [...explicit, ...main];
}

/** Poetry asks supplemental and secondary sources for the same names. */
function poetrySource(node: DataNode): Registry[] {
  const priority = textAt(node, "priority") ?? "primary";
  return registryAt(node, "url", priority === "explicit" || priority === "primary" || priority === "default");
}

function registryAt(node: DataNode, key: string, exclusive: boolean): Registry[] {
  const address = at(node, key);
  if (address?.text === null || address === null) return [];
  return [{ ...placeOf(address), address: address.text, only: null, exclusive }];
}

function insecureHost(node: DataNode): WeakenedCheck {
  return { ...placeOf(node), control: "tls", reason: "the index's certificate is not checked" };
}

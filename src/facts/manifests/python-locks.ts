import { at, type DataNode, entriesAt, itemsAt, textAt } from "../data/data-node.ts";
import { parseJsonData } from "../data/json-data.ts";
import { parseTomlData } from "../data/toml-data.ts";
import { type LockedPackage, odditiesIn } from "./lock.ts";
import { type ManifestFormat, placeOf } from "./manifest.ts";
import { normalName } from "./requirements.ts";

/** `uv.lock`, `poetry.lock` and `pdm.lock`. */
export const pythonLock: ManifestFormat = {
  ecosystem: "pypi",
  role: "lock",
  path: /(^|\/)(uv|poetry|pdm)\.lock$|\.py\.lock$/u,
  read: (text) => {
    const packages = itemsAt(parseTomlData(text), "package");
    const asked = namesOfRegistry(packages);
    return {
      oddities: odditiesIn(
        packages.flatMap((node) => lockedAt(node, asked)),
        "pypi",
      ),
    };
  },
};

/** What uv repeats of the projects' own requirements: names that they ask the registry for. */
function namesOfRegistry(packages: readonly DataNode[]): Set<string> {
  const required = packages.flatMap((node) => itemsAt(node, "metadata", "requires-dist"));
  const plain = required.filter((node) =>
    ["git", "url", "directory", "editable"].every((key) => at(node, key) === null),
  );
  return new Set(plain.map((node) => normalName(textAt(node, "name") ?? "")));
}

function lockedAt(node: DataNode, asked: ReadonlySet<string>): LockedPackage[] {
  const source = at(node, "source");
  if (["editable", "virtual", "directory", "path"].some((key) => at(source, key) !== null)) return [];
  const name = textAt(node, "name") ?? "";
  const files = [at(node, "sdist"), ...itemsAt(node, "wheels"), ...itemsAt(node, "files")].filter(
    (file) => file !== null,
  );
  const address = files.map((file) => textAt(file, "url")).find((url) => url !== null);
  const isPoetryGit = textAt(source, "type") === "git";
  const resolved = textAt(source, "git") ?? (isPoetryGit ? null : (address ?? textAt(source, "url")));
  return [
    {
      ...placeOf(node),
      name,
      resolved: withScheme(resolved, textAt(source, "git") !== null),
      verified: files.every((file) => textAt(file, "hash") !== null),
      installScript: false,
      ranges: asked.has(normalName(name)) ? ["*"] : [],
      realName: null,
      direct: textAt(source, "url") !== null,
    },
  ];
}

function withScheme(address: string | null, isGit: boolean): string | null {
  return isGit && address !== null && !address.startsWith("git+") ? `git+${address}` : address;
}

/** `Pipfile.lock`: an entry without checksums among others that have them. */
export const pipfileLock: ManifestFormat = {
  ecosystem: "pypi",
  role: "lock",
  path: /(^|\/)Pipfile\.lock$/u,
  read: (text) => {
    const root = parseJsonData(text);
    const packages = ["default", "develop"].flatMap((group) => entriesAt(root, group).flatMap(pipfilePackage));
    return { oddities: odditiesIn(packages, "pypi") };
  },
};

function pipfilePackage([name, node]: [string, DataNode]): LockedPackage[] {
  if (textAt(node, "version") === null) return [];
  const verified = itemsAt(node, "hashes").length > 0;
  const resolved = `https://pypi.org/simple/${name}`;
  return [
    { ...placeOf(node), name, resolved, verified, installScript: false, ranges: [], realName: null, direct: false },
  ];
}

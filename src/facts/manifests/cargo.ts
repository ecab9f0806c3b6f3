import { at, type DataNode, entriesAt, firstText, itemsAt, textAt } from "../data/data-node.ts";
import { parseTomlData } from "../data/toml-data.ts";
import { type LockedPackage, odditiesIn } from "./lock.ts";
import { type Manifest, type ManifestFormat, type Package, placeOf, plainPackage, type Registry } from "./manifest.ts";
import { FROM_PATH, fromRegistry, type Origin, originOfRepository, type Pinning } from "./origin.ts";

const GROUPS = ["dependencies", "dev-dependencies", "build-dependencies"];

/** `Cargo.toml`. */
export const cargoToml: ManifestFormat = {
  ecosystem: "cargo",
  role: "configuration",
  path: /(^|\/)Cargo\.toml$/u,
  read: (text): Manifest => {
    const root = parseTomlData(text);
    const targets = entriesAt(root, "target").map(([, target]) => target);
    const tables = [root, at(root, "workspace"), ...targets].flatMap((part) => GROUPS.map((group) => at(part, group)));
    const patches = [...entriesAt(root, "patch").map(([, patch]) => patch), at(root, "replace")];
    return {
      packages: [...tables.flatMap((table) => entriesAt(table).flatMap(declared)), ...patches.flatMap(patchesIn)],
    };
  },
};

function declared([name, node]: [string, DataNode]): Package[] {
  const range = node.text ?? textAt(node, "version") ?? "";
  const crate = textAt(node, "package") ?? name;
  return [plainPackage(crate, range, crateOrigin(node, range), placeOf(node))];
}

/** A patch puts something else in the place of a crate for every package of the build. */
function patchesIn(table: DataNode | null): Package[] {
  return entriesAt(table).flatMap(([name, node]) => {
    const one = { ...plainPackage(name, "", crateOrigin(node, ""), placeOf(node)), redirected: true };
    return one.origin.source === "git" ? [one] : [];
  });
}

function crateOrigin(node: DataNode, range: string): Origin {
  const repository = textAt(node, "git");
  if (repository !== null) {
    return originOfRepository(repository, firstText(node, "rev", "tag", "branch")) ?? FROM_PATH;
  }
  const isOurs = at(node, "path") !== null || at(node, "workspace") !== null;
  return isOurs ? FROM_PATH : fromRegistry(cratePinning(range));
}

function cratePinning(range: string): Pinning {
  if (/^=\s*\d/u.test(range)) return "version";
  return /^(?:\*|>=?\s*0(?:\.0)*)$/u.test(range) ? "latest" : "range";
}

/** `.cargo/config.toml`: registries that take the place of the public one. */
export const cargoSettings: ManifestFormat = {
  ecosystem: "cargo",
  role: "configuration",
  path: /(^|\/)\.cargo\/config(\.toml)?$/u,
  read: (text): Manifest => {
    const root = parseTomlData(text);
    const replacing = entriesAt(root, "source").flatMap(([, node]) => indexAt(node, "registry"));
    return {
      registries: [
        ...replacing,
        ...entriesAt(root, "registries").flatMap(([name, node]) => indexAt(node, "index", name)),
      ],
    };
  },
};

function indexAt(node: DataNode, key: string, only: string | null = null): Registry[] {
  const address = at(node, key);
  if (address?.text === null || address === null) return [];
  return [{ ...placeOf(address), address: address.text.replace(/^sparse\+/u, ""), only, exclusive: true }];
}

/** `Cargo.lock`. */
export const cargoLock: ManifestFormat = {
  ecosystem: "cargo",
  role: "lock",
  path: /(^|\/)Cargo\.lock$/u,
  read: (text) => ({ oddities: odditiesIn(itemsAt(parseTomlData(text), "package").flatMap(lockedAt), "cargo") }),
};

function lockedAt(node: DataNode): LockedPackage[] {
  const source = textAt(node, "source");
  if (source === null) return [];
  const name = textAt(node, "name") ?? "";
  const isPublic = /github\.com\/rust-lang\/crates\.io-index/u.test(source);
  const index = isPublic ? "https://crates.io/index/" : source.replace(/^(?:registry|sparse)\+/u, "");
  const verified = textAt(node, "checksum") !== null;
  return [
    {
      ...placeOf(node),
      name,
      resolved: index,
      verified,
      installScript: false,
      ranges: [],
      realName: null,
      direct: false,
    },
  ];
}

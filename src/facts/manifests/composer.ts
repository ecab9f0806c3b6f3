import { at, type DataNode, entriesAt, itemsAt, textAt } from "../data/data-node.ts";
import { parseJsonData } from "../data/json-data.ts";
import {
  type InstallCommand,
  type ManifestFormat,
  type Package,
  placeOf,
  plainPackage,
  type Registry,
  type WeakenedCheck,
} from "./manifest.ts";
import { fromRegistry, originOfAddress, originOfRepository, type Pinning } from "./origin.ts";

/** Commands that Composer runs by itself. */
const ON_INSTALL =
  /^(?:pre|post)-(?:install|update|autoload-dump|package-install|package-update|root-package-install|create-project)-cmd$/u;

/** `composer.json`. A repository of its own takes the place of the public package of the same name. */
export const composerJson: ManifestFormat = {
  ecosystem: "packagist",
  role: "configuration",
  path: /(^|\/)composer\.json$/u,
  read: (text) => {
    const root = parseJsonData(text);
    const listed = entriesAt(root, "repositories").map(([, node]) => node);
    const repositories = [...itemsAt(root, "repositories"), ...listed];
    return {
      packages: [
        ...["require", "require-dev"].flatMap((group) => entriesAt(root, group).flatMap(declared)),
        ...repositories.flatMap(repositoryPackage),
      ],
      registries: repositories.flatMap(registryOf),
      weakened: weakenedIn(at(root, "config")),
      commands: entriesAt(root, "scripts").flatMap(commandsOf),
    };
  },
};

/** PHP itself and its extensions have no vendor in their name. */
function declared([name, node]: [string, DataNode]): Package[] {
  if (node.text === null || !name.includes("/")) return [];
  return [plainPackage(name, node.text, fromRegistry(composerPinning(node.text)), placeOf(node))];
}

function composerPinning(range: string): Pinning {
  if (/^v?\d+\.\d+(?:\.\d+)*$/u.test(range)) return "version";
  return /^(?:\*|>=?\s*0(?:\.0)*|@\w+)$/u.test(range) ? "latest" : "range";
}

const VERSIONED = new Set(["vcs", "git", "github", "gitlab", "svn", "hg"]);

function repositoryPackage(node: DataNode): Package[] {
  const type = textAt(node, "type") ?? "";
  if (VERSIONED.has(type)) return repositoryAt(node, textAt(node, "url") ?? "");
  return type === "package" ? archiveAt(node, at(node, "package")) : [];
}

function repositoryAt(node: DataNode, address: string): Package[] {
  const origin = originOfRepository(address, null);
  if (origin?.source !== "git") return [];
  const name = (origin.address ?? "").split("/").slice(-2).join("/");
  return [plainPackage(name, "", origin, placeOf(node))];
}

/** A package that is described where it is asked for, with an address of its own. */
function archiveAt(node: DataNode, described: DataNode | null): Package[] {
  const [source, dist] = [textAt(described, "source", "url"), textAt(described, "dist", "url")];
  const reference = textAt(described, "source", "reference");
  const origin = source === null ? originOfAddress(dist ?? "") : originOfRepository(source, reference);
  return origin === null ? [] : [plainPackage(textAt(described, "name") ?? "", "", origin, placeOf(node))];
}

function registryOf(node: DataNode): Registry[] {
  const address = textAt(node, "url");
  if (address === null || textAt(node, "type") !== "composer") return [];
  return [{ ...placeOf(node), address, only: null, exclusive: textAt(node, "canonical") !== "false" }];
}

function weakenedIn(config: DataNode | null): WeakenedCheck[] {
  const settings = [
    ["secure-http", "false", "packages may come without encryption"],
    ["disable-tls", "true", "connections are not encrypted"],
  ] as const;
  return settings.flatMap(([key, value, reason]) => {
    const node = at(config, key);
    return node?.text === value ? [{ ...placeOf(node), control: "tls", reason }] : [];
  });
}

function commandsOf([name, node]: [string, DataNode]): InstallCommand[] {
  if (!ON_INSTALL.test(name)) return [];
  const commands = node.text === null ? node.items : [node];
  return commands.map((command) => ({ ...placeOf(command), command: command.text ?? "" }));
}

import { linesOf } from "../../domain/change-set.ts";
import { at, type DataNode, entriesAt, itemsAt, textAt } from "../data/data-node.ts";
import { parseYamlData } from "../data/yaml-data.ts";
import { type Manifest, type ManifestFormat, onLine, placeOf, type Registry, type WeakenedCheck } from "./manifest.ts";

interface Setting {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

/** `.npmrc`, and the `.yarnrc` of the first Yarn. */
export const npmrc: ManifestFormat = {
  ecosystem: "npm",
  role: "configuration",
  path: /(^|\/)\.(npmrc|yarnrc)$/u,
  read: (text): Manifest => {
    const settings = linesOf(text).flatMap((line, index) => settingOf(line, index + 1));
    return {
      registries: settings.flatMap(registryOf),
      weakened: settings.flatMap(weakenedOf),
      credentialsFor: settings.flatMap(({ key, line }) => {
        const address = /^\/\/(.+?)\/?:_(?:authToken|auth|password)$/u.exec(key)?.[1];
        return address === undefined ? [] : [{ ...onLine(line), address }];
      }),
    };
  },
};

function settingOf(line: string, number: number): Setting[] {
  const [, key, value] = /^\s*"?([^\s"=;#][^\s"=]*)"?(?:\s*=\s*|\s+)"?([^"]*?)"?\s*$/u.exec(line.slice(0, 2000)) ?? [];
  return key === undefined || value === undefined ? [] : [{ key, value, line: number }];
}

function registryOf({ key, value, line }: Setting): Registry[] {
  const scope = /^(?:(@[\w.-]+):)?registry$/u.exec(key);
  return scope ? [{ ...onLine(line), address: value, only: scope[1] ?? null, exclusive: true }] : [];
}

function weakenedOf({ key, value, line }: Setting): WeakenedCheck[] {
  if (!/^(?:strict-ssl|enableStrictSsl)$/u.test(key) || value !== "false") return [];
  return [{ ...onLine(line), control: "tls", reason: "the registry's certificate is not checked" }];
}

/** `.yarnrc.yml` of later Yarns. */
export const yarnSettings: ManifestFormat = {
  ecosystem: "npm",
  role: "configuration",
  path: /(^|\/)\.yarnrc\.yml$/u,
  read: (text): Manifest => {
    const root = parseYamlData(text);
    const scopes = entriesAt(root, "npmScopes");
    return {
      registries: [...serverIn(root, null), ...scopes.flatMap(([name, node]) => serverIn(node, `@${name}`))],
      weakened: yarnChecks(root),
      credentialsFor: entriesAt(root, "npmRegistries").map(([address, node]) => ({
        ...placeOf(node),
        address: address.replace(/^(https?:)?\/\//u, ""),
      })),
    };
  },
};

function serverIn(node: DataNode, only: string | null): Registry[] {
  const server = at(node, "npmRegistryServer");
  if (server?.text === null || server === null) return [];
  return [{ ...placeOf(server), address: server.text, only, exclusive: true }];
}

function yarnChecks(root: DataNode): WeakenedCheck[] {
  const tls: WeakenedCheck[] = settingsOf(root, "enableStrictSsl", "false").map((node) => {
    return { ...placeOf(node), control: "tls", reason: "the registry's certificate is not checked" };
  });
  const checksums: WeakenedCheck[] = settingsOf(root, "checksumBehavior", "ignore").map((node) => {
    return { ...placeOf(node), control: "signature", reason: "checksums of packages are ignored" };
  });
  const plain: WeakenedCheck[] = itemsAt(root, "unsafeHttpWhitelist").map((node) => {
    return { ...placeOf(node), control: "tls", reason: "packages may come without encryption" };
  });
  return [...tls, ...checksums, ...plain];
}

function settingsOf(root: DataNode, key: string, value: string): DataNode[] {
  const node = at(root, key);
  return node !== null && textAt(root, key) === value ? [node] : [];
}

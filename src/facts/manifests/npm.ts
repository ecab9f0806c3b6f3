import { type DataNode, at, entriesAt, textAt } from "../data/data-node.ts";
import { parseJsonData } from "../data/json-data.ts";
import { parseYamlData } from "../data/yaml-data.ts";
import {
  type InstallCommand,
  type Manifest,
  type ManifestFormat,
  type Package,
  placeOf,
  plainPackage,
} from "./manifest.ts";
import { FROM_PATH, fromRegistry, type Origin, originOfAddress, type Pinning } from "./origin.ts";

const GROUPS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/** Groups that put something else in the place of what packages ask for. */
const OVERRIDES = [["overrides"], ["resolutions"], ["pnpm", "overrides"]];

/** Commands that run on every machine that installs the package or works on it. */
const ON_INSTALL = new Set(["preinstall", "install", "postinstall", "prepare", "prepublish"]);

/** `package.json` of npm, Yarn, pnpm and Bun. */
export const packageJson: ManifestFormat = {
  ecosystem: "npm",
  role: "configuration",
  path: /(^|\/)package\.json$/u,
  read: (text) => {
    const root = parseJsonData(text);
    return {
      packages: [
        ...GROUPS.flatMap((group) => entriesAt(root, group).flatMap(declared)),
        ...OVERRIDES.flatMap((keys) => overridesIn(at(root, ...keys))),
      ],
      commands: entriesAt(root, "scripts").flatMap(commandOf),
    };
  },
};

/** `pnpm-workspace.yaml`: overrides, catalogs and what pnpm may run. */
export const pnpmWorkspace: ManifestFormat = {
  ecosystem: "npm",
  role: "configuration",
  path: /(^|\/)pnpm-workspace\.yaml$/u,
  read: (text): Manifest => {
    const root = parseYamlData(text);
    const catalogs = [at(root, "catalog"), ...entriesAt(root, "catalogs").map(([, catalog]) => catalog)];
    const verified = textAt(root, "verifyStoreIntegrity") !== "false";
    const setting = at(root, "verifyStoreIntegrity");
    return {
      packages: [...catalogs.flatMap((one) => entriesAt(one).flatMap(declared)), ...overridesIn(at(root, "overrides"))],
      weakened:
        verified || setting === null
          ? []
          : [{ ...placeOf(setting), control: "signature", reason: "the stored packages are not verified" }],
    };
  },
};

function declared([name, node]: [string, DataNode]): Package[] {
  if (node.text === null) return [];
  return [plainPackage(name, node.text, npmOrigin(node.text), placeOf(node))];
}

/** Overrides to another version of the same package are updates; those to another place put something else there. */
function overridesIn(node: DataNode | null): Package[] {
  return entriesAt(node).flatMap(([key, value]) => {
    if (value.text === null) return overridesIn(value);
    const origin = npmOrigin(value.text);
    const isElsewhere = ["git", "url"].includes(origin.source) || value.text.startsWith("npm:");
    if (!isElsewhere || isSame(key, value.text)) return [];
    const name = nameOfOverride(key);
    const address = origin.address ?? value.text.slice("npm:".length);
    return [{ ...plainPackage(name, value.text, { ...origin, address }, placeOf(value)), redirected: true }];
  });
}

function nameOfOverride(key: string): string {
  const last = key.split(">").at(-1) ?? key;
  return /^(?:\*\*\/)?((?:@[^/@]+\/)?[^/@]+)(?:@.*)?$/u.exec(last)?.[1] ?? last;
}

function isSame(key: string, range: string): boolean {
  return range.startsWith(`npm:${nameOfOverride(key)}@`);
}

function commandOf([name, node]: [string, DataNode]): InstallCommand[] {
  return ON_INSTALL.has(name) && node.text !== null ? [{ ...placeOf(node), command: node.text }] : [];
}

const LOCAL = /^(?:file|link|portal|workspace|catalog|patch):|^\.{0,2}\//u;
const OWNER_AND_NAME = /^[\w-][\w.-]*\/[\w.-]+(?:#\S*)?$/u;

/** What a version requirement of npm, Yarn or pnpm asks for. */
export function npmOrigin(range: string): Origin {
  if (LOCAL.test(range)) return FROM_PATH;
  if (range.startsWith("npm:")) return fromRegistry(npmPinning(range.slice(range.lastIndexOf("@") + 1)));
  const address = originOfAddress(OWNER_AND_NAME.test(range) ? `github:${range}` : range);
  return address ?? fromRegistry(npmPinning(range));
}

function npmPinning(range: string): Pinning {
  const text = range.trim();
  if (/^(?:[=v]*)\d+\.\d+\.\d+/u.test(text)) return "version";
  if (/^(?:\*|x|latest|)$/iu.test(text) || /^>=?\s*[\d.]+$/u.test(text)) return "latest";
  return /\d/u.test(text) ? "range" : "latest";
}

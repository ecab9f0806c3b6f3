import type { FactReader, SourceFile } from "../fact-reader.ts";
import { roleOf } from "../file-role.ts";
import { blankTemplates, isTemplated } from "../settings/blank-templates.ts";
import { withoutStandIns } from "../settings/literal.ts";
import type { Setting } from "../settings/setting.ts";
import { type ParsedSettings, parseYamlSettings } from "../settings/yaml-settings.ts";
import { cloudFormation } from "./cloudformation/cloudformation.ts";
import { compose } from "./compose.ts";
import { gitlabCi } from "./gitlab-ci.ts";
import { helmValues } from "./helm-values.ts";
import { kubernetes } from "./kubernetes/kubernetes.ts";
import { packer } from "./packer.ts";
import { type ConfigDocument, configFacts, type ConfigScope, type Platform } from "./platform.ts";
import type { ConfigFacts } from "./resource-links.ts";
import { sayIn } from "./say.ts";
import { userData } from "./user-data.ts";

/** Every kind of YAML and JSON configuration that is understood, the most telling first. */
const PLATFORMS: readonly Platform[] = [gitlabCi, kubernetes, cloudFormation, packer, compose, helmValues, userData];

const CONFIG_FILE = /\.(?:ya?ml|json)$|(?:^|\/)user-data$/u;
const JSON_FILE = /\.json$/u;
/** JSON that tools keep for themselves is no configuration of what runs. */
const TOOL_FILE =
  /(?:^|\/)(?:package|tsconfig[\w.-]*|composer|\.?eslintrc|renovate|lerna|nx|turbo|biome|deno|jsconfig)\.json$|(?:^|\/)\.(?:vscode|github)\//u;

/** Reads the configuration of what runs the code, in YAML or JSON: one scope for each resource. */
export const configReader: FactReader = {
  id: "configuration",
  reads: (path) =>
    CONFIG_FILE.test(path) && !TOOL_FILE.test(path) && roleOf(path) !== "documentation" && isReadRole(path),
  read,
};

const READ_ROLES = new Set(["configuration", "unknown", "code"]);

function isReadRole(path: string): boolean {
  return READ_ROLES.has(roleOf(path));
}

function read(file: SourceFile): ConfigFacts {
  const isTemplate = !JSON_FILE.test(file.path) && isTemplated(file.text);
  const { roots, fault } = parsed(file, isTemplate);
  const say = sayIn(file);
  const documents = roots.map((root): ConfigDocument => ({ file, root, say, isTemplate }));
  const known = documents.map((document) => ({ document, platform: platformOf(document) }));
  const found = known.flatMap(({ document, platform }): ConfigScope[] => platform?.scopes(document) ?? []);
  return configFacts(file, found, fault ?? limitationOf(known.map((one) => one.platform)));
}

function parsed({ text }: SourceFile, isTemplate: boolean): ParsedSettings {
  if (!isTemplate) return parseYamlSettings(text);
  const { roots, fault } = parseYamlSettings(blankTemplates(text));
  return { roots: roots.map((root): Setting => withoutStandIns(root)), fault };
}

function platformOf(document: ConfigDocument): Platform | null {
  return PLATFORMS.find((platform) => platform.recognises(document)) ?? null;
}

function limitationOf(platforms: readonly (Platform | null)[]): string | null {
  const isKnown = platforms.some((platform) => platform !== null);
  return isKnown ? null : "The rules do not know what this configuration is for.";
}

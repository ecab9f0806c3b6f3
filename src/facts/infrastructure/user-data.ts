import { shortName } from "../text-facts.ts";
import { everyEntry } from "../settings/setting.ts";
import { cloudInitFacts, cloudInitOf, machineFacts } from "./cloud-init.ts";
import { type ConfigDocument, type ConfigScope, configScope, type Platform } from "./platform.ts";

const OWN_FILE = /(?:^|\/)(?:user-data|cloud-(?:config|init)[\w.-]*)$|\.cloud-?(?:config|init)$/u;

/** What new machines are told to do when they start: cloud-init files, and values of other files that hold one. */
export const userData: Platform = {
  id: "user-data",
  recognises: (document) => isOwnFile(document) || holdsUserData(document),
  scopes: (document) => [scopeOf(document)],
};

function isOwnFile({ file }: ConfigDocument): boolean {
  return OWN_FILE.test(file.path) || cloudInitOf(file.text) !== null;
}

function holdsUserData({ root }: ConfigDocument): boolean {
  return everyEntry(root).some(({ value }) => value.text !== null && cloudInitOf(value.text) !== null);
}

function scopeOf(document: ConfigDocument): ConfigScope {
  const { root, say, file } = document;
  const facts = isOwnFile(document) ? machineFacts(root, say) : cloudInitFacts(root, say);
  return configScope(document, { name: shortName(file.path), lines: root.lines, facts });
}

import type { Fact } from "../../domain/fact.ts";
import { type Entry, entryAt, everyEntry, type Setting, textAt } from "../settings/setting.ts";
import { credentialsBelow } from "./credentials.ts";
import { podSecurity, containerSecurity } from "./kubernetes/security-context.ts";
import { hostAccess } from "./capabilities.ts";
import { type ConfigDocument, type ConfigScope, configScope, type Platform } from "./platform.ts";
import { headOf, type Say, settingControl } from "./say.ts";

const VALUES_FILE = /(?:^|\/)values(?:[.-][\w.-]+)?\.ya?ml$/u;
const CONTEXT = /^(?:pod|container)?securityContext$/iu;

/** The values of Helm charts; one scope for each part of a chart. */
export const helmValues: Platform = {
  id: "helm-values",
  recognises: ({ file }) => VALUES_FILE.test(file.path),
  scopes: (document) => document.root.entries.map((part) => partScope(document, part)),
};

function partScope(document: ConfigDocument, part: Entry): ConfigScope {
  const { file } = document;
  const whole: Setting = { ...part.value, entries: [part], items: [] };
  const chart = file.path.split("/").at(-2) ?? "chart";
  const { scope } = configScope(document, {
    name: `${chart} ${part.key}`,
    lines: part.lines,
    facts: factsOf(whole, document),
  });
  return { scope: { ...scope, blindSpot: "What the templates make of these values." }, links: null };
}

function factsOf(part: Setting, { say }: ConfigDocument): Fact[] {
  const secrets = credentialsBelow(part).map(({ lines, said }) => say(headOf(lines), said));
  return [...secrets, ...everyEntry(part).flatMap((entry) => entryFacts(entry, say))];
}

function entryFacts(entry: Entry, say: Say): Fact[] {
  const { key, value, lines } = entry;
  if (CONTEXT.test(key)) {
    const holder = { ...value, entries: [{ ...entry, key: "securityContext" }] };
    return key.toLowerCase().startsWith("pod")
      ? podSecurity(holder, say)
      : containerSecurity(holder, { say, isAgent: false });
  }
  if (key === "hostNetwork" && value.text === "true") return [say(lines, hostAccess("the machine's network", "write"))];
  if (key === "hostPID" && value.text === "true") return [say(lines, hostAccess("the machine's processes", "write"))];
  return key === "networkPolicy" ? policyFacts(value, say) : [];
}

function policyFacts(value: Setting, say: Say): Fact[] {
  const enabled = entryAt(value, "enabled") ?? entryAt(value, "create");
  const isOn = enabled && textAt(value, enabled.key) === "true";
  return enabled && isOn ? [say(enabled.lines, settingControl("isolation", true, { callee: "networkPolicy" }))] : [];
}

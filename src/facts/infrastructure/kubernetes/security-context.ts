import type { Fact } from "../../../domain/fact.ts";
import { type Entry, entryAt, type Setting, settingAt, textAt, textsOf } from "../../settings/setting.ts";
import { hostAccess } from "../capabilities.ts";
import { type Said, type Say, settingControl } from "../say.ts";
import type { PodPlace } from "./pod.ts";

/** What each setting of a security context means, by its value. */
const SETTINGS: Readonly<Record<string, (value: string) => Said | null>> = {
  runAsNonRoot: (value) => (value === "true" ? sandbox("runAsNonRoot", true) : null),
  readOnlyRootFilesystem: (value) => (value === "true" ? sandbox("readOnlyRootFilesystem", true) : null),
  allowPrivilegeEscalation: (value) =>
    value === "true" ? sandbox("allowPrivilegeEscalation", false) : sandbox("allowPrivilegeEscalation", true),
  runAsUser: (value) => (value === "0" ? AS_ROOT : null),
};

const AS_ROOT: Said = { kind: "privilege", name: "container_user", attributes: { level: "root", declared: true } };

const REASONS: Readonly<Record<string, string>> = {
  allowPrivilegeEscalation: "programs may gain rights that the container was started without",
  seccompProfile: "every system call is allowed",
};

/** A restriction of a container, by the setting that makes it. */
function sandbox(setting: string, effective: boolean): Said {
  const reason = effective ? undefined : REASONS[setting];
  return settingControl("sandbox", effective, { callee: setting, ...(reason === undefined ? {} : { reason }) });
}

/** The restrictions and rights that a pod gives to all its containers. */
export function podSecurity(spec: Setting, say: Say): Fact[] {
  return contextFacts(settingAt(spec, "securityContext"), say);
}

/** The restrictions and rights of one container. */
export function containerSecurity(container: Setting, { say, isAgent }: PodPlace): Fact[] {
  const context = settingAt(container, "securityContext");
  const privileged = entryAt(context, "privileged");
  const dropped = entryAt(context, "capabilities", "drop");
  const dropsAll = textsOf(dropped?.value ?? null).some((name) => name.toUpperCase() === "ALL");
  return [
    ...(privileged?.value.text === "true"
      ? [say(privileged.lines, hostAccess("privileged mode", isAgent ? "write" : "write_all"))]
      : []),
    ...(dropped && dropsAll ? [say(dropped.lines, sandbox("capabilities", true))] : []),
    ...contextFacts(context, say),
  ];
}

function contextFacts(context: Setting | null, say: Say): Fact[] {
  const entries = context?.entries ?? [];
  return [...entries.flatMap((entry) => settingFacts(entry, say)), ...seccompFacts(context, say)];
}

function settingFacts({ key, value, lines }: Entry, say: Say): Fact[] {
  const said = value.text === null ? null : (SETTINGS[key]?.(value.text) ?? null);
  return said ? [say(lines, said)] : [];
}

function seccompFacts(context: Setting | null, say: Say): Fact[] {
  const profile = entryAt(context, "seccompProfile");
  const type = textAt(profile?.value ?? null, "type");
  return profile && type !== null ? [say(profile.lines, sandbox("seccompProfile", type !== "Unconfined"))] : [];
}

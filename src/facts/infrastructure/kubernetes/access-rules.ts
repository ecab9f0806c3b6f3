import type { Fact } from "../../../domain/fact.ts";
import { entryAt, type Setting, settingAt, textAt, textsOf } from "../../settings/setting.ts";
import { headOf, type Said } from "../say.ts";
import type { Manifest } from "./manifest.ts";

/** Roles of the cluster that may do anything in it. */
const ALL_POWERFUL = new Set(["cluster-admin"]);
/** Subjects that everyone is who can reach the cluster's interface. */
const EVERYONE = /^system:(?:anonymous|unauthenticated|authenticated)$/u;
/** Verbs that let their holder become someone else or get more rights. */
const READING = new Set(["get", "list", "watch", "*"]);
const CLIMBING = new Set(["escalate", "bind", "impersonate"]);

/** What a role allows, as far as it is more than a role should. */
export function roleFacts({ root, kind, document }: Manifest): Fact[] {
  const rules = settingAt(root, "rules")?.items ?? [];
  return rules.flatMap((rule) => {
    const said = ruleSaid(rule, kind === "ClusterRole");
    return said ? [document.say(headOf(rule.lines), said)] : [];
  });
}

function ruleSaid(rule: Setting, isForCluster: boolean): Said | null {
  const textsIn = (key: string) => textsOf(settingAt(rule, key));
  const [groups, resources, verbs] = [textsIn("apiGroups"), textsIn("resources"), textsIn("verbs")];
  const isEverything = verbs.includes("*") && resources.includes("*");
  if (isEverything && groups.includes("*")) return grant("write_all", "everything in the cluster");
  if (verbs.some((verb) => CLIMBING.has(verb))) return grant("write", "the rights of others");
  if (isEverything) return grant("write", `everything in ${groups.join(", ") || "the core group"}`);
  const readsSecrets = resources.includes("secrets") && verbs.some((verb) => READING.has(verb));
  return readsSecrets && isForCluster ? grant("read", "the secrets of every namespace") : null;
}

/** Who gets a role, where that is everyone or the role can do anything. */
export function bindingFacts({ root, document }: Manifest): Fact[] {
  const role = entryAt(root, "roleRef", "name");
  const isAllPowerful = ALL_POWERFUL.has(role?.value.text ?? "");
  const subjects = settingAt(root, "subjects")?.items ?? [];
  const everyone = subjects.find((subject) => EVERYONE.test(textAt(subject, "name") ?? ""));
  const target = role?.value.text ?? "a role";
  return [
    ...(role && isAllPowerful ? [document.say(role.lines, grant("write_all", "everything in the cluster"))] : []),
    ...(everyone ? [document.say(headOf(everyone.lines), openGrant(target))] : []),
  ];
}

function grant(level: "write_all" | "write" | "read", target: string): Said {
  return { kind: "privilege", name: "grant", attributes: { level, target, granted_to: "named" } };
}

/** A right that everyone has. */
export function openGrant(target: string, level: "write" | "read" = "write"): Said {
  return { kind: "privilege", name: "grant", attributes: { level, target, granted_to: "everyone" } };
}

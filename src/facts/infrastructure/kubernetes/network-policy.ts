import type { Fact } from "../../../domain/fact.ts";
import { entryAt, settingAt } from "../../settings/setting.ts";
import { headOf, settingControl } from "../say.ts";
import type { Manifest } from "./manifest.ts";

/** The isolation that a network policy gives; a rule without conditions lets everyone through. */
export function policyFacts({ root, document }: Manifest): Fact[] {
  const kind = entryAt(root, "kind");
  const rules = settingAt(root, "spec", "ingress")?.items ?? [];
  const open = rules.find((rule) => rule.entries.length === 0);
  if (!kind) return [];
  if (!open) return [document.say(kind.lines, settingControl("isolation", true, { callee: "NetworkPolicy" }))];
  const reason = "one of its rules lets everyone through";
  return [document.say(headOf(open.lines), settingControl("isolation", false, { callee: "NetworkPolicy", reason }))];
}

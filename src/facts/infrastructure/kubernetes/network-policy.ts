import type { Fact } from "../../../domain/fact.ts";
import { entryAt, settingAt } from "../../settings/setting.ts";
import { settingControl } from "../say.ts";
import type { Manifest } from "./manifest.ts";

/** The isolation that a network policy gives; one with a rule without conditions lets everyone through and gives none. */
export function policyFacts({ root, document }: Manifest): Fact[] {
  const kind = entryAt(root, "kind");
  const rules = settingAt(root, "spec", "ingress")?.items ?? [];
  if (!kind || rules.some((rule) => rule.entries.length === 0)) return [];
  return [document.say(kind.lines, settingControl("isolation", true, { callee: "NetworkPolicy" }))];
}

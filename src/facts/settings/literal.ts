import { UNKNOWN_VALUE } from "./blank-templates.ts";
import type { Setting } from "./setting.ts";

/** The setting without texts that a template decides, so that nothing is read out of a stand-in. */
export function withoutStandIns(setting: Setting): Setting {
  const isStandIn = setting.text?.includes(UNKNOWN_VALUE) ?? false;
  return {
    ...setting,
    text: isStandIn ? null : setting.text,
    reference: isStandIn ? setting.text : setting.reference,
    entries: setting.entries.map((entry) => ({ ...entry, value: withoutStandIns(entry.value) })),
    items: setting.items.map(withoutStandIns),
  };
}

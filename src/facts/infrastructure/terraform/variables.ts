import { type Setting, settingAt } from "../../settings/setting.ts";

const MAX_HOPS = 4;

/** The file with what its own variables and locals say in the place of their names. */
export function withVariables(root: Setting): Setting {
  const known = new Map<string, Setting>();
  for (const { key, labels, value } of root.entries) {
    const fallback = key === "variable" ? settingAt(value, "default") : null;
    if (fallback) known.set(`var.${labels[0] ?? ""}`, fallback);
    if (key === "locals") for (const local of value.entries) known.set(`local.${local.key}`, local.value);
  }
  return known.size === 0 ? root : filledIn(root, known, MAX_HOPS);
}

function filledIn(setting: Setting, known: ReadonlyMap<string, Setting>, hops: number): Setting {
  const target = setting.reference === null ? undefined : known.get(setting.reference);
  if (target) return hops === 0 ? setting : { ...filledIn(target, known, hops - 1), lines: setting.lines };
  return {
    ...setting,
    entries: setting.entries.map((entry) => ({ ...entry, value: filledIn(entry.value, known, hops) })),
    items: setting.items.map((item) => filledIn(item, known, hops)),
  };
}

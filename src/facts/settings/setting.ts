import type { LineRange } from "./line-range.ts";

/** One value of a configuration file, whatever its format: a scalar, a list, or entries by key. */
export interface Setting {
  /** The literal text of a scalar; `null` when it is none, or when it is known only where the file is used. */
  readonly text: string | null;
  /** What a value that is no literal is taken from, such as `aws_s3_bucket.logs.id`; `null` when nothing says it. */
  readonly reference: string | null;
  readonly entries: readonly Entry[];
  readonly items: readonly Setting[];
  readonly lines: LineRange;
}

/** One `key value` of a configuration; a key may stand several times, as blocks do. */
export interface Entry {
  readonly key: string;
  /** What stands between the key and the block: `resource "aws_s3_bucket" "logs" { … }`, `location /admin { … }`. */
  readonly labels: readonly string[];
  readonly value: Setting;
  /** From the key to the end of the value. */
  readonly lines: LineRange;
}

/** The first entry at the end of a path of keys, or `null`. */
export function entryAt(setting: Setting | null, ...path: readonly string[]): Entry | null {
  let found: Entry | null = null;
  let at = setting;
  for (const key of path) {
    found = entriesNamed(at, key)[0] ?? null;
    at = found?.value ?? null;
  }
  return found;
}

/** The value at the end of a path of keys, or `null`. */
export function settingAt(setting: Setting | null, ...path: readonly string[]): Setting | null {
  return entryAt(setting, ...path)?.value ?? null;
}

/** The literal text at the end of a path of keys, or `null`. */
export function textAt(setting: Setting | null, ...path: readonly string[]): string | null {
  return settingAt(setting, ...path)?.text ?? null;
}

/** All entries with this key; the blocks in a list of one, as JSON writes them, count as the block itself. */
export function entriesNamed(setting: Setting | null, key: string): Entry[] {
  const own = (setting?.entries ?? []).filter((entry) => entry.key === key);
  const inItems = setting?.entries.length === 0 ? setting.items.flatMap((item) => item.entries) : [];
  return [...own, ...inItems.filter((entry) => entry.key === key)];
}

/** The items of a list, or the value itself where a list of one may be written without brackets. */
export function itemsOf(setting: Setting | null): readonly Setting[] {
  if (setting === null) return [];
  return setting.items.length > 0 || setting.entries.length > 0 || setting.text === null ? setting.items : [setting];
}

/** The literal texts of a list, or of the single value in its place. */
export function textsOf(setting: Setting | null): string[] {
  return itemsOf(setting).flatMap((item) => item.text ?? []);
}

/** Most nesting that `everyEntry` follows. */
const MAX_DEPTH = 40;

/** Every entry at any depth, outer ones first. */
export function everyEntry(setting: Setting, depth = MAX_DEPTH): Entry[] {
  if (depth === 0) return [];
  return [
    ...setting.entries.flatMap((entry) => [entry, ...everyEntry(entry.value, depth - 1)]),
    ...setting.items.flatMap((item) => everyEntry(item, depth - 1)),
  ];
}

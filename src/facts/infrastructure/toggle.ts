import type { Fact } from "../../domain/fact.ts";
import { entriesNamed, type Entry, type Setting } from "../settings/setting.ts";
import { headOf, type Say, settingControl } from "./say.ts";

/** A setting of a resource that switches a protection on or off. */
export interface Toggle {
  /** Types of resources that have it. */
  readonly types: readonly string[];
  readonly path: readonly string[];
  readonly control: string;
  /** What it protects, for controls of which a resource has several. */
  readonly protects?: string;
  /** Values that switch the protection on; a list or block without a text counts as `present`. */
  readonly on: RegExp;
  /** Values that switch it off; without it nothing but the loss of the setting is told. */
  readonly off?: RegExp;
}

const TRUE = /^true$/iu;
const FALSE = /^false$/iu;

/** A toggle that is on when it says `true` and off when it says `false`. */
export function switchOf(control: string, path: string, types: string, protects?: string): Toggle {
  return {
    types: types.split(" "),
    path: path.split("."),
    control,
    on: TRUE,
    off: FALSE,
    ...(protects ? { protects } : {}),
  };
}

/** The controls that a resource's settings switch on or off. */
export function toggledControls(
  type: string,
  body: Setting,
  { toggles, say }: { toggles: readonly Toggle[]; say: Say },
): Fact[] {
  return toggles
    .filter(({ types }) => types.includes(type))
    .flatMap((toggle) => entriesAt(body, toggle.path).flatMap((entry) => controlFacts(entry, toggle, say)));
}

function controlFacts({ value, lines, key }: Entry, toggle: Toggle, say: Say): Fact[] {
  const isPresent = value.items.length > 0 || value.entries.length > 0;
  const text = value.text ?? (isPresent ? "present" : null);
  if (text === null) return [];
  const details = { callee: key, ...(toggle.protects === undefined ? {} : { protects: toggle.protects }) };
  if (toggle.on.test(text)) return [say(headOf(lines), settingControl(toggle.control, true, details))];
  return toggle.off?.test(text) ? [say(headOf(lines), settingControl(toggle.control, false, details))] : [];
}

function entriesAt(body: Setting, path: readonly string[]): Entry[] {
  const [key = "", ...rest] = path;
  const found = entriesNamed(body, key);
  return rest.length === 0 ? found : found.flatMap(({ value }) => entriesAt(value, rest));
}

import { shortName } from "../text-facts.ts";
import type { Fact } from "../../domain/fact.ts";
import { type Entry, entryAt, everyEntry, type Setting, settingAt } from "../settings/setting.ts";
import { cloudInitFacts } from "./cloud-init.ts";
import { isSecretName } from "./credentials.ts";
import { configScope, type Platform } from "./platform.ts";
import { headOf, type Say } from "./say.ts";

/** Accounts by which a builder signs in to the machine that becomes the image. */
const BUILD_ACCOUNT =
  /^(?:ssh|winrm|communicator|vm_admin|guest|root|admin|builder)_?(?:password|passwd|passphrase)$/iu;
/** What the builder fills in when it runs. */
const FILLED_IN = /\{\{|\$\{/u;

/** Packer templates in JSON; one scope for the images that a file builds. */
export const packer: Platform = {
  id: "packer",
  recognises: ({ root }) => entryAt(root, "builders") !== null && entryAt(root, "builders", "type") !== null,
  scopes: (document) => [
    configScope(document, {
      name: shortName(document.file.path),
      lines: document.root.lines,
      facts: [...buildAccountFacts(document.root, document.say), ...cloudInitFacts(document.root, document.say)],
    }),
  ],
};

/** Passwords of build accounts that are the same in every build because they stand in the file. */
export function buildAccountFacts(root: Setting, say: Say): Fact[] {
  return everyEntry(root)
    .filter((entry) => isFixedPassword(entry))
    .map(({ key, lines }) =>
      say(headOf(lines), {
        kind: "secret_use",
        name: "default_password",
        attributes: { variable: key, type: "build_account" },
      }),
    );
}

function isFixedPassword({ key, value }: Entry): boolean {
  const text = value.text ?? "";
  return BUILD_ACCOUNT.test(key) && isSecretName(key) && text !== "" && !FILLED_IN.test(text);
}

/** A default of a variable block, under the variable's own name. */
export function variableDefaults(root: Setting): Setting {
  const entries = root.entries.flatMap((entry) => {
    const fallback = entry.key === "variable" ? settingAt(entry.value, "default") : null;
    const [name = ""] = entry.labels;
    return fallback ? [{ ...entry, key: name, labels: [], value: fallback }] : [];
  });
  return { ...root, entries };
}

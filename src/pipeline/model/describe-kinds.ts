import { fillPlaceholders } from "../../catalogue/placeholders.ts";
import type { ChangeSet } from "../../domain/change-set.ts";
import type { ThreatKind } from "../../domain/threat-kind.ts";
import { roleOf } from "../../facts/file-role.ts";
import type { Grounded } from "../grounded.ts";

/** The kinds that can apply to what changed, one line each; code counts also where no reader understands it. */
export function describeKinds(kinds: readonly ThreatKind[], change: ChangeSet, { delta }: Grounded): string {
  const elements = new Set(delta.changedScopes.flatMap(({ base, head }) => head?.element ?? base?.element ?? []));
  if (change.files.some(({ path }) => ["code", "unknown"].includes(roleOf(path)))) elements.add("process");
  const fitting = kinds.filter((kind) => elements.size === 0 || kind.elements.some((element) => elements.has(element)));
  return fitting
    .map(({ id, title, cwe }) => `- ${id}: ${fillPlaceholders(title, new Map())} (CWE-${cwe.join(", ")})`)
    .join("\n");
}

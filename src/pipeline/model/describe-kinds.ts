import type { ChangeSet } from "../../domain/change-set.ts";
import type { ThreatKind } from "../../domain/threat-kind.ts";
import { roleOf } from "../../facts/file-role.ts";
import type { Grounded } from "../grounded.ts";

/**
 * The kinds that can apply to what changed, by the ids that say what they are about; code counts also where no reader
 * understands it. Whoever reads code names what a lost check lets in, so kinds about the loss alone are left out.
 */
export function describeKinds(kinds: readonly ThreatKind[], change: ChangeSet, { delta }: Grounded): string {
  const elements = new Set(delta.changedScopes.flatMap(({ base, head }) => head?.element ?? base?.element ?? []));
  if (change.files.some(({ path }) => ["code", "unknown"].includes(roleOf(path)))) elements.add("process");
  const fits = (kind: ThreatKind) => elements.size === 0 || kind.elements.some((element) => elements.has(element));
  const fitting = kinds.filter((kind) => fits(kind) && !isLossAlone(kind));
  return fitting.map(({ id, cwe }) => `${id} (${cwe.join(", ")})`).join("; ");
}

function isLossAlone({ appliesIf }: ThreatKind): boolean {
  return "fact" in appliesIf && appliesIf.fact === "control" && appliesIf.name === "safeguard";
}

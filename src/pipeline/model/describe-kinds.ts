import { KIND_IDS } from "../../catalogue/kinds.ts";
import { fillPlaceholders } from "../../catalogue/placeholders.ts";
import type { ChangeSet } from "../../domain/change-set.ts";
import type { SystemDelta } from "../../domain/system-model.ts";
import type { ThreatKind } from "../../domain/threat-kind.ts";
import { roleOf } from "../../facts/file-role.ts";
import type { Grounded } from "../grounded.ts";

/**
 * The kinds that can apply to what changed, by the ids that say what they are about; code counts also where no reader
 * understands it. Whoever reads code names what a lost check lets in, so kinds about the loss alone are left out.
 */
export function describeKinds(kinds: readonly ThreatKind[], change: ChangeSet, { delta }: Grounded): string {
  const elements = new Set(delta.changedScopes.flatMap(({ base, head }) => head?.element ?? base?.element ?? []));
  if (change.files.some(({ path }) => roleOf(path) === "code" || isUnknown(path, delta))) elements.add("process");
  const fits = (kind: ThreatKind) => elements.size === 0 || kind.elements.some((element) => elements.has(element));
  const fitting = kinds.filter((kind) => fits(kind) && !isLossAlone(kind));
  return fitting.map(describeKind).join("; ");
}

/** What neither its path nor a reader of facts tells apart from code. */
function isUnknown(path: string, { changedScopes }: SystemDelta): boolean {
  const isRead = changedScopes.some(({ base, head }) => (head ?? base)?.path === path);
  return roleOf(path) === "unknown" && !isRead;
}

const OURS: ReadonlySet<string> = new Set(KIND_IDS);

/** The ids of a pack may say nothing to others. */
function describeKind({ id, title, cwe }: ThreatKind): string {
  const meaning = OURS.has(id) ? "" : `: ${fillPlaceholders(title, new Map())}`;
  return `${id} (${cwe.join(", ")})${meaning}`;
}

function isLossAlone({ appliesIf }: ThreatKind): boolean {
  return "fact" in appliesIf && appliesIf.fact === "control" && appliesIf.name === "safeguard";
}

import { type Threat, type ThreatCandidate, isNew } from "../../domain/threat.ts";
import type { Grounded } from "../grounded.ts";

/**
 * True when the rules found the threat before and no longer find it in the patched change, find no other that they did not
 * find before, and understand the file as well as before with all its entry points still there.
 */
export function isFixed(threat: Pick<Threat, "kind" | "element">, before: Grounded, after: Grounded): boolean {
  const old = newThreats(before);
  const left = newThreats(after);
  return (
    old.has(keyOf(threat)) &&
    !left.has(keyOf(threat)) &&
    [...left].every((key) => old.has(key)) &&
    sameMembers(entryPoints(before), entryPoints(after)) &&
    [...limitations(after)].every((limitation) => limitations(before).has(limitation))
  );
}

function newThreats({ candidates }: Grounded): Set<string> {
  return new Set(candidates.filter(({ effect }) => isNew(effect)).map(keyOf));
}

function keyOf({ kind, element }: Pick<ThreatCandidate, "kind" | "element">): string {
  return `${kind}|${element}`;
}

function entryPoints({ delta }: Grounded): Set<string> {
  return new Set(delta.head.scopes.flatMap(({ entryPoint }) => entryPoint?.name ?? []));
}

function limitations({ delta }: Grounded): Set<string> {
  return new Set(
    delta.files.flatMap(({ path, limitation }) => (limitation === null ? [] : [`${path}: ${limitation}`])),
  );
}

function sameMembers(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((member) => other.has(member));
}

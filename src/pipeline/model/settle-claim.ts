import { isComment } from "./comments.ts";
import { findQuote } from "./anchors.ts";
import { placeOf } from "./place.ts";
import type { ChangeSet } from "../../domain/change-set.ts";
import { type Claim, confidenceOf, type Threat } from "../../domain/threat.ts";
import type { Condition, ThreatKind } from "../../domain/threat-kind.ts";
import type { Grounded } from "../grounded.ts";
import type { WireVerdict } from "../schemas/rank-answer.ts";

/** What a critic's verdict is held against. */
export interface SettleView {
  readonly change: ChangeSet;
  readonly grounded: Grounded;
  /** Undefined for a threat outside the catalogue, whose controls nobody has named. */
  readonly kind: ThreatKind | undefined;
}

/**
 * A threat that a critic tried to refute and could not. Where it shows how the code is reached, or where a check is
 * missing, and the lines are there, what facts left open is settled; what facts say otherwise stays as they say.
 */
export function settled(threat: Threat, verdict: WireVerdict, view: SettleView): Threat {
  const claim: Claim = {
    ...threat.claim,
    reachable: reaches(threat, verdict, view) ? "yes" : threat.claim.reachable,
    controlAbsent: isAbsent(threat, verdict, view) ? "yes" : threat.claim.controlAbsent,
  };
  const corroboration = [...threat.corroboration, "critic"];
  return { ...threat, claim, corroboration, confidence: confidenceOf(claim, corroboration) };
}

function reaches(
  { claim }: Threat,
  { entryPath, entryLine, entryQuote }: WireVerdict,
  { change }: SettleView,
): boolean {
  return claim.reachable === "unknown" && standsAt(entryPath, entryLine, entryQuote, change);
}

function isAbsent(threat: Threat, verdict: WireVerdict, { change, grounded, kind }: SettleView): boolean {
  if (threat.claim.controlAbsent !== "unknown") return false;
  const stopping = new Set(controlsIn(kind?.mitigatedIf));
  const standing = placeOf(threat.evidence, grounded).scope.facts.some(
    (fact) => fact.kind === "control" && fact.attributes["effective"] === true && stopping.has(fact.name),
  );
  return !standing && standsAt(verdict.absentPath, verdict.absentLine, verdict.absentQuote, change);
}

function standsAt(path: string | null, line: number | null, ...[quote, change]: [string | null, ChangeSet]): boolean {
  if (path === null || quote === null) return false;
  const found = findQuote({ path, side: "head", line, quote }, "control", change);
  return found !== null && found.side === "head" && !isComment(found.quote);
}

/** The controls that a condition asks for. */
function controlsIn(condition: Condition | undefined): string[] {
  if (condition === undefined) return [];
  if ("any" in condition) return condition.any.flatMap(controlsIn);
  if ("all" in condition) return condition.all.flatMap(controlsIn);
  if ("not" in condition) return [];
  return condition.fact === "control" ? [condition.name ?? []].flat() : [];
}

import { type Blob, blobAt, type ChangeSet } from "../../domain/change-set.ts";
import { type Anchor, type Evidence, locateEvidence } from "../../domain/evidence.ts";
import { threatId } from "../../domain/fingerprint.ts";
import { assessRisk, type Risk, type RiskFactors, type Severity } from "../../domain/risk.ts";
import {
  type Claim,
  confidenceOf,
  type Rejected,
  type Threat,
  type ThreatCandidate,
  threatSchema,
} from "../../domain/threat.ts";

/** The candidates that stand on found lines, and those that do not, with the reason. */
export interface Verified {
  readonly threats: readonly Threat[];
  readonly rejected: readonly Rejected[];
}

type Verdict = { readonly threat: Threat } | { readonly reason: string };

/** Severities that the repository's configuration sets, by threat kind. */
export type SeverityOverrides = Readonly<Record<string, Severity>>;

/**
 * Turns candidates into threats: every quote is looked up in the blob by code, whoever claimed it.
 * Candidates that mean the same threat become one, and who found it is kept as corroboration.
 */
export function verify(
  candidates: readonly ThreatCandidate[],
  change: ChangeSet,
  overrides: SeverityOverrides = {},
): Verified {
  const threats = new Map<string, Threat>();
  const rejected: Rejected[] = [];
  for (const candidate of candidates) {
    const verdict = judge(candidate, change, overrides);
    if ("reason" in verdict) {
      rejected.push(toRejected(candidate, verdict.reason));
      continue;
    }
    const meaning = `${candidate.kind}|${candidate.element}`;
    const twin = threats.get(meaning);
    threats.set(meaning, twin ? merge(twin, verdict.threat) : verdict.threat);
  }
  return { threats: [...threats.values()], rejected };
}

function judge(candidate: ThreatCandidate, change: ChangeSet, overrides: SeverityOverrides): Verdict {
  const evidence: Evidence[] = [];
  for (const anchor of candidate.anchors) {
    const found = find(anchor, change);
    if (typeof found === "string") return { reason: found };
    evidence.push(found);
  }
  if (evidence.length === 0) return { reason: "It names no lines." };
  return { threat: toThreat(candidate, evidence, riskOf(candidate.factors, overrides[candidate.kind])) };
}

function find(anchor: Anchor, change: ChangeSet): Evidence | string {
  const blob: Blob | null = blobAt(change, anchor.path, anchor.side);
  if (!blob) return `${anchor.path} was not read on the ${anchor.side} side.`;
  return locateEvidence(anchor, blob) ?? `The quoted lines are not in ${anchor.path}.`;
}

function toThreat(candidate: ThreatCandidate, evidence: Evidence[], risk: Risk): Threat {
  const { anchors: _anchors, claim, factors: _factors, notes: _notes, ...rest } = candidate;
  const full: Claim = { ...claim, quoteFound: true };
  const corroboration = [candidate.origin];
  return threatSchema.parse({
    ...rest,
    id: threatId({
      kind: candidate.kind,
      element: candidate.element,
      asset: candidate.statement.assets.toSorted().join(","),
      crossing: candidate.zoneCrossing,
    }),
    evidence,
    claim: full,
    corroboration,
    risk,
    confidence: confidenceOf(full, corroboration),
    fix: null,
    abuseTest: null,
    disposition: null,
    assumed: null,
    late: false,
  });
}

/** The risk of these factors, with the severity that the configuration sets for the kind. */
export function riskOf(factors: RiskFactors, override: Severity | undefined): Risk {
  const risk = assessRisk(factors);
  if (override === undefined || override === risk.severity) return risk;
  const arithmetic = `${risk.arithmetic}; ${risk.severity} by the score, ${override} by configuration`;
  return { ...risk, severity: override, arithmetic, counterfactual: null };
}

/** The rule's threat stays as it is; a model that found it too only adds its word and further lines. */
function merge(first: Threat, second: Threat): Threat {
  const [kept, other] = second.origin === "rule" && first.origin !== "rule" ? [second, first] : [first, second];
  const corroboration = [...new Set([...kept.corroboration, ...other.corroboration])];
  const seen = new Set(kept.evidence.map(placeOf));
  const added = other.evidence.filter((evidence) => !seen.has(placeOf(evidence)));
  return {
    ...kept,
    corroboration,
    evidence: [...kept.evidence, ...added],
    confidence: confidenceOf(kept.claim, corroboration),
  };
}

function placeOf(evidence: Evidence): string {
  return `${evidence.side}:${evidence.path}:${evidence.startLine}`;
}

function toRejected(candidate: ThreatCandidate, reason: string): Rejected {
  const { kind, title, element, origin } = candidate;
  return { kind, title, element, origin, stage: "verify", reason };
}

import type { RepositoryConfig } from "../../config/repository-config.ts";
import { otherSide } from "../../domain/change-set.ts";
import type { Scope } from "../../domain/fact.ts";
import { type RiskFactors, compareFactors } from "../../domain/risk.ts";
import type { Claim, Effect } from "../../domain/threat.ts";
import type { ThreatKind } from "../../domain/threat-kind.ts";
import { claimOf } from "./claim.ts";
import type { MatchedFact } from "./conditions.ts";
import { judge, NOT_APPLICABLE, type Verdict } from "./kinds-on-scope.ts";
import { asLoss } from "./lost-control.ts";
import { withLostLookUps } from "./lost-look-ups.ts";
import type { ScopePair } from "./pair-scopes.ts";
import { riskFactorsOf } from "./risk-factors.ts";

/** One threat kind on one scope of both sides, and what the change does to it. */
export interface Judgement {
  readonly kind: ThreatKind;
  readonly pair: ScopePair;
  readonly base: Verdict;
  readonly head: Verdict;
  /** `null` when the threat is open on neither side. */
  readonly effect: Effect | null;
}

/** A threat as it stands open on one side. */
export interface OpenThreat {
  readonly scope: Scope;
  readonly applies: readonly MatchedFact[];
  readonly claim: Omit<Claim, "quoteFound">;
  readonly factors: RiskFactors;
}

/**
 * Judges one kind on both sides of a scope. Swapping the sides swaps the effect, but for a threat that the loss of a
 * control hides behind a worse one: that is neither resolved nor told.
 */
export function judgePair(kind: ThreatKind, pair: ScopePair, config: RepositoryConfig): Judgement {
  const looked = kind.lostControl === "query_scope" ? withLostLookUps(pair) : pair;
  const base = looked.base ? judge(kind, looked.base) : NOT_APPLICABLE;
  const head = looked.head ? judge(kind, looked.head) : NOT_APPLICABLE;
  const judged = { kind, pair, ...asLoss(kind, base, head), effect: null };
  return { ...judged, effect: effectOf(judged, config) };
}

/** The threat on one side with its claim and risk, or `null` when it is not open there. */
export function openOn(side: "base" | "head", judgement: Judgement, config: RepositoryConfig): OpenThreat | null {
  const [scope, verdict] = [judgement.pair[side], judgement[side]];
  if (scope === null || verdict.state !== "open") return null;
  const { applies } = verdict;
  const claim = claimOf(judgement.kind, scope, judgement.pair[otherSide(side)]);
  return { scope, applies, claim, factors: riskFactorsOf(judgement.kind, { scope, applies, claim }, config) };
}

function effectOf(judgement: Judgement, config: RepositoryConfig): Effect | null {
  const before = openOn("base", judgement, config);
  const after = openOn("head", judgement, config);
  if (after === null) return before === null || isSuperseded(judgement.head) ? null : "resolved";
  if (before === null) return newEffect(judgement.base);
  const difference = compareFactors(after.factors, before.factors) || placeCount(after) - placeCount(before);
  if (difference === 0) return "pre_existing";
  return difference > 0 ? "worsened" : "improved";
}

/** A threat that shows only because a control was added, such as sign-in without an owner check, was there before. */
function newEffect(base: Verdict): Effect {
  if (isSuperseded(base)) return "pre_existing";
  return base.state === "mitigated" ? "mitigation_weakened" : "introduced";
}

function isSuperseded(verdict: Verdict): boolean {
  return verdict.state === "not_applicable" && verdict.superseded;
}

/** In how many places the scope shows the threat; an entry point and a broken control are not places of their own. */
function placeCount(threat: OpenThreat): number {
  return threat.applies.filter(({ fact }) => fact.kind !== "entry_point" && fact.kind !== "control").length;
}

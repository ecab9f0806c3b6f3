import { fillPlaceholders } from "../../catalogue/placeholders.ts";
import type { RepositoryConfig } from "../../config/repository-config.ts";
import type { ThreatCandidate } from "../../domain/threat.ts";
import { anchorsOf, newFirst, showingFacts } from "./anchors.ts";
import { type Judgement, openOn, type OpenThreat } from "./judgements.ts";
import { type Peers, registeredIn } from "./peers.ts";
import { placeholderValues } from "./placeholder-values.ts";
import { lostProtection } from "./protection.ts";
import { stepsOf } from "./steps.ts";
import { protectionWords } from "./words.ts";
import { zoneCrossing } from "./zone-crossing.ts";

/** What candidates are built with besides their judgement. */
export interface CandidateView {
  readonly config: RepositoryConfig;
  /** By path at the head. */
  readonly peers: ReadonlyMap<string, Peers>;
}

/** The candidate that a judgement stands for, or `null` when the threat is open on neither side. */
export function candidateOf(judgement: Judgement, { config, peers }: CandidateView): ThreatCandidate | null {
  const head = openOn("head", judgement, config);
  const threat = head ?? openOn("base", judgement, config);
  if (threat === null || judgement.effect === null) return null;
  const { kind, effect } = judgement;
  const { scope, claim, factors } = threat;
  const shown = showingFacts(judgement, threat);
  return {
    ...textsOf(judgement, threat),
    kind: kind.id,
    stride: kind.stride,
    cwe: kind.cwe,
    owasp: kind.owasp,
    asvs: kind.asvs,
    capec: kind.capec,
    element: scope.name,
    zoneCrossing: zoneCrossing(kind, scope),
    steps: stepsOf(judgement, threat, shown, head ? peers.get(registeredIn(scope)) : undefined),
    origin: "rule",
    anchors: anchorsOf(shown),
    claim,
    factors,
    effect,
    notes: [],
  };
}

type Texts = Pick<ThreatCandidate, "title" | "statement" | "mitigations" | "breakIt" | "test" | "falsePositives">;

function textsOf(judgement: Judgement, threat: OpenThreat): Texts {
  const { kind } = judgement;
  const values = placeholderValues(threat.scope, newFirst(judgement, threat));
  const fill = (text: string) => fillPlaceholders(text, values);
  const { source, prerequisites, action, impact } = kind.statement;
  return {
    title: fill(kind.title) + lossInTitle(judgement),
    statement: {
      ...kind.statement,
      source: fill(source),
      prerequisites: fill(prerequisites),
      action: fill(action),
      impact: fill(impact),
    },
    mitigations: kind.mitigations.map(({ text, effort }) => ({ text: fill(text), effort })),
    breakIt: fill(kind.breakIt),
    test: fill(kind.test),
    falsePositives: fill(kind.falsePositives),
  };
}

function lossInTitle(judgement: Judgement): string {
  const lost = lostProtection(judgement);
  const words = protectionWords(lost);
  return lost.length === 0 ? "" : `: ${words} ${words.includes(" and ") ? "are" : "is"} gone`;
}

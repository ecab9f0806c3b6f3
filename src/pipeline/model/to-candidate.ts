import { fillPlaceholders } from "../../catalogue/placeholders.ts";
import type { ChangeSet } from "../../domain/change-set.ts";
import type { Anchor, Evidence } from "../../domain/evidence.ts";
import type { Fact, Scope } from "../../domain/fact.ts";
import type { RiskFactors } from "../../domain/risk.ts";
import type { Effect, ThreatCandidate } from "../../domain/threat.ts";
import type { ThreatKind } from "../../domain/threat-kind.ts";
import type { Grounded } from "../grounded.ts";
import { placeholderValues } from "../ground/placeholder-values.ts";
import { riskFactorsOf } from "../ground/risk-factors.ts";
import { zoneCrossing } from "../ground/zone-crossing.ts";
import type { ModelSession } from "../model-session.ts";
import type { WireThreat } from "../schemas/enumerate-answer.ts";
import { claimedAnchor, findQuote, isInChange } from "./anchors.ts";
import { isLost } from "./lost-control.ts";
import { type Place, placeOf, ruleTwin } from "./place.ts";
import { resolveKind } from "./resolve-kind.ts";
import { plainText } from "./visible-text.ts";

/** What a model's words are judged against. */
export interface CandidateView {
  readonly change: ChangeSet;
  readonly grounded: Grounded;
  readonly session: Pick<ModelSession, "catalogue" | "config">;
}

const MAX_ANCHORS = 5;
const MAX_STEPS = 6;

/**
 * Makes a candidate of what a model proposes. Where it is, what it is worth and what the change does to it are taken from
 * lines that were found and from facts. Returns `null` for a kind that is unknown or switched off, and without any lines.
 */
export function toCandidate(wire: WireThreat, view: CandidateView): ThreatCandidate | null {
  const { change, grounded, session } = view;
  const kind = resolveKind(wire, session.catalogue);
  const [firstClaim] = wire.evidence;
  if (kind === null || session.config.catalogue.disable.includes(kind.id) || !firstClaim) return null;
  const evidence = wire.evidence.slice(0, MAX_ANCHORS).flatMap((item) => findQuote(item, item.role, change) ?? []);
  const steps = wire.steps.slice(0, MAX_STEPS).flatMap(({ text, ...anchor }) => {
    const found = findQuote(anchor, "source", change);
    return found ? [{ text: plainText(text, 160), found }] : [];
  });
  const lines = [...evidence, ...steps.map(({ found }) => found)];
  const place = placeOf(lines.length > 0 ? lines : [claimedAnchor(firstClaim, firstClaim.role, change)], grounded);
  const claim = claimOf(wire, place);
  const twin = ruleTwin(kind.id, evidence, grounded);
  return {
    ...textsOf(wire, kind, place.scope),
    kind: kind.id,
    stride: kind.stride,
    cwe: kind.cwe,
    owasp: kind.owasp,
    asvs: kind.asvs,
    capec: kind.capec,
    element: twin?.element ?? place.scope.name,
    zoneCrossing: twin?.zoneCrossing ?? zoneCrossing(kind, place.scope),
    steps: steps.map(({ text, found: { path, side, startLine } }) => ({ text, path, side, line: startLine })),
    origin: "model",
    anchors: evidence.length > 0 ? evidence.map(toAnchor) : [claimedAnchor(firstClaim, firstClaim.role, change)],
    claim,
    factors: factorsOf(wire, kind, { place, claim, session }),
    effect: effectOf(wire, place, { lines, view }),
    notes: notesOf(wire, place, claim),
  };
}

function toAnchor({ path, side, startLine, endLine, quote, role }: Evidence): Anchor {
  return { path, side, startLine, endLine, quote, role };
}

/** The model's word on reach and controls counts only where facts say the same. */
function claimOf(wire: WireThreat, { scope, known }: Place): ThreatCandidate["claim"] {
  const reaches = known && scope.side === "head" && (scope.element !== "process" || scope.entryPoint !== null);
  const missing = wire.mitigationsChecked.filter(({ verdict }) => verdict === "absent");
  const settled = known && scope.blindSpot === null && missing.length > 0;
  const absent = settled && missing.every(({ control }) => !effectiveControls(scope).includes(control));
  return { reachable: reaches ? "yes" : "unknown", controlAbsent: absent ? "yes" : "unknown" };
}

function effectiveControls({ facts }: Scope): string[] {
  return facts.filter(isEffectiveControl).map(({ name }) => name);
}

function isEffectiveControl({ kind, attributes }: Fact): boolean {
  return kind === "control" && attributes["effective"] === true;
}

/** Enums as the model answered them, except for those that facts or the repository decide. */
function factorsOf(
  wire: WireThreat,
  kind: ThreatKind,
  { place, claim, session }: { place: Place; claim: ThreatCandidate["claim"]; session: CandidateView["session"] },
): RiskFactors {
  const { complexity, data, effect, tenancy } = wire;
  const isSignedIn = effectiveControls(place.scope).some((name) => name === "authn" || name === "signature");
  const access = wire.access === "remote_unauth" && isSignedIn ? "remote_auth" : wire.access;
  const asked: ThreatKind = { ...kind, risk: { access, complexity, data, effect, tenancy }, riskWhen: [] };
  return riskFactorsOf(asked, { scope: place.scope, applies: [], claim }, session.config);
}

/** New only when some of the lines are part of the change; weakened when a control that it names was lost here. */
function effectOf(
  wire: WireThreat,
  { scope }: Place,
  { lines, view }: { lines: readonly Evidence[]; view: CandidateView },
): Effect {
  if (!lines.some((line) => isInChange(line, view.change))) return "pre_existing";
  const named = new Set<string>(wire.mitigationsChecked.map(({ control }) => control));
  const lost = view.grounded.delta.controls.some(
    (cell) => cell.path === scope.name && named.has(cell.control) && isLost(cell),
  );
  return lost ? "mitigation_weakened" : "introduced";
}

type Texts = Pick<ThreatCandidate, "title" | "statement" | "mitigations" | "breakIt" | "test" | "falsePositives">;

/** The model's words, cut and cleaned; what is at stake comes from the kind, so that wording cannot change identity. */
function textsOf(wire: WireThreat, kind: ThreatKind, scope: Scope): Texts {
  const values = placeholderValues(scope, []);
  const known = kind.mitigations.map(({ text, effort }) => ({ text: fillPlaceholders(text, values), effort }));
  const proposed = plainText(wire.mitigation, 240);
  return {
    title: plainText(wire.title, 100) || fillPlaceholders(kind.title, values),
    statement: {
      source: plainText(wire.attacker, 200),
      prerequisites: plainText(wire.precondition, 200),
      action: plainText(wire.action, 200),
      impact: plainText(wire.impact, 200),
      goals: kind.statement.goals,
      assets: kind.statement.assets,
    },
    mitigations: [...(proposed === "" ? [] : [{ text: proposed, effort: "S" as const }]), ...known].slice(0, 3),
    breakIt: plainText(wire.breakIt, 300),
    test: plainText(wire.test, 300),
    falsePositives: fillPlaceholders(kind.falsePositives, values),
  };
}

function notesOf(wire: WireThreat, { scope }: Place, claim: ThreatCandidate["claim"]): string[] {
  const standing = effectiveControls(scope);
  const contradicted = wire.mitigationsChecked
    .filter(({ control, verdict }) => verdict === "absent" && standing.includes(control))
    .map(({ control }) => `The model says that ${control} is absent; the program found it in ${scope.name}.`);
  const unreached = `No entry point is known to lead to ${scope.name}.`;
  return [...contradicted, ...(claim.reachable === "yes" ? [] : [unreached])];
}

import type { Fact, Scope } from "../../domain/fact.ts";
import type { Anchor, EvidenceRole } from "../../domain/evidence.ts";
import type { MatchedFact } from "./conditions.ts";
import type { Judgement, OpenThreat } from "./judgements.ts";
import { brokenControls, lostProtection, lostSafeguards } from "./protection.ts";
import { factSignature } from "./same-scope.ts";

/** Most places of one kind that one threat quotes; more would bury the first. */
const MAX_PLACES = 5;

/** What shows the threat comes before what leads to it. */
const ORDER: Readonly<Record<EvidenceRole, number>> = { sink: 0, config: 1, missing_control: 2, source: 3, control: 4 };

/**
 * The facts that show a threat: new places in the scope's own file first, then the entry point and controls lost, then
 * places in files that the path runs through, then controls broken or restored. Where the loss itself is the threat, the
 * path that lost and what it lost come before anything else.
 */
export function showingFacts(judgement: Judgement, threat: OpenThreat): readonly MatchedFact[] {
  const { entryPoint } = threat.scope;
  const places = placesOf(judgement, threat).slice(0, MAX_PLACES).flatMap(withHandover);
  // A control that is there comes after the one that is gone.
  const isOwn = ({ fact, role }: MatchedFact) => fact.path === threat.scope.path && role !== "control";
  const path: MatchedFact[] = [
    ...(entryPoint ? entered(entryPoint, threat.scope, judgement.kind.lostControl !== undefined) : []),
    ...lostProtection(judgement).map((fact): MatchedFact => ({ fact, role: "missing_control" })),
  ];
  const all: MatchedFact[] = [
    ...(judgement.kind.lostControl === undefined ? [...places.filter(isOwn), ...path] : path),
    ...places,
    ...lostSafeguards(judgement, threat),
    ...brokenControls(judgement.kind, threat.scope),
    ...restoredProtection(judgement),
  ];
  return distinct(all, ({ fact }) => fact);
}

/** A sink in another file is reached by a call of this one: that is what the author of the change wrote. */
function withHandover(matched: MatchedFact): MatchedFact[] {
  const { fact, role } = matched;
  if (role !== "sink" || fact.handedAt === undefined) return [matched];
  return [{ fact: { ...fact, ...fact.handedAt }, role }, matched];
}

/** Where input gets in; where that is another file than what answers, what answers comes first. */
function entered(entryPoint: Fact, { handler, path }: Scope, isLoss: boolean): MatchedFact[] {
  const entry: MatchedFact = { fact: entryPoint, role: "source" };
  const isElsewhere = entryPoint.path !== path;
  if (handler === undefined || (!isElsewhere && !isLoss)) return [entry];
  const answered: MatchedFact = { fact: handler, role: "source" };
  return isElsewhere ? [answered, entry] : [entry, answered];
}

/** The facts' lines as anchors, each place once; the quotes are still to be looked up. */
export function anchorsOf(facts: readonly MatchedFact[]): Anchor[] {
  const places = distinct(facts, ({ fact }) => `${fact.side}:${fact.path}:${fact.startLine}-${fact.endLine}`);
  return places.map(({ fact: { path, side, startLine, endLine, quote }, role }) => ({
    path,
    side,
    startLine,
    endLine,
    quote,
    role,
  }));
}

function placesOf(judgement: Judgement, threat: OpenThreat): MatchedFact[] {
  const byLine = threat.applies.toSorted((one, next) => one.fact.startLine - next.fact.startLine);
  return newFirst(judgement, { ...threat, applies: byLine }).toSorted(
    (one, next) => ORDER[one.role] - ORDER[next.role],
  );
}

/** The matched facts, those that the other side does not have before the others. */
export function newFirst(judgement: Judgement, { applies, scope }: OpenThreat): MatchedFact[] {
  const other = scope.side === "head" ? judgement.base : judgement.head;
  const known = new Set("applies" in other ? other.applies.map(({ fact }) => factSignature(fact)) : []);
  const isKnown = ({ fact }: MatchedFact) => known.has(factSignature(fact));
  return [...applies.filter((one) => !isKnown(one)), ...applies.filter(isKnown)];
}

/** For a resolved threat, the lines at the head that now protect. */
function restoredProtection({ effect, head }: Judgement): readonly MatchedFact[] {
  return effect === "resolved" && head.state === "mitigated" ? head.by : [];
}

/** The first of each key, in order. */
function distinct<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): Item[] {
  const seen = new Set<unknown>();
  return items.filter((item) => {
    const key = keyOf(item);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

import type { Catalogue } from "../../catalogue/catalogue.ts";
import type { RepositoryConfig } from "../../config/repository-config.ts";
import { type ChangeSet, pathOn, type Side } from "../../domain/change-set.ts";
import type { FileFacts, Scope } from "../../domain/fact.ts";
import type { Grounded } from "../grounded.ts";
import { readCameInstead } from "./came-instead.ts";
import { candidateOf } from "./candidates.ts";
import { contextGaps } from "./context-gaps.ts";
import { type JudgedScope, coverageCells } from "./coverage-cells.ts";
import { fileCoverage } from "./file-coverage.ts";
import { isLookedAt } from "./file-selection.ts";
import { judgePair } from "./judgements.ts";
import { concerns } from "./kinds-on-scope.ts";
import { mergeCandidates } from "./merge-candidates.ts";
import { withLostSafeguards } from "./lost-safeguards.ts";
import { withoutMoved } from "./moved-candidates.ts";
import { isMoved, protectedByCalls } from "./moved-control.ts";
import { pairScopes, type ScopePair } from "./pair-scopes.ts";
import { withPeerControls } from "./peer-controls.ts";
import { peersByFile } from "./peers.ts";
import { hasOtherFacts, isChanged } from "./same-scope.ts";
import { isReworded } from "./reworded-control.ts";
import { readScopeCode, readScopeText } from "./scope-text.ts";
import { missingUnread } from "./unread-head.ts";
import { stillStanding } from "./still-standing.ts";
import { systemDelta } from "./system-delta.ts";
import { withoutYielding } from "./yielding.ts";

/** Compares the facts of both sides: what the change does to the system, and which threats that means. Pure. */
export function groundFacts(
  change: ChangeSet,
  facts: readonly FileFacts[],
  config: RepositoryConfig,
  catalogue: Catalogue,
): Grounded {
  const [text, code] = [readScopeText(change), readScopeCode(change)];
  const [base, head] = [scopesOn("base", { change, facts, config }), scopesOn("head", { change, facts, config })];
  const headPath = headPaths(change);
  const paired = pairScopes(base, head, { headPath, text });
  const isUnread = missingUnread(facts, headPath);
  const isStanding = stillStanding({ pairs: paired, headPath });
  const looked = facts.filter(({ path }) => isLookedAt(path, config));
  const pairs = withLostSafeguards(paired, change, looked);
  const evaluated = pairs.filter(isEvaluated(change)).filter((pair) => !isUnread(pair));
  const changed = new Set(evaluated.filter((pair) => isChanged(pair, text)));
  const enabled = catalogue.kinds.filter(({ id }) => !config.catalogue.disable.includes(id));
  const disabled = catalogue.kinds.filter((kind) => !enabled.includes(kind));
  const limitations = limitationsByPath(facts);
  const wording = { code, cameInstead: readCameInstead(change) };
  const protectedByCall = protectedByCalls([...base, ...head], code);
  const compared = withPeerControls(base, head, text);
  const judged = evaluated.map((pair): JudgedScope => {
    const kinds = enabled.filter((kind) => [pair.base, pair.head].some((scope) => scope && concerns(kind, scope)));
    const path = pair.head?.path ?? pair.base?.path ?? "";
    return {
      pair,
      judgements: withoutYielding(
        kinds
          .map((kind) => judgePair(kind, compared(pair), config))
          .filter((judgement) => !isMoved(judgement, protectedByCall) && !isStanding(judgement))
          .filter((judgement) => !isReworded(judgement, wording)),
      ),
      limitation: limitations.get(path) ?? null,
    };
  });
  const view = { config, peers: peersByFile(head) };
  const candidates = judged.flatMap(({ judgements }) => judgements.map((judgement) => candidateOf(judgement, view)));
  return {
    delta: systemDelta(pairs, changed, facts),
    candidates: withoutMoved(mergeCandidates(candidates.filter((candidate) => candidate !== null)), change),
    cells: coverageCells(
      judged.filter(({ pair }) => changed.has(pair)),
      disabled,
    ),
    files: fileCoverage(change, facts, config),
    gaps: contextGaps(change, pairs),
  };
}

interface Read {
  readonly change: ChangeSet;
  readonly facts: readonly FileFacts[];
  readonly config: RepositoryConfig;
}

/** The scopes of one side in the files that are looked at. */
function scopesOn(side: Side, { change, facts, config }: Read): Scope[] {
  const copied = side === "base" ? copySources(change) : new Set();
  const files = facts.filter((file) => file.side === side && isLookedAt(file.path, config) && !copied.has(file.path));
  return [...new Map(files.map((file) => [file.path, file])).values()].flatMap(({ scopes }) => scopes);
}

/** The original of a copy is no earlier version of it: the copy is new, unless the original changed as well. */
function copySources({ files, context }: ChangeSet): Set<string> {
  const known = new Set([
    ...files.filter(({ status }) => status !== "copied").map((file) => pathOn(file, "base")),
    ...context.map(({ path }) => path),
  ]);
  const sources = files.filter(({ status }) => status === "copied").map((file) => pathOn(file, "base"));
  return new Set(sources.filter((path) => !known.has(path)));
}

function headPaths({ files }: ChangeSet): (basePath: string) => string {
  const renamed = files.filter(({ status }) => status !== "copied");
  const paths = new Map(renamed.map((file) => [pathOn(file, "base"), file.path]));
  return (basePath) => paths.get(basePath) ?? basePath;
}

/** Scopes with handler or entry point in a changed file count, and scopes elsewhere that gained or lost facts through the change. */
function isEvaluated({ files }: ChangeSet): (pair: ScopePair) => boolean {
  const changed = new Set(files.flatMap((file) => SIDES.map((side) => `${side}:${pathOn(file, side)}`)));
  const isInChange = (scope: Scope | null) =>
    [scope, scope?.entryPoint].some((place) => place && changed.has(`${place.side}:${place.path}`));
  return ({ base, head }) =>
    isInChange(base) || isInChange(head) || base === null || head === null || hasOtherFacts(base, head);
}

const SIDES: readonly Side[] = ["base", "head"];

/** Why a file was not fully understood, on the head side if both say so. */
function limitationsByPath(facts: readonly FileFacts[]): Map<string, string> {
  const limited = facts.toSorted((one, other) => (one.side < other.side ? -1 : 1));
  return new Map(limited.flatMap(({ path, limitation }) => (limitation === null ? [] : [[path, limitation] as const])));
}

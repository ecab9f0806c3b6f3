import type { CoverageCell } from "../../domain/coverage.ts";
import type { ScopeElement } from "../../domain/fact.ts";
import { STRIDE, type Stride, type ThreatKind } from "../../domain/threat-kind.ts";
import type { Judgement } from "./judgements.ts";
import type { ScopePair } from "./pair-scopes.ts";
import { protectionWords } from "./words.ts";

/** A changed scope with everything that was decided about it. */
export interface JudgedScope {
  readonly pair: ScopePair;
  readonly judgements: readonly Judgement[];
  /** Why its file was not fully understood, or `null`. */
  readonly limitation: string | null;
}

/** STRIDE per element: the categories that can concern each; the others need no kind. */
const CATEGORIES: Readonly<Record<ScopeElement, readonly Stride[]>> = {
  process: STRIDE,
  ci: ["S", "T", "I", "E"],
  image: ["T", "I", "E"],
  config: STRIDE,
};

const ELEMENT_WORDS: Readonly<Record<ScopeElement, string>> = {
  process: "code",
  ci: "a workflow job",
  image: "a container image",
  config: "configuration",
};

/** One cell per category for each changed scope. `disabled` are the kinds that the repository switched off. */
export function coverageCells(scopes: readonly JudgedScope[], disabled: readonly ThreatKind[]): CoverageCell[] {
  return scopes.flatMap((scope) => STRIDE.map((stride) => cellOf(scope, stride, disabled)));
}

type Outcome = Pick<CoverageCell, "result" | "why">;

function cellOf(scope: JudgedScope, stride: Stride, disabled: readonly ThreatKind[]): CoverageCell {
  const shown = scope.pair.head ?? scope.pair.base;
  return { element: shown?.name ?? "", path: shown?.path ?? "", stride, ...outcomeOf(scope, stride, disabled) };
}

function outcomeOf(scope: JudgedScope, stride: Stride, disabled: readonly ThreatKind[]): Outcome {
  if (scope.pair.head === null) return { result: "not_applicable", why: "This change removes it." };
  const { element } = scope.pair.head;
  const judgements = scope.judgements.filter(({ kind }) => kind.stride === stride);
  const open = judgements.filter(({ head }) => head.state === "open");
  if (open.length > 0) return { result: "threat", why: idsOf(open) };
  if (scope.limitation !== null) return { result: "not_considered", why: scope.limitation };
  if (!CATEGORIES[element].includes(stride)) {
    return { result: "not_applicable", why: `This category does not concern ${ELEMENT_WORDS[element]}.` };
  }
  return settledOutcome(judgements) ?? withoutKinds(element, stride, disabled);
}

function settledOutcome(judgements: readonly Judgement[]): Outcome | null {
  if (judgements.length === 0) return null;
  const mitigated = judgements.filter(({ head }) => head.state === "mitigated");
  if (mitigated.length > 0) return { result: "mitigated", why: `${idsOf(mitigated)}: ${protectionOf(mitigated)}` };
  return { result: "not_applicable", why: `Looked for, and nothing applies: ${idsOf(judgements)}` };
}

function withoutKinds(element: ScopeElement, stride: Stride, disabled: readonly ThreatKind[]): Outcome {
  const off = disabled.filter((kind) => kind.stride === stride && kind.elements.includes(element));
  if (off.length === 0) return { result: "not_considered", why: "No threat kind covers this category here." };
  return { result: "not_applicable", why: `Disabled by configuration: ${off.map(({ id }) => id).join(", ")}` };
}

function idsOf(judgements: readonly Judgement[]): string {
  return judgements.map(({ kind }) => kind.id).join(", ");
}

function protectionOf(judgements: readonly Judgement[]): string {
  return protectionWords(
    judgements.flatMap(({ head }) => (head.state === "mitigated" ? head.by : [])).map(({ fact }) => fact),
  );
}

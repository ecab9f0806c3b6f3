import type { Judgement } from "./judgements.ts";

/** The judgements on one scope without those of kinds that yield to another that says the same of it. */
export function withoutYielding(judgements: readonly Judgement[]): Judgement[] {
  return judgements.filter(
    (judgement) =>
      !judgements.some((other) => judgement.kind.yieldsTo.includes(other.kind.id) && tellsTheSame(judgement, other)),
  );
}

/** Both come or both go. A threat that was there before and only got worse does not tell what was lost. */
function tellsTheSame(one: Judgement, other: Judgement): boolean {
  const direction = directionOf(one);
  return direction !== null && direction === directionOf(other);
}

function directionOf({ effect }: Judgement): "comes" | "goes" | null {
  if (effect === "introduced" || effect === "mitigation_weakened") return "comes";
  return effect === "resolved" ? "goes" : null;
}

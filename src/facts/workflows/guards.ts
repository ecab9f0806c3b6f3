import type { Expression } from "./expression.ts";
import { ALWAYS, ANY, type Atom, ATOMS, byEventName, NEVER, type Possible, weaknessOf } from "./guard-atoms.ts";
import type { Trigger } from "./triggers.ts";

/** What an `if:` means for someone without write access who causes an event. */
export interface GuardVerdict {
  /** True when the condition can hold for an outsider. */
  readonly admitsOutsiders: boolean;
  /** Why a check that looks like a protection is none; `null` when there is no such check. */
  readonly weakness: string | null;
}

/** False when the condition's event names alone keep this trigger out. */
export function runsOn(condition: Expression | null, trigger: Trigger): boolean {
  return condition === null || evaluate(condition, trigger, [byEventName]).yes;
}

/** Judges a condition for outsiders; what cannot be known statically is taken as open. */
export function judgeGuard(condition: Expression, trigger: Trigger): GuardVerdict {
  const admitsOutsiders = evaluate(condition, trigger, ATOMS).yes;
  const weaknesses = atomsIn(condition).flatMap((atom) => weaknessOf(atom, trigger) ?? []);
  return { admitsOutsiders, weakness: admitsOutsiders ? (weaknesses[0] ?? null) : null };
}

function evaluate(expression: Expression, trigger: Trigger, atoms: readonly Atom[]): Possible {
  const inner = (part: Expression) => evaluate(part, trigger, atoms);
  if (expression.type === "not") return negated(inner(expression.of));
  if (expression.type === "literal") return isTruthy(expression.value) ? ALWAYS : NEVER;
  if (expression.type === "binary" && expression.operator === "&&") {
    return both(inner(expression.left), inner(expression.right));
  }
  if (expression.type === "binary" && expression.operator === "||") {
    return negated(both(negated(inner(expression.left)), negated(inner(expression.right))));
  }
  for (const atom of atoms) {
    const answer = atom(expression, trigger);
    if (answer) return answer;
  }
  return ANY;
}

function both(left: Possible, right: Possible): Possible {
  return { yes: left.yes && right.yes, no: left.no || right.no };
}

function negated({ yes, no }: Possible): Possible {
  return { yes: no, no: yes };
}

function isTruthy(value: string | number | boolean | null): boolean {
  return value !== "" && Boolean(value);
}

/** What the condition asks for; what it excludes, such as a `skip-ci` label, is not meant as a protection. */
function atomsIn(expression: Expression): Expression[] {
  if (expression.type === "not") return [];
  const joins = expression.type === "binary" && (expression.operator === "&&" || expression.operator === "||");
  return joins ? [...atomsIn(expression.left), ...atomsIn(expression.right)] : [expression];
}

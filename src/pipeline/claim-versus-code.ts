import type { ChangeSet } from "../domain/change-set.ts";
import type { ClaimCheck } from "../domain/report.ts";
import { atLeast } from "../domain/risk.ts";
import { isNew, type Threat } from "../domain/threat.ts";

/** What a title says that a change is, where that leaves no room for new threats. The author's words go no further. */
const CLAIMS: readonly (readonly [ClaimCheck["says"], RegExp])[] = [
  ["refactoring", /\brefactor(?:s|ed|ing)?\b|\bclean(?:s|ed|ing)?[- ]?ups?\b/iu],
  ["documentation", /^\W*(?:docs?|documentation|readme)\b|\btypos?\b/iu],
  ["formatting", /^\W*(?:style|format(?:ting)?|reformat|lint(?:ing)?|prettier)\b/iu],
  ["tests", /^\W*tests?\b(?=\s*[:(])|^\W*add(?:s|ed)? (?:\w+ )?tests?\b/iu],
  ["a rename", /^\W*(?:\w+(?:\([^)]*\))?: )?(?:rename[sd]?|move[sd]?)\b/iu],
];
const NO_CHANGE = /\bno(?:n-|t a)? ?(?:functional|behaviou?r(?:al)?|logic|breaking or functional) changes?\b/iu;
const LONGEST_TITLE = 300;
const LONGEST_BODY = 5_000;
const MOST_THREATS = 5;

/**
 * Compares what the author says of a change with what it brings: the one use of their words, after everything was
 * found, so that they cannot tell the finder what to think. `null` when the two agree.
 */
export function claimVersusCode(
  { title, body }: Pick<ChangeSet, "title" | "body">,
  threats: readonly Threat[],
): ClaimCheck | null {
  const said = CLAIMS.find(([, pattern]) => pattern.test(title.slice(0, LONGEST_TITLE)))?.[0];
  const says = said ?? (NO_CHANGE.test(body.slice(0, LONGEST_BODY)) ? "no change of behaviour" : null);
  const serious = threats.filter(isSerious).map(({ id }) => id);
  return says === null || serious.length === 0 ? null : { says, threatIds: serious.slice(0, MOST_THREATS) };
}

/** Doubtful and small ones are no reason to correct somebody. */
function isSerious({ effect, risk, confidence, disposition, late }: Threat): boolean {
  return isNew(effect) && !late && disposition === null && confidence !== "low" && atLeast(risk.severity, "medium");
}

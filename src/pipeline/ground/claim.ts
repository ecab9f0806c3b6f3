import { positiveMatches } from "../../catalogue/placeholders.ts";
import type { Scope } from "../../domain/fact.ts";
import type { Claim } from "../../domain/threat.ts";
import type { Condition, ThreatKind } from "../../domain/threat-kind.ts";
import { HANDLER_ELSEWHERE } from "../../facts/code/code-facts.ts";
import { mitigatingControls } from "./protection.ts";
import { wordsIn } from "./scope-text.ts";

/**
 * What the facts settle about a threat that is open on `scope`; what was not in view stays unknown. `other` is the same
 * place on the other side of the change.
 */
export function claimOf(kind: ThreatKind, scope: Scope, other: Scope | null): Omit<Claim, "quoteFound"> {
  const settled = kind.lostControl === undefined ? isAbsenceSeen(kind, scope) : isLossSeen(scope, other);
  return { reachable: isReachable(scope) ? "yes" : "unknown", controlAbsent: settled ? "yes" : "unknown" };
}

/** Controls that may stand where a router is mounted, or in front of the whole application. */
const GUARDS = ["authn", "authz", "ownership", "csrf", "rate_limit", "signature", "size_limit", "audit_log"];

/** True when the control that the kind misses could not stand where nobody looked. */
function isAbsenceSeen(kind: ThreatKind, scope: Scope): boolean {
  if (scope.blindSpot === null || !dependsOnAbsence(kind)) return true;
  if (scope.blindSpot === HANDLER_ELSEWHERE) return false;
  const controls = mitigatingControls(kind);
  const guards = GUARDS.filter((name) => controls.has(name));
  const isGuarded = guards.length > 0 || hasNegation(kind.appliesIf);
  return !isGuarded || guardsItself(scope) || showsBroken(kind.appliesIf) || (isSignIn(scope) && areOfUser(guards));
}

/** A guard that does not work was meant to stand where it stands, so no other does its work. */
function showsBroken(condition: Condition): boolean {
  return positiveMatches(condition).some(
    ({ fact, attributes }) => fact === "control" && attributes?.["effective"] === false,
  );
}

/** Where people sign in or up, nothing in front can know them yet. */
function isSignIn({ entryPoint, facts }: Scope): boolean {
  return (
    /^(?:auth|sign_up)$/u.test(String(entryPoint?.attributes["area"])) || facts.some(({ name }) => name === "sign_in")
  );
}

function areOfUser(guards: readonly string[]): boolean {
  return guards.every((name) => /^(?:authn|authz|ownership|signature)$/u.test(name));
}

/** A handler that asks itself who is calling leaves nothing of that to what stands in front of it. */
function guardsItself({ facts, path }: Scope): boolean {
  return facts.some(
    ({ kind, name, attributes, path: place }) =>
      kind === "control" &&
      (name === "authn" || name === "authz") &&
      attributes["effective"] === true &&
      attributes["via"] === "inline" &&
      place === path,
  );
}

/** True when what a path lost could not have gone out of view: what stood there unseen before still does. */
function isLossSeen(scope: Scope, other: Scope | null): boolean {
  return !namesMore(scope, other) && (scope.blindSpot === null || other?.blindSpot !== null);
}

/** True when the line of the entry point names something that it did not: it may be what replaces a lost control. */
function namesMore({ entryPoint }: Scope, other: Scope | null): boolean {
  const known = wordsIn(other?.entryPoint?.quote ?? "");
  return [...wordsIn(entryPoint?.quote ?? "")].some((word) => !known.has(word));
}

/** Workflows, images and configuration take effect as they are; code takes effect when an entry point leads to it. */
function isReachable(scope: Scope): boolean {
  return scope.element !== "process" || scope.entryPoint !== null;
}

/** True when the kind would not be open if some fact that was not seen were there. */
function dependsOnAbsence(kind: ThreatKind): boolean {
  return kind.mitigatedIf !== undefined || hasNegation(kind.appliesIf);
}

function hasNegation(condition: Condition): boolean {
  if ("not" in condition) return true;
  if ("all" in condition) return condition.all.some(hasNegation);
  return "any" in condition && condition.any.some(hasNegation);
}

import type { Expression } from "./expression.ts";
import {
  callOf,
  type Comparison,
  comparisonWith,
  literalOf,
  type Membership,
  membershipOf,
} from "./expression-shapes.ts";
import { pathsIn } from "./taint.ts";
import type { Trigger } from "./triggers.ts";

/** Whether a condition can come out true, and whether it can come out false, for an outsider. */
export interface Possible {
  readonly yes: boolean;
  readonly no: boolean;
}

/** Judges one comparison or call of a condition; `null` when it is about something else. */
export type Atom = (expression: Expression, trigger: Trigger) => Possible | null;

export const ANY: Possible = { yes: true, no: true };
export const ALWAYS: Possible = { yes: true, no: false };
export const NEVER: Possible = { yes: false, no: true };

/** Which event it is. */
export function byEventName(expression: Expression, trigger: Trigger): Possible | null {
  const comparison = comparisonWith(expression, (path) => path === "github.event_name");
  if (!comparison || comparison.other.type !== "literal") return null;
  const matches = literalOf(comparison.other) === trigger.event;
  return matches === comparison.equal ? ALWAYS : NEVER;
}

/** The answer of a comparison whose equality an outsider can never bring about. */
function onlyInsidersEqual({ equal }: Comparison): Possible {
  return equal ? NEVER : ALWAYS;
}

/** Pull requests run on `refs/pull/…`, so a condition on branches or tags keeps them out. */
function byReference(expression: Expression, { event }: Trigger): Possible | null {
  if (!event.startsWith("pull_request") || event === "pull_request_target") return null;
  const comparison = comparisonWith(expression, isReference);
  if (comparison) return isBranchOrTag(comparison.other) ? onlyInsidersEqual(comparison) : null;
  return startsLikeBranchOrTag(expression) ? NEVER : null;
}

function startsLikeBranchOrTag(expression: Expression): boolean {
  const [subject, prefix] = callOf(expression, "startswith") ?? [];
  return subject?.type === "path" && isReference(subject.path) && prefix !== undefined && isBranchOrTag(prefix);
}

function isReference(path: string): boolean {
  return path === "github.ref";
}

function isBranchOrTag(expression: Expression): boolean {
  return /^refs\/(heads|tags)\//u.test(literalOf(expression));
}

const HEAD_REPOSITORY =
  /^github\.event\.(pull_request\.head\.repo\.(full_name|id|owner\.login)|workflow_run\.head_repository\.(full_name|id|owner\.login))$/u;
const IS_FORK = /^github\.event\.(pull_request\.head\.repo|workflow_run\.head_repository)\.fork$/u;

function byRepository(expression: Expression): Possible | null {
  if (expression.type === "path") return IS_FORK.test(expression.path) ? ALWAYS : null;
  const comparison = comparisonWith(expression, (path) => HEAD_REPOSITORY.test(path) || IS_FORK.test(path));
  if (!comparison) return null;
  if (!IS_FORK.test(comparison.path)) return onlyInsidersEqual(comparison);
  const saysFork = literalOf(comparison.other) === "true";
  return saysFork === comparison.equal ? ALWAYS : NEVER;
}

const OUTSIDER_ROLES = new Set(["NONE", "CONTRIBUTOR", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "MANNEQUIN"]);

function byRole(expression: Expression): Possible | null {
  const member = membershipOf(expression, isRole);
  if (!member) return null;
  const admits = member.values.some((value) => OUTSIDER_ROLES.has(value));
  if (member.equal) return admits ? ANY : NEVER;
  return member.values.length === 1 && admits ? ANY : ALWAYS;
}

function byLabel(expression: Expression, trigger: Trigger): Possible | null {
  if (!isLabelCheck(expression)) return null;
  if (comparisonWith(expression, isLabelName)?.equal === false) return ALWAYS;
  return labelOutlivesReview(expression, trigger) ? ANY : NEVER;
}

/** Names of people; an outsider can become none of them. */
function byActor(expression: Expression): Possible | null {
  const member = membershipOf(expression, isActor);
  if (!member) return null;
  if (!member.equal) return ALWAYS;
  return isSpoofable(member) ? ANY : NEVER;
}

/** Things that only someone with write access can have done. */
function byDecision(expression: Expression): Possible | null {
  const merged = "github.event.pull_request.merged";
  if (expression.type === "path") return expression.path === merged ? NEVER : null;
  const comparison = comparisonWith(
    expression,
    (path) => path === merged || path === "github.event.workflow_run.event",
  );
  if (!comparison) return null;
  const value = literalOf(comparison.other);
  if (comparison.path === merged) return (value === "true") === comparison.equal ? NEVER : ALWAYS;
  return value.startsWith("pull_request") ? ANY : onlyInsidersEqual(comparison);
}

function isRole(path: string): boolean {
  return path.endsWith(".author_association");
}

function isActor(path: string): boolean {
  return /^github\.(actor|triggering_actor)$|^github\.event\.(sender|(pull_request|issue|comment)\.user|workflow_run\.actor)\.login$/u.test(
    path,
  );
}

/** `github.actor` is whoever caused the last event, not the author: a bot can be made to cause one. */
function isSpoofable({ path, values }: Membership): boolean {
  return values.some((value) => value.endsWith("[bot]")) && /^github\.(actor|triggering_actor)$/u.test(path);
}

function isLabelCheck(expression: Expression): boolean {
  return pathsIn(expression).some((path) => path.includes(".labels") || isLabelName(path));
}

function isLabelName(path: string): boolean {
  return path === "github.event.label.name";
}

/** A label on the pull request stays when new commits are pushed after someone looked at the old ones. */
function labelOutlivesReview(expression: Expression, { event, types }: Trigger): boolean {
  const onPush = event.startsWith("pull_request") && (types === null || types.includes("synchronize"));
  return onPush && pathsIn(expression).some((path) => path.includes(".labels"));
}

/** Why a comparison that looks like a protection is none; `null` when it does not look like one, or is one. */
export function weaknessOf(expression: Expression, trigger: Trigger): string | null {
  if (isLabelCheck(expression) && labelOutlivesReview(expression, trigger)) {
    return "the label stays when new commits are pushed after it was set";
  }
  const actor = membershipOf(expression, isActor);
  if (actor && isSpoofable(actor)) {
    return "github.actor names whoever caused the last event, which can be a bot on someone else's pull request";
  }
  const role = membershipOf(expression, isRole);
  const admitsOutsiders = role?.equal && role.values.some((value) => OUTSIDER_ROLES.has(value));
  return admitsOutsiders ? "the listed associations include people without write access" : null;
}

/** Every judgement about who or what an event comes from, the event's name included. */
export const ATOMS: readonly Atom[] = [byEventName, byReference, byRepository, byRole, byLabel, byActor, byDecision];

import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, lastName } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { wordsOf } from "./words.ts";

const DECIDES =
  / (?:can|may|has|is|are|check|checks|verify|ensure|assert|require|allow|allows|allowed|permit|permits|permitted|authori[sz]e|authori[sz]es|authori[sz]ed|access|accessible|visible|owner|owns|member|belongs|permission|permissions|perm|perms|policy|role|rights?|privileged?) /u;
/** Questions about a person that say nothing of what they may do. */
const OTHER_QUESTIONS =
  / (?:logged|signed|authenticated|anonymous|guest|password|passwd|hash|otp|totp|code|email|token|captcha|enabled|exists|empty|null|valid) /u;

const RIGHTS =
  / (?:can|may|cannot|has access|access|accessible|allowed|permitted|authori[sz]ed|permission|permissions|admin|administrator|owner|owns|member|role|rights?|privileged?) /u;

/** True for the name of a question about what somebody may do. */
export function decidesRight(name: string): boolean {
  const words = wordsOf(name);
  return RIGHTS.test(words) && !OTHER_QUESTIONS.test(words);
}

/**
 * What a question such as `canEdit(user, invoice)` protects when a refusal hangs on its answer: `ownership` when it is
 * about a record or a key, `authz` when it is about the person alone; `null` when it is no such question.
 */
export function authorityAsked(node: SyntaxNode, flow: Flow): "ownership" | "authz" | null {
  const call = flow.definitionOf(node);
  if (call.type !== "call" || !asksOfSession(call, flow)) return null;
  const words = wordsOf(lastName(call.callee) ?? "");
  if (!DECIDES.test(words) || OTHER_QUESTIONS.test(words)) return null;
  const others = call.arguments.filter(({ value }) => !saysWho(value, flow) && !isFixed(value));
  return others.length > 0 ? "ownership" : "authz";
}

/** True when a call is given who is signed in, or is a method of theirs. */
function asksOfSession(call: CallNode, flow: Flow): boolean {
  const receiver = call.callee.type === "member" ? [call.callee.object] : [];
  const given = call.arguments.map(({ value }) => value);
  return [...receiver, ...given].some((value) => flow.valueOf(value).session) || asksOfRequest(call, given, flow);
}

const OWNS = / (?:owner|owners|owns|member|belongs|access|permission|permissions|can|may|allowed|permitted) /u;

/** `isOwner(request, invoice)` finds out itself who is asking. */
function asksOfRequest(call: CallNode, given: readonly SyntaxNode[], flow: Flow): boolean {
  const isAbout = given.some((value) => !saysWho(value, flow) && !isFixed(value));
  return isAbout && OWNS.test(wordsOf(lastName(call.callee) ?? "")) && given.some((value) => saysWho(value, flow));
}

/** True for who is signed in, and for a request as a whole. */
function saysWho(node: SyntaxNode, flow: Flow): boolean {
  const { session, part } = flow.valueOf(node);
  return session || part?.path === "";
}

/** Roles, permissions and models are named, not looked up. */
export function isFixed(node: SyntaxNode): boolean {
  if (node.type === "text" || node.type === "literal") return true;
  return /^[A-Z]/u.test(lastName(node) ?? "a") && node.type !== "call";
}

/** How far the making of a record is followed back to the key that it was found by. */
const MAX_STEPS = 3;

/**
 * The one part of a request that a value is about: what it derives from, or the key that a record was found by; `null`
 * when there is none, there are several, or something else chooses it too.
 */
export function originOf(node: SyntaxNode, flow: Flow, steps = MAX_STEPS): string | null {
  const { origin } = flow.valueOf(node);
  const made = flow.definitionOf(node);
  if (steps === 0 || (origin !== null && !isFoundRecord(node, made, flow))) return origin;
  if (node.type === "member") return originOf(node.object, flow, steps);
  if (made.type === "call") return onlyOrigin(keysOf(made), flow, steps - 1);
  return made === node ? null : originOf(made, flow, steps - 1);
}

/** A record that was found by a key stays that record, whatever its fields are given. */
function isFoundRecord(node: SyntaxNode, made: SyntaxNode, flow: Flow): boolean {
  return node.type === "name" && made.type === "call" && !made.construct && flow.valueOf(node).fields !== null;
}

/** What all of these values are about; `null` unless it is the same part of a request for every one that is not fixed. */
export function onlyOrigin(nodes: readonly SyntaxNode[], flow: Flow, steps = MAX_STEPS): string | null {
  const chosen = nodes.flatMap(leavesOf).filter((leaf) => !flow.valueOf(leaf).session && !isFixed(leaf));
  const [first = null, ...others] = new Set(chosen.map((leaf) => originOf(leaf, flow, steps)));
  return others.length === 0 ? first : null;
}

/** What a call is given, along the whole chain that it ends. */
function keysOf(call: CallNode): SyntaxNode[] {
  const own = call.arguments.map(({ value }) => value);
  const { callee } = call;
  return callee.type === "member" && callee.object.type === "call" ? [...keysOf(callee.object), ...own] : own;
}

/** Names and members below a node; what a nested function does with them is its own concern. */
function leavesOf(node: SyntaxNode): SyntaxNode[] {
  if (node.type === "name" || node.type === "member") return [node];
  if (node.type === "function") return [];
  if (node.type === "binary" && /^={2,3}$/u.test(node.operator)) return leavesOf(node.right);
  const inner = node.type === "call" ? keysOf(node) : childrenOf(node);
  return inner.flatMap(leavesOf);
}

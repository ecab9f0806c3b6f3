import { controlsCalled } from "../controls/control-names.ts";
import type { BinaryNode, CallNode, IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, contains, descendants, dottedPath, lastName } from "../syntax/walk.ts";
import { authorityAsked, originOf } from "./authority.ts";
import { type Draft, inline, type Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { allowedBehind, answersWithStatus, leaves } from "./guards.ts";
import { aboutIn, isOwnerComparison, isUserName } from "./owner-comparison.ts";
import { recogniseToken } from "./recognise-tokens.ts";
import { countsAttempts } from "./attempt-counts.ts";
import { checksFormToken, keptBySession } from "./session-comparison.ts";
import { isCodeCheck } from "./recognise-sign-in.ts";
import type { Value } from "./value.ts";
import { refusalIn } from "./refusal-forms.ts";
import { rightRefused } from "./refused-rights.ts";
import { wordsOf } from "./words.ts";

/** Finds the protections that a function itself carries out. */
export const recogniseControls: Recognise = (node, flow) => {
  const check = node.type === "if" ? node : refusalIn(node);
  const checked = check === null ? [] : recogniseCheck(check, flow);
  return node.type === "call" ? [...checked, ...recogniseCall(node, flow)] : checked;
};

const PROTECTED_BY_ENCODER: readonly (readonly [RegExp, string])[] = [
  [/basename|filename|safe_join/iu, "file"],
  [/html|bleach|purify|nh3|markupsafe|escape$|he\./iu, "html"],
  [/quote$/iu, "command"],
  [/URIComponent|urllib/iu, "outbound_http"],
];

function recogniseCall(node: CallNode, flow: Flow): Draft[] {
  const name = flow.canonical(node.callee) ?? "";
  const token = recogniseToken(node, name, flow);
  if (token.length > 0) return token;
  const listed = flow.context.calls.controls?.find(({ callee }) => callee.test(name));
  if (listed) return listed.controls.map((control) => inline(control, node, { callee: name }));
  const named = librariesControl(name);
  if (named === "signature" && comparesPassword(node, flow)) return [];
  if (named !== null) return [inline(named, node, { callee: name })];
  if (checksFormToken(node, flow)) return [inline("csrf", node, { callee: flow.calleeOf(node) })];
  return encodes(node, name, flow) ?? [...weakHash(node, name, flow), ...promised(node, name, flow)];
}

/** Encoders and validators count when they are given something of the request. */
function encodes(node: CallNode, name: string, flow: Flow): Draft[] | null {
  const { encoders, validators } = flow.context.calls;
  if (!encoders.test(name) && !validators.test(name)) return null;
  if (!node.arguments.some((argument) => flow.valueOf(argument.value).request)) return [];
  const origin = node.arguments.map(({ value }) => originOf(value, flow)).find((one) => one !== null);
  const about = origin ? { about: origin } : {};
  if (validators.test(name)) return [inline("validation", node, { callee: flow.calleeOf(node), ...about })];
  const protects = PROTECTED_BY_ENCODER.find(([pattern]) => pattern.test(name))?.[1];
  return [inline("encoding", node, { callee: name, ...(protects ? { protects } : {}), ...about })];
}

/** A name is believed when the call is about the request or who sent it; `assertAuthScheme(options)` is neither. */
function promised(node: CallNode, name: string, flow: Flow): Draft[] {
  const words = dottedPath(node.callee)?.split(".").slice(-2).join(".") ?? name;
  const named = promisesNothing(node, flow) ? [] : controlsCalled(words);
  const isAbout = node.arguments
    .flatMap(({ value }) => partsOf(value))
    .some((part) => isAboutRequest(flow.valueOf(part)));
  const isBare = flow.handlerOf !== null && (node.arguments.length === 0 || namesFixedRight(node));
  const believed = named.filter((control) => control === "audit_log" || isAbout || isBare);
  const about = aboutIn(node, flow);
  const attributes = { callee: flow.calleeOf(node), ...(about === null ? {} : { about }) };
  return believed.map((control) => inline(control, node, attributes));
}

function promisesNothing(node: CallNode, flow: Flow): boolean {
  const isOfInput = node.callee.type === "member" && flow.valueOf(node.callee.object).source !== null;
  return node.construct || isOfInput || asksSomebody(node) || isCodeCheck(node, flow);
}

/** What `currentUser.hasPermission(right)` answers protects nothing until something hangs on it. */
function asksSomebody({ callee }: CallNode): boolean {
  if (callee.type !== "member" || dottedPath(callee.object) === "this") return false;
  return /^(?:has|can|may|is)(?=[A-Z_]|$)/u.test(callee.property);
}

/** `userHasPermission(Permission::EDIT)` and `denyAccessUnlessGranted("ROLE_ADMIN")` are about who sent the request. */
function namesFixedRight(node: CallNode): boolean {
  const first = node.arguments[0]?.value;
  if (first?.type === "text") return node.callee.type === "member" && dottedPath(node.callee.object) === "this";
  return first?.type === "member" && first.object.type === "name" && first.object.fixed === true;
}

/** `verifyUser({ req, res })` gives what it asks about by name. */
function partsOf(value: SyntaxNode): SyntaxNode[] {
  return value.type === "object" ? [value, ...value.entries.map((entry) => entry.value)] : [value];
}

function isAboutRequest(value: Value): boolean {
  return value.request || value.session || value.part !== null;
}

/** Passwords and signatures are compared with the same functions. */
function comparesPassword(node: CallNode, flow: Flow): boolean {
  const names = node.arguments.flatMap((argument) => dottedPath(argument.value) ?? []);
  return / (?:password|passwd|passphrase) /u.test(wordsOf([flow.symbol ?? "", ...names].join(" ")));
}

function librariesControl(name: string): "signature" | "password_hash" | null {
  if (COMPARES_SIGNATURE.test(name)) return "signature";
  return STRONG_HASH.test(name) ? "password_hash" : null;
}

const COMPARES_SIGNATURE =
  /(?:^|\.)(?:timingSafeEqual|compare_digest|constructEvent|constructEventAsync|construct_event|secure_compare|fixed_length_secure_compare|verifyAndReceive|verifySignature|verify_signature|validate_signature|validateRequest|verifyWebhook|verify_webhook)$|^(?:webhooks?|svix\.Webhook\(\))\.verify$/u;
const STRONG_HASH =
  /^(?:bcrypt(?:js)?|argon2|scrypt)\.(?:hash|hashSync|hashpw|hash_password)$|^argon2\.PasswordHasher\(\)\.hash$|generate_password_hash$|^BCrypt\.Password\.create$|^password_hash$|(?:^|\.)Hash\.make$|^crypto\.scrypt(?:Sync)?$/u;
const WEAK_HASH =
  /^(?:crypto\.createHash\(\)\.update|hashlib\.(?:md5|sha1)|md5|sha1|Digest\.(?:MD5|SHA1)\.\w+|crypto\/(?:md5|sha1)\.Sum|(?:java\.security\.)?MessageDigest\.getInstance\(\)\.digest|(?:[\w.]+\.)?(?:MD5|SHA1)\.(?:HashData|Create\(\)\.ComputeHash))$/u;

/** A fast, broken hash matters where the thing that is hashed is a password. */
function weakHash(node: CallNode, name: string, flow: Flow): Draft[] {
  if (!WEAK_HASH.test(name)) return [];
  const algorithm = /^crypto\.|getInstance/u.test(name) ? algorithmOf(node) : (/md5|sha1/iu.exec(name)?.[0] ?? "");
  const hashes = node.arguments.some(
    (argument) => isPassword(argument.value) || contains(flow.definitionOf(argument.value), isPassword),
  );
  if (!hashes || !/^(?:md5|sha1)$/iu.test(algorithm)) return [];
  const reason = `${algorithm.toLowerCase()} is fast to guess`;
  return [
    {
      kind: "control",
      name: "password_hash",
      at: node,
      attributes: { effective: false, via: "inline", callee: name, reason },
    },
  ];
}

function isPassword(node: SyntaxNode): boolean {
  return / (?:password|passwd|passphrase|pin) /u.test(wordsOf(lastName(node) ?? ""));
}

function algorithmOf(node: CallNode): string {
  const create = node.callee.type === "member" ? node.callee.object : null;
  const first = create?.type === "call" ? create.arguments[0]?.value : undefined;
  return first?.type === "text" ? first.value.replace("-", "") : "";
}

/** In Ruby a bare return ends a callback, and what comes behind it goes on: only an answer or an error refuses. */
function goesOn({ consequence }: IfNode, flow: Flow): boolean {
  const last = consequence.type === "group" ? consequence.children.at(-1) : consequence;
  if (flow.context.module.language.id !== "ruby" || last?.type !== "exit" || last.how !== "return") return false;
  const alone = consequence.type !== "group" || consequence.children.length === 1;
  return alone && (last.value === null || last.value.type === "literal");
}

function recogniseCheck(node: IfNode, flow: Flow): Draft[] {
  if (goesOn(node, flow)) return [];
  if (!leaves(node.consequence) && !answersWithStatus(node.consequence)) return comparisonsWithin(node, flow);
  const at = checkPlace(node);
  const asked = [...descendants(node.condition)].flatMap((part) => checkedBy(part, flow));
  const refused = asked.length === 0 ? rightRefused(node) : null;
  const controls = refused === null ? asked : [refused];
  const drafts = [...new Set(controls)].map((control) => inline(control, at, aboutRecord(control, node, flow)));
  const allowed = allowedBehind(node).some((path) => isRequestPath(path, node.condition, flow));
  return allowed && drafts.length === 0 ? [...drafts, inline("validation", at)] : drafts;
}

/** Owners may also be compared to decide what to do, with the refusal in the other branch. */
function comparisonsWithin(node: IfNode, flow: Flow): Draft[] {
  if (node.alternative === null || !leaves(node.alternative)) return [];
  const comparisons = [...descendants(node.condition)].filter(
    (part) => part.type === "binary" && isOwnerComparison(part, flow),
  );
  return comparisons.length > 0 ? [inline("ownership", checkPlace(node), aboutRecord("ownership", node, flow))] : [];
}

/** What a person may do with one record says nothing of another; who they are, of every one. */
function aboutRecord(control: string, { condition }: IfNode, flow: Flow): Draft["attributes"] {
  const about = /^(?:ownership|authz)$/u.test(control) ? aboutIn(condition, flow) : null;
  return about === null ? {} : { about };
}

/** The check itself and its refusal, not everything that the branch may hold. */
function checkPlace(node: IfNode): SyntaxNode {
  return {
    ...node,
    endLine: Math.max(node.condition.endLine, Math.min(node.consequence.endLine, node.condition.endLine + 3)),
  };
}

function isRequestPath(path: string, condition: SyntaxNode, flow: Flow): boolean {
  return contains(condition, (node) => dottedPath(node) === path && flow.valueOf(node).request);
}

function checkedBy(node: SyntaxNode, flow: Flow): string[] {
  if (node.type === "binary") return countsAttempts(node) ? ["rate_limit"] : comparedBy(node, flow);
  if (countsAttempts(node)) return ["rate_limit"];
  if (node.type !== "not") return isRightTest(node, flow) ? ["authz"] : [];
  const asked = authorityAsked(node.operand, flow);
  if (asked !== null) return [asked];
  if (isRightTest(node.operand, flow)) return ["authz"];
  const compared = equalityOf(node.operand);
  if (compared !== null) return comparedBy(compared, flow);
  return isIdentity(node.operand, flow) ? ["authn"] : [];
}

/** `a.equals(b)` compares like `a === b`. */
function equalityOf(node: SyntaxNode): BinaryNode | null {
  if (node.type !== "call" || node.callee.type !== "member" || node.callee.property !== "equals") return null;
  const [right] = node.arguments;
  const { startLine, endLine, offset, callee } = node;
  if (!right) return null;
  return { type: "binary", operator: "===", left: callee.object, right: right.value, startLine, endLine, offset };
}

function comparedBy(node: BinaryNode, flow: Flow): string[] {
  if (node.operator === "not in") return flow.valueOf(node.right).session ? ["authn"] : [];
  return /^(?:[!=]={1,2}|is|is not)$/u.test(node.operator) ? equated(node, flow) : [];
}

function equated(node: BinaryNode, flow: Flow): string[] {
  const compared = isOwnerComparison(node, flow) ? "ownership" : keptBySession(node.left, node.right, flow);
  if (compared !== null) return [compared];
  if (isSignatureComparison(node, flow)) return ["signature"];
  if (isNothing(node.right) && isIdentity(node.left, flow)) return ["authn"];
  return isRoleTest(node.left, flow) || isRoleTest(node.right, flow) ? ["authz"] : [];
}

function isNothing(node: SyntaxNode): boolean {
  return node.type === "literal" && /^(?:null|undefined|None)$/u.test(node.text);
}

/** True for what says who is signed in, such as `req.user` or `current_user.is_authenticated`. */
function isIdentity(node: SyntaxNode, flow: Flow): boolean {
  if (flow.valueOf(node).session) return true;
  const words = wordsOf(lastName(node) ?? "");
  return / (?:(?:is|are) )?(?:authenticated|logged in|signed in) /u.test(words);
}

function isRightTest(node: SyntaxNode, flow: Flow): boolean {
  return isRoleTest(node, flow) || isAccessTest(node, flow);
}

const ACCESS =
  / (?:visible|viewable|readable|editable|writable|deletable|destroyable|accessible|allowed|allows|permits|permitted|authorized|can|may) /u;

/** `issue.visible?` and `document.isVisibleTo(user)` ask a record whom it is for. */
function isAccessTest(node: SyntaxNode, flow: Flow): boolean {
  if (node.type !== "call" || node.callee.type !== "member" || !ACCESS.test(wordsOf(node.callee.property)))
    return false;
  return node.callee.property.endsWith("?") || node.arguments.some(({ value }) => flow.valueOf(value).session);
}

const ROLE =
  / (?:role|roles|admin|is admin|permission|permissions|perm|perms|scope|scopes|superuser|staff|has role|has permission|moderator|can|cannot|may|allowed|allowed to|authorized|permitted) /u;

const RIGHTS = / (?:permissions?|perms?|rights|privileges|capabilities|grants) $/u;

/** `user.Perm.Download` is one right of who is signed in. */
function isRightOfCaller(node: SyntaxNode, flow: Flow): boolean {
  if (node.type !== "member" || node.object.type !== "member") return false;
  const owner = node.object.object;
  return RIGHTS.test(wordsOf(node.object.property)) && (isOfCaller(owner, flow) || CALLER.test(lastName(owner) ?? ""));
}

const CALLER = /^(?:user|current_?user|viewer|actor|principal|claims|session|me)$/iu;

function isRoleTest(node: SyntaxNode, flow: Flow): boolean {
  if (isRightOfCaller(node, flow)) return true;
  const words = wordsOf(lastName(node) ?? "");
  if (!ROLE.test(words)) return false;
  if (node.type === "member") return flow.valueOf(node.object).session || isUserName(node.object);
  if (node.type !== "call") return false;
  if (node.callee.type === "name") return / (?:can|cannot|allowed to) /u.test(words);
  return node.callee.type === "member" && isOfCaller(node.callee.object, flow);
}

function isOfCaller(node: SyntaxNode, flow: Flow): boolean {
  return flow.valueOf(node).session || isUserName(node) || isMadeForCaller(node, flow);
}

/** `ability.cannot(…)` behind `const ability = abilities.createForUser(user)`. */
function isMadeForCaller(node: SyntaxNode, flow: Flow): boolean {
  const made = flow.definitionOf(node);
  return made.type === "call" && made !== node && made.arguments.some(({ value }) => flow.valueOf(value).session);
}

function isSignatureComparison(node: BinaryNode, flow: Flow): boolean {
  const compares = [node.left, node.right].some((side) =>
    / (?:signature|digest|hmac|expected|sig) /u.test(wordsOf(lastName(side) ?? "")),
  );
  if (!compares) return false;
  const isDigest = (one: SyntaxNode): boolean =>
    one.type === "call" && /(?:createHmac|hmac\.new|hexdigest|digest)$/u.test(flow.canonical(one.callee) ?? "");
  return [node.left, node.right].some((side) => contains(flow.definitionOf(side), isDigest));
}

/** True when a middleware does nothing but pass on: it has no check and calls nothing that could refuse. */
export function letsEverythingThrough(body: SyntaxNode): boolean {
  const acts = (node: SyntaxNode): boolean => {
    if (node.type === "if" || (node.type === "exit" && node.how === "throw")) return true;
    if (node.type === "call") return !/^(?:next|call_next|log|info|debug)$/u.test(lastName(node.callee) ?? "");
    return childrenOf(node).some(acts);
  };
  return !acts(body);
}

import type { AssignNode, CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, contains, descendants, dottedPath, lastName } from "../syntax/walk.ts";
import type { Draft, Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { wordsOf } from "./words.ts";

/** Finds where somebody becomes a signed-in user, and what proves that they are that user. */
export const recogniseSignIn: Recognise = (node, flow) => {
  if (node.type === "assign") return remembered(node, flow);
  if (node.type !== "call") return [];
  return [...signedIn(node, flow), ...checksCredential(node, flow), ...checksCode(node, flow)];
};

const SIGNS_IN =
  /^ (?:(?:do |force |auto |complete |finish |perform )?(?:log ?in|sign ?in)(?: user| using id| by id| as| as user)?|once using id|impersonate(?: user)?|switch (?:to )?user|set (?:logged in|authenticated|current user|auth user|login)|(?:create|establish|start|open|begin) (?:user |login |auth )?session(?: for user)?|(?:two factor|2 ?fa|mfa|t?otp|second factor) (?:success|succeeded|passed|complete|completed|login)|(?:create|issue|generate|make|sign|encode) (?:access |auth |jwt |user |login |bearer )*(?:token|jwt)(?: for user)?) $/u;
const SIGNS_TOKEN = /(?:^|\.)(?:jsonwebtoken|jwt|JWT)\.(?:sign|encode)$/u;

function signedIn(node: CallNode, flow: Flow): Draft[] {
  const name = flow.canonical(node.callee) ?? "";
  if (!SIGNS_IN.test(wordsOf(lastName(node.callee) ?? "")) && !SIGNS_TOKEN.test(name)) return [];
  const receiver = node.callee.type === "member" ? [node.callee.object] : [];
  const who = [...node.arguments.map(({ value }) => value), ...receiver];
  const chosen = who.find((one) => isChosen(one, flow)) ?? receiver.find((one) => isLoadedBefore(one, node, flow));
  return chosen ? [signIn(node, chosen, flow)] : [];
}

/** `$_SESSION["user_id"] = …`: what the session says of the user from now on. */
function remembered(node: AssignNode, flow: Flow): Draft[] {
  const { target, value } = node;
  if (target.type !== "member" || !flow.valueOf(target.object).session) return [];
  return NAMES_USER.test(wordsOf(target.property)) && isChosen(value, flow) ? [signIn(node, value, flow)] : [];
}

function signIn(at: SyntaxNode, who: SyntaxNode, flow: Flow): Draft {
  const source = dottedPath(who) ?? flow.valueOf(who).source ?? "the request";
  return { kind: "sink", name: "sign_in", at, attributes: { tainted: true, source } };
}

const NAMES_USER =
  / (?:user|users|uid|userid|username|login|email|account|accounts|member|customer|admin|sub|person) /u;
/** Who holds one of these has proved something. */
const PROVES =
  / (?:token|code|hash|ticket|secret|key|apikey|assertion|jwt|signature|nonce|invite|invitation|magic|credential|credentials|state|oauth|oauth2|provider|social|socialite|saml|ldap|openid|oidc|passkey|webauthn|session|current) /u;

/** True for a user that the request names without proving anything: an id of it, or what is looked up by one. */
function isChosen(node: SyntaxNode, flow: Flow): boolean {
  if (node.type === "object")
    return node.entries.some((entry) => isNamed(entry.key ?? "") && isChosen(entry.value, flow));
  const definition = flow.definitionOf(node);
  const words = wordsOf([dottedPath(node) ?? "", ...textsIn(definition)].join(" "));
  if (PROVES.test(words) || !NAMES_USER.test(words.replaceAll(/ user agent(?= )/gu, ""))) return false;
  return flow.valueOf(node).request || (definition.type === "call" && looksUp(definition, flow));
}

function isNamed(key: string): boolean {
  return NAMES_USER.test(wordsOf(key)) || key === "id";
}

const LOADS = / (?:find|get|load|fetch|first|one|read|select|where|lookup|by) /u;

/** A look-up whose key comes from the request. */
function looksUp(node: CallNode, flow: Flow): boolean {
  const calls = [...descendants(node)].filter((one) => one.type === "call");
  const loads = calls.some((one) => LOADS.test(wordsOf(lastName(one.callee) ?? "")) && !flow.valueOf(one).request);
  if (node.construct || !loads) return false;
  return calls.some((one) => one.arguments.some(({ value }) => contains(value, (part) => flow.valueOf(part).request)));
}

/** `$user->getUserById($id)` fills the object that is signed in afterwards. */
function isLoadedBefore(receiver: SyntaxNode, at: CallNode, flow: Flow): boolean {
  const path = dottedPath(receiver);
  const body = flow.context.functions.get(flow.symbol ?? "")?.node.body ?? flow.context.module.root;
  return [...descendants(body)].some((node) => {
    if (node.type !== "call" || node.offset >= at.offset || node.callee.type !== "member") return false;
    const method = wordsOf(node.callee.property);
    if (dottedPath(node.callee.object) !== path || !LOADS.test(method)) return false;
    return node.arguments.some(({ value }) => isChosen(value, flow));
  });
}

function textsIn(node: SyntaxNode): string[] {
  if (node.type === "text") return [node.value];
  const own = node.type === "name" ? [node.name] : node.type === "member" ? [node.property] : [];
  return [...own, ...childrenOf(node).flatMap(textsIn)];
}

const CREDENTIAL =
  / (?:password|passwd|passphrase|pass|pwd|credential|credentials|assertion|passkey|attestation|webauthn|web authn) /u;

/** A call that is given a password or the like takes care of it. */
function checksCredential(node: CallNode, flow: Flow): Draft[] {
  const given = node.arguments.flatMap(({ name, value }) => [name ?? "", ...namesGiven(value)]);
  const isGiven = given.some((name) => CREDENTIAL.test(wordsOf(name)));
  return isGiven && !isCodeCheck(node, flow) ? [control("credential_check", node)] : [];
}

function namesGiven(node: SyntaxNode): string[] {
  if (node.type === "object") return node.entries.flatMap((entry) => [entry.key ?? "", ...namesGiven(entry.value)]);
  if (node.type === "call")
    return node.arguments.flatMap(({ value }) => (value.type === "text" ? [value.value] : namesGiven(value)));
  return [lastName(node) ?? ""];
}

const CHECKS = / (?:verify|verifies|check|checks|validate|validates|confirm|is valid|valid|match|matches|consume) /u;
const CODES =
  / (?:t?otp|hotp|two factor|twofactor|2 ?fa|tfa|mfa|second factor|one time|verification code|sms code|auth code|authenticator|pin code) /u;

/** A short code that the request carries is compared with the one that was expected. */
function checksCode(node: CallNode, flow: Flow): Draft[] {
  const isCheck = isCodeCheck(node, flow) && node.arguments.some(({ value }) => flow.valueOf(value).request);
  return isCheck ? [control("one_time_code", node)] : [];
}

/** True for a call whose name, or whose receiver, says that it checks a one-time code. */
export function isCodeCheck(node: CallNode, flow: Flow): boolean {
  if (!CHECKS.test(wordsOf(lastName(node.callee) ?? ""))) return false;
  const receiver = node.callee.type === "member" ? flow.definitionOf(node.callee.object) : null;
  const texts = [dottedPath(node.callee) ?? "", ...(receiver ? textsIn(receiver) : [])];
  return CODES.test(wordsOf(texts.join(" ")));
}

function control(name: string, at: SyntaxNode): Draft {
  return { kind: "control", name, at, attributes: { effective: true, via: "inline" } };
}

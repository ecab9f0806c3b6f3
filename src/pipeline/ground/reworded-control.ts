import type { Fact, Scope } from "../../domain/fact.ts";
import { wordsOf } from "../../facts/code/words.ts";
import type { CameInstead } from "./came-instead.ts";
import type { Judgement } from "./judgements.ts";
import { lostProtection } from "./protection.ts";
import type { ScopeText } from "./scope-text.ts";

/** What a right is called at the end of a name. */
const RIGHT =
  "(?:access|permissions?|permitted|owner|owners|ownership|own|admin|rights?|roles?|allowed|member|membership|privileges?|policy|tenant)";
const VERB = "(?:validate|check|ensure|assert|verify|require|requires|enforce|demand)";
/** Names of calls that demand a right by themselves: `ensureOwn`, `assertCanEdit`, `authorize`. */
const DEMANDS_RIGHT = new RegExp(
  ` ${VERB} (?:\\w+ )*${RIGHT} $| ${VERB} (?:\\w+ )?(?:can|may) |^ authori[sz]e | deny access unless `,
  "u",
);
/** Names of questions about a right; something has to hang on the answer. */
const ASKS_RIGHT = new RegExp(`^ (?:can|may) |^ (?:is|has) (?!own )(?:\\w+ )*${RIGHT} $`, "u");
const HANGS_ON = /^(?:[}\s]*(?:else )?if|elsif|unless|guard|return|when|assert|until|while)\b|&&|\|\||\?/u;
/** Names of calls that demand to know who calls. */
const DEMANDS_WHO = new RegExp(
  ` ${VERB} (?:\\w+ )*(?:login|logged in|signed in|session|token|user|auth|authenticated|jwt|bearer|api key|apikey) $|^ authenticate |login required $`,
  "u",
);

/** What lines say that refuse whoever has no right, or that narrow a query to what is somebody's own. */
const REFUSES =
  /Forbidden|Unauthori[sz]ed|AccessDenied|PermissionDenied|NotAuthori[sz]ed|NotPermitted|InsufficientP|\bpermitted(?!_?(?:field|param|attr|key|type|value|origin))|owner_?aware|for_?user\b|visible_?to\b|accessible_?by\b/iu;
const OF_THE_CALLER =
  /(?:current_?user|@user|request\.user|self\.user|\.user\(\))[.:>-]{1,3}\w{1,60}s(?:\(\))?[.:>-]{1,3}(?:find|get|filter|where|first)/iu;
const UNKNOWN_CALLER = /Unauthori[sz]ed|NotAuthenticated|AuthenticationFailed/iu;

/** What lines say that look at a value before it is used. */
const LOOKS =
  /valid\w{0,60}\(|\.fails\(|rules\(|schema|sanitiz|\.parse\(|safeParse|unknown_?fields|raise \w{0,60}Error|throw new \w{0,60}Exception|BadRequest/iu;

type Says = (line: string) => boolean;

const keepsOut: Says = (line) =>
  REFUSES.test(line) ||
  OF_THE_CALLER.test(line) ||
  calls(line, DEMANDS_RIGHT) ||
  (HANGS_ON.test(line) && calls(line, ASKS_RIGHT));
const SAYS: Readonly<Record<string, Says>> = {
  authn: (line) => UNKNOWN_CALLER.test(line) || calls(line, DEMANDS_WHO),
  authz: keepsOut,
  ownership: keepsOut,
  query_scope: keepsOut,
  validation: (line) => LOOKS.test(line),
};

function calls(line: string, wanted: RegExp): boolean {
  return [...line.matchAll(/(?<![\w$])([\w$]{1,100})[?!]?\(/gu)].some(([, name = ""]) => wanted.test(wordsOf(name)));
}

/** What is looked at: the code of scopes, and what came where a control went. */
interface Wording {
  readonly code: ScopeText;
  readonly cameInstead: CameInstead;
}

/**
 * True when the side that seems to lack a control says in lines of its own that it refuses, asks or narrows in other
 * words: then what was written anew is no loss that anybody has seen.
 */
export function isReworded(judgement: Judgement, { code, cameInstead }: Wording): boolean {
  const { kind, pair, effect } = judgement;
  const [having, lacking] = effect === "resolved" ? [pair.head, pair.base] : [pair.base, pair.head];
  if (lacking === null || effect === null) return false;
  const lost = kind.lostControl === undefined ? missedBy(judgement) : [kind.lostControl];
  if (lost.length === 0) return false;
  const own = [...ownLines(lacking, having, code), ...instead(lost, having, cameInstead)];
  return lost.every((name) => !stands(name, lacking) && own.some((line) => SAYS[name]?.(line)));
}

/** What came where a lost control stood in a helper. */
function instead(lost: readonly string[], having: Scope | null, cameInstead: CameInstead): string[] {
  const stood = having?.facts.filter(({ kind, name }) => kind === "control" && lost.includes(name)) ?? [];
  return stood.flatMap(cameInstead).filter(isTelling);
}

/** What protects on one side alone, or what the neighbours have. */
function missedBy(judgement: Judgement): string[] {
  const { head, effect } = judgement;
  if (effect === "resolved") return head.state === "mitigated" ? head.by.map(({ fact }) => fact.name) : [];
  const facts = head.state === "open" ? head.applies.map(({ fact }) => fact) : [];
  const ofPeers = facts.flatMap(({ name, attributes }) =>
    name === "peer_control" ? String(attributes["protects"]) : [],
  );
  return [...lostProtection(judgement).map(({ name }) => name), ...ofPeers];
}

/** A control that is known to stand is judged by what it is about, and not by its words. */
function stands(name: string, { facts }: Scope): boolean {
  const family = name === "ownership" ? ["ownership", "authz"] : [name];
  return facts.some(
    (fact: Fact) => fact.kind === "control" && family.includes(fact.name) && fact.attributes["effective"] === true,
  );
}

/** The calls, conditions and refusals that only one side of a scope has. */
function ownLines(scope: Scope, other: Scope | null, code: ScopeText): string[] {
  const known = new Set(other === null ? [] : code(other));
  return code(scope).filter((line) => !known.has(line) && isTelling(line));
}

function isTelling(line: string): boolean {
  return /[(?]|\bin [a-z_]+:$|\b(?:raise|throw)\b/u.test(line);
}

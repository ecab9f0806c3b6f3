import { wordsOf } from "../code/words.ts";

/** Controls that a function's name can promise. */
export type NamedControl =
  | "authn"
  | "authz"
  | "ownership"
  | "csrf"
  | "rate_limit"
  | "validation"
  | "signature"
  | "size_limit"
  | "audit_log"
  | "sandbox";

/** Words, tried on a name that was split into lower-case words with a space around each. */
const NAMES: readonly (readonly [NamedControl, RegExp])[] = [
  [
    "authn",
    / (?:auth|authed|authn|authenticate|authenticates|authenticated|authentication|authenticator|logged in|signed in|login required|is authenticated|require login|requires login|ensure login|jwt|bearer|token required|(?:require|verify|check|validate|ensure) (?:\w+ )?(?:token|session|user|login|api key|apikey|jwt)|(?:require|ensure) (?:account|identity)|session required|user required|api key|apikey|(?:get )?current (?:\w+ )?user|get user|with user(?= $)|oauth2?|protect|protected|http basic|basic auth) /u,
  ],
  [
    "authz",
    / (?:authori[sz]e|authori[sz]ed|authori[sz]ation|authz|role|roles|admin|admins|moderator|moderators|superadmin|permission|permissions|perm|perms|permit|can|scope|scopes|rbac|acl|abac|policy|superuser|staff|privilege|privileges|entitlement|user passes test|granted) /u,
  ],
  ["ownership", / (?:owner|owners|owns|ownership|belongs to|own resource|same user|is self|same tenant) /u],
  ["csrf", / (?:csrf|xsrf|csurf) /u],
  [
    "rate_limit",
    / (?:rate limit|rate limits|rate limiter|rate limited|rate limiting|ratelimit|ratelimiter|limiter|throttle|throttler|throttled|throttling|slow down|brute) /u,
  ],
  ["validation", / (?:validate|validates|validated|validator|validation|schema|zod|joi|celebrate) /u],
  [
    "signature",
    / (?:signature|signatures|hmac|verify webhook|validate webhook|check webhook|webhook verifier|signed webhook|signed|valid signature) /u,
  ],
  [
    "size_limit",
    / (?:size limit|limit size|body limit|limit body|content length limit|max body|max size|max content length) /u,
  ],
  ["audit_log", / (?:audit|audits|audited|audit log|audit trail) /u],
  ["sandbox", / (?:sandbox|sandboxed|isolate|isolated) /u],
];

/** Demands for a signed-in caller, in any order and with words between: `login_optionally_required`, `require_active_login`. */
const LOGIN = "(?:login|log in|logged in|sign in|signed in|auth|authn|authenticated|authentication|jwt|session)";
const DEMAND = "(?:require|requires|required|requiring|ensure|ensures|enforce|enforces|enforced|needs|needed)";
const LOGIN_DEMANDED = new RegExp(` (?:${LOGIN} (?:\\w+ ){0,2}${DEMAND}|${DEMAND} (?:\\w+ ){0,2}${LOGIN}) `, "u");
/** A demand that a setting can lift is still one; `jwt_optional` demands nothing. */
const LIFTABLE = / (?:optional|optionally) (?=require[ds]? )/u;

/** Who is demanded may be called a client: `authentication.RequireElevatedClient`. */
const CLIENT_DEMANDED = new RegExp(` (${DEMAND} (?:\\w+ ){0,2})client `, "u");

/** What typed actions begin with is called a client of actions, as in `authActionClient`; a middleware may be told how: `CSRFWithConfig`. */
const ENDING = / (?:action client|with config) $/u;

/** Names that say the opposite, or that belong to pages and routes about signing in. */
const NOT_CONTROLS =
  / (?:optional|optionally|not required|not needed|if|user agent|maybe|skip|skipped|no auth|without|anonymous|unauthenticated|router|routes|route|controller|controllers|handler|page|view|views|service|services|login page|logout|signup|register|callback|client|error|errors|config|options|disable|disabled|exempt|try|lazy|service worker) /u;

/** The controls that the name of a middleware, decorator or dependency promises. */
export function controlsNamed(name: string): NamedControl[] {
  const words = wordsOf(name).replace(LIFTABLE, " ").replace(CLIENT_DEMANDED, " $1").replace(ENDING, " ");
  if (NOT_CONTROLS.test(words)) return [];
  const promised = NAMES.filter(([, pattern]) => pattern.test(words)).map(([control]) => control);
  const named = LOGIN_DEMANDED.test(words) ? [...new Set(["authn" as const, ...promised])] : promised;
  const needsIdentity = named.includes("authz") || named.includes("ownership");
  return needsIdentity && !named.includes("authn") ? ["authn", ...named] : named;
}

const RIGHT =
  /^ (?:(?:get|read|view|list|write|create|add|edit|update|delete|remove|manage|approve|publish|export) \w[\w ]*|[\w ]+ (?:read|view|list|write|create|edit|update|delete|manage|admin)|admin|administrator|superadmin|super admin|superuser|editor|moderator|manager|staff|operator|supervisor) $/u;

/** True for texts that name a right or a role, such as `manageUsers`, `invoices:write` and `admin`. */
export function namesRight(text: string): boolean {
  return RIGHT.test(wordsOf(text));
}

const VERBS =
  / (?:require|requires|ensure|assert|verify|check|authenticate|authori[sz]e|validate|enforce|must|guard|protect|consume|throttle|audit|deny unless|can|has|is granted|unless granted|is valid|token valid|is authori[sz]ed|is owner|owns) /u;

/** The controls that a call inside a function promises: it needs a verb, for `auth.user` only reads. */
export function controlsCalled(name: string): NamedControl[] {
  const words = wordsOf(name);
  if (/ audit | audit log /u.test(words)) return NOT_CONTROLS.test(words) ? [] : ["audit_log"];
  if (!VERBS.test(words)) return [];
  const named = controlsNamed(name);
  // Who checks a credential or a right validates no input.
  const isOther = named.some((control) => control !== "validation");
  return named.filter((control) => control !== "validation" || (!isOther && / validate | enforce /u.test(words)));
}

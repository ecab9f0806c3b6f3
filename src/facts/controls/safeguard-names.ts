import type { SafeguardFamily } from "../../domain/fact.ts";
import { wordsOf } from "../code/words.ts";

/** Words that refuse or throw by themselves. */
const DEMANDS =
  / (?:check|checks|checked|validate|validates|validated|verify|verifies|ensure|ensures|assert|asserts|require|requires|must be|must have|must own|guard|enforce|enforces|reject|forbid|prevent|protect|restrict) /u;
/** Words that give back a harmless form. */
const CLEANS =
  / (?:sanitize|sanitise|sanitized|sanitizer|clean|cleaned|cleaner|escape|escaped|escaper|encode|quote|purify|secure|safe|safely|normalize|canonicalize|neutralize|scrub) |^ (?:strip|remove|filter) /u;
/** Words that answer a question, which protects only where a refusal hangs on it. */
const ASKS =
  / (?:is|are|has|can|cannot|may|allow|allowed|allows|deny|denied|blocked|valid|invalid|safe|unsafe|contains|within|inside|matches|private|internal|permitted|authorized|authorised|trusted) /u;

/** Words that take something out; some of them are names of things where they come last. */
const TAKES_OUT =
  / (?:sanitize|sanitise|sanitized|scrub|omit|exclude|hide|mask|redact|without) |^ (?:strip|remove|filter) /u;

interface Family {
  readonly family: SafeguardFamily;
  /** What the words are about. */
  readonly about: RegExp;
  /** The words that do it; any demand or cleaning when unset. */
  readonly by?: RegExp;
}

/** Tried in order; the first one that fits counts. */
const FAMILIES: readonly Family[] = [
  {
    family: "secrecy",
    by: TAKES_OUT,
    about:
      / (?:user|users|account|secret|secrets|password|passwords|credential|credentials|sensitive|token|tokens|api key|api keys|private fields|hidden fields|protected fields) /u,
  },
  {
    family: "redirect",
    about:
      / (?:redirect|redirects|redirection|next url|return url|return to|callback url|landing|local url|has allowed host) /u,
  },
  {
    family: "file",
    about:
      / (?:path|paths|filepath|filename|filenames|file name|dir|directory|folder|traversal|symlink|symlinks|subpath|file|files|join) /u,
  },
  {
    family: "address",
    about:
      / (?:url|urls|uri|uris|host|hosts|hostname|ip|ips|address|domain|domains|ssrf|scheme|protocol|loopback|localhost|webhook) /u,
  },
  {
    family: "markup",
    about:
      / (?:html|xss|markup|svg|markdown|javascript|js|script|scripts|tags|tag|content|text|attribute|purify|bleach|entities|href|css|style) /u,
  },
  {
    family: "statement",
    about:
      / (?:(?:python|lua|groovy|untrusted|custom) code|sql|shell|command|cmd|argument|arguments|args|identifier|identifiers|column|columns|table|sort|order|order by|literal|expression|expressions|query|like|ldap|dn|regex|regexp|shlex) /u,
  },
  {
    family: "property",
    about: / (?:proto|prototype|pollution|(?:safe|unsafe|allowed|forbidden|dangerous|reserved|blocked) keys?) /u,
  },
  { family: "permission", about: / allowed $/u, by: DEMANDS },
  {
    family: "permission",
    about:
      / (?:permission|permissions|perm|perms|access|owner|owners|ownership|owned|role|roles|admin|authorization|authorisation|privilege|privileges|policy|membership|member|tenant|workspace|rights|scope|scopes|edit|view|read|write|delete|manage|auth|authenticated|login|acl|can|may) /u,
    by: new RegExp(`${DEMANDS.source}|${ASKS.source}`, "u"),
  },
];

const AUTHORIZES =
  /^ (?:\w+ )?(?:authorize|authorise|authorized|policy scope|authorize resource|authorized scope|deny access unless granted|check authorization|accessible by) $/u;
const ESCAPES_MARKUP =
  /(?:^|\.)(?:DOMPurify|dompurify|purify|bleach|nh3|sanitizeHtml|xss|he|Sanitize|Loofah|ERB\.Util|CGI|html)(?:\.\w+)*$/u;
const ESCAPES_WORDS = / (?:escape|sanitize|sanitise|purify|strip tags|html escape) /u;
/** Cleaning that is about layout, time or memory, and what makes a value a part of an address. */
const NO_SAFEGUARD =
  / (?:cleanup|clean up|timer|timers|cache|caches|listener|listeners|whitespace|indent|ansi|newline|newlines|trailing|quote style|test|tests|mock|log(?! (?:file|files|filename|filenames|path|dir|directory|entry|entries) )|logger|state|form|undefined|null|none|empty|nil|event|events|child|node|old|stale|disk|db|database|session|duplicates|extension|prefix|suffix|loading|dirty|focus|selected|selection|exists|url encode|encode url|encode uri|uri component|url quote|update|updates|version|versions|health|status|connection|no|any|empty|count|remove attribute|remove attributes|remove style|remove property|remove class|remove item|migration|migrations|install|installed|dependencies|react|unused) /u;

/** What else a call says, worked out when its name alone does not tell. */
interface Called {
  readonly path: () => string;
  /** The first value that it is given. */
  readonly given: () => string | null;
}

const ENDS_SESSIONS =
  / (?:revoke|revokes|invalidate|invalidates|destroy|terminate|regenerate|renew|expire) (?:\w+ ){0,2}(?:session|sessions|token|tokens) /u;
/** Where a session must end, or begin anew: signing out and in, another password, a lost right. */
const TURNS =
  / (?:logout|log out|logoff|sign out|signout|login|log in|signin|sign in|password|passwd|pwd|deactivate|disable|suspend|ban|block|role|mfa|totp) /u;

/** True for a call that ends sessions where a function by this name has to. */
export function endsSessions(name: string, symbol: string): boolean {
  return ENDS_SESSIONS.test(wordsOf(name)) && TURNS.test(wordsOf(symbol));
}

const OF_TOKENS =
  / (?:csrf|xsrf|anti forgery|captcha|hmac|otp|totp|jwt|audience|(?:id|access|auth|session|bearer) token) /u;

/** True for a demand about what proves who calls or where a request comes from. */
function demandsProof(words: string): boolean {
  return DEMANDS.test(words) && OF_TOKENS.test(words) && !/ (?:get|set|list|handler|page|options|config) /u.test(words);
}

/** The safeguard that a call by this name is by itself, or `null`. */
export function safeguardCalled(name: string, { path, given }: Called): SafeguardFamily | null {
  const words = wordsOf(name);
  if (AUTHORIZES.test(words)) return "permission";
  if (ESCAPES_WORDS.test(words) && ESCAPES_MARKUP.test(path())) return "markup";
  if (demandsProof(words)) return "identity";
  if (NO_SAFEGUARD.test(words)) return null;
  if (![DEMANDS, CLEANS, TAKES_OUT].some((verbs) => verbs.test(words))) return null;
  const family = bareFamily(words, given) ?? familyOf(words);
  return family ?? (/ (?:sanitize|sanitise) /u.test(words) ? "input" : null);
}

/** The safeguard that a question by this name is where a refusal hangs on its answer, or `null`. */
export function safeguardAsked(name: string): SafeguardFamily | null {
  const words = wordsOf(name);
  return !NO_SAFEGUARD.test(words) && (ASKS.test(words) || DEMANDS.test(words)) ? familyOf(words) : null;
}

function familyOf(words: string): SafeguardFamily | null {
  // Rights may be about anything that another family is about.
  if (/ permissions? $/u.test(words) && (DEMANDS.test(words) || ASKS.test(words))) return "permission";
  return FAMILIES.find(({ about, by }) => about.test(words) && (by?.test(words) ?? true))?.family ?? null;
}

const TOLD_BY_VALUE: ReadonlySet<SafeguardFamily> = new Set(["file", "address", "markup"]);
const BARE =
  /^ (?:sanitize|sanitise|escape|validate|purify|is safe|is valid|check valid)(?: inputs?| values?| data| all| bang)? $/u;

/** `sanitize(bio)`: what it is given says what it is for. */
function bareFamily(words: string, given: () => string | null): SafeguardFamily | null {
  if (!BARE.test(words)) return null;
  if (/ (?:escape|purify) /u.test(words)) return "markup";
  const about = wordsOf(given() ?? "");
  return FAMILIES.find(({ family, about: what }) => TOLD_BY_VALUE.has(family) && what.test(about))?.family ?? "input";
}

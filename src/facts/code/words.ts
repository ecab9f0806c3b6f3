/** Code says the same few names all the time. */
const MOST_REMEMBERED = 10_000;
const remembered = new Map<string, string>();

/** Splits `requireAuth`, `login_required` and `auth.check` into lower-case words with spaces around them. */
export function wordsOf(name: string): string {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const words = splitWords(name);
  remembered.set(name, words);
  return words;
}

/** Initials that Go writes side by side: `HTTPURL`, `JSONAPI`. */
const JOINED =
  /(?<![A-Za-z])(HTTPS?|JSON|XML|HTML|SQL|JWT|API|TCP|UDP)(?=(?:URLs?|URIs?|IDs?|IPs?|APIs?|JSON|HTML|HTTP)(?![A-Za-z]))/gu;

function splitWords(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/gu, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/gu, "$1 $2")
    .replaceAll(JOINED, "$1 ")
    .replaceAll(/[^A-Za-z\d]+/gu, " ")
    .trim()
    .toLowerCase();
  return ` ${words} `;
}

const CREDENTIAL =
  / (?:password|passwd|passphrase|secret|secrets|token|api key|apikey|private key|credential|credentials|authorization|otp|pin code|session id|cookie) /u;
const PERSONAL =
  / (?:email|e mail|phone|phone number|mobile|address|street|ssn|social security|birth|birthday|birthdate|dob|date of birth|passport|national id|first name|last name|full name|surname|gender|salary|medical|diagnosis) /u;
const PAYMENT = / (?:card number|credit card|cardnumber|cvv|cvc|iban|bank account|account number|routing number|pan) /u;

/** Addresses of machines and pages say nothing of where somebody lives. */
const NO_POSTAL_ADDRESS =
  / (?:ip|mac|remote|server|host|bind|listen|network|wallet|url|web|memory|base|proxy) address /gu;

/** What is said of a credential, or left of one when it is hidden: `isTokenExpired`, `tokenType`, `maskedKey`. */
const OF_CREDENTIAL =
  /^ (?:is|has|had|was|should|can|needs|no|masked|redacted|hidden|truncated|partial|short|log|hashed|safe|obfuscated) | (?:type|count|limit|usage|url|uri|name|id|expires|expired|expiry|length|tokens|endpoint|path|file|header|provider|valid|invalid|present|exists|missing|required|enabled|status|version|source|kind|mode|preview|hint|label) $/u;

/** The class of data that a field's name promises, or `null`. */
export function dataClassOf(name: string): "personal" | "credential" | "payment" | null {
  const words = wordsOf(name);
  if (PAYMENT.test(words)) return "payment";
  if (CREDENTIAL.test(words) && !OF_CREDENTIAL.test(words)) return "credential";
  const personal = words.replaceAll(NO_POSTAL_ADDRESS, " ");
  return PERSONAL.test(personal) && !/ (?:type|verified|count|template|id|ip) $/u.test(words) ? "personal" : null;
}

/** Names of fields that say whose a record is. */
export function isOwnerField(name: string): boolean {
  return / (?:owner|owner id|user id|userid|created by|author|author id|account id|customer id|tenant id|tenant|org id|organization id|organisation id|team id|workspace id|member id|user|uid|sub) $/u.test(
    wordsOf(name),
  );
}

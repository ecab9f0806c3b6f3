/** Words that people write where a secret belongs. */
const STAND_IN =
  /example|placeholder|changeme|change[-_]me|replace[-_]?(?:me|with|this)|dummy|redacted|your[-_ ]|\byour|insert[-_]|todo|xxxx|\*{3}|\.{3}|…/iu;
/** References to a value that is kept elsewhere. */
const REFERENCE =
  /^(?:\$|%|<|\{|@|#|\[)|\$\{|\{\{|%\(|process\.env|import\.meta|os\.environ|getenv|secrets\.|vault:|arn:|^(?:null|none|undefined|true|false)$/iu;
/** Names of things rather than values: `auth.token.v1`, `my-service-2`, `--api-key`, `smtp_oauth2_client_id`. */
const NAME =
  /^[-._/:@]*(?:[a-z]+|[a-z]{3,20}\d{1,2}|(?:md[45]|sha(?:1|224|256|384|512)|aes(?:128|192|256)|[hrep]s(?:256|384|512)|ed25519|x509|s3))(?:[-._/:@ ](?:[a-z]+|[a-z]{3,20}\d{1,2}|(?:md[45]|sha(?:1|224|256|384|512)|aes(?:128|192|256)|[hrep]s(?:256|384|512)|ed25519|x509|s3)))*[-._/:]?v?\d{0,3}$/iu;
/** Keys that every page of a service shows by design, and texts that are written for a page. */
const IN_THE_OPEN = /^(?:phc_|pk_(?:live|test)_|pk\.eyJ|sb_publishable_|appl_|goog_)|&#?\w{2,8};/u;
/** Versions of packages: `npm:@scope/name@^2`, `workspace:*`, `>=1.2`. */
const VERSION =
  /^(?:npm:@?[\w./-]+@[\^~<>=]{0,2}v?\d+(?:\.[\dx*]+)*(?:-(?:alpha|beta|rc|next|canary|dev|pre)[\w.]{0,12})?|(?:(?:npm|workspace|catalog):)?[\^~<>=]{0,2}v?\d+(?:\.[\dx*]+)+(?:-(?:alpha|beta|rc|next|canary|dev|pre)[\w.]{0,12})?|(?:workspace|catalog):[\^~*a-z]{0,20}|(?:link|portal|file):\.{1,2}\/[\w./-]*)$/iu;
/** Rules of a form such as `required|min:8`. */
const FORM_RULES =
  /^(?=.*\b(?:required|confirmed|nullable|sometimes|string|min:|max:))[a-z_]+(?::[\w,./-]+)?(?:\|[a-z_]+(?::[\w,./-]+)?)+$/u;
/** Words with a hole that a value is put into: `Bearer-%s`, `token=%s`. */
const WITH_HOLE = /^[a-z _:=&?/.-]*%[sdvq][a-z _:=&?/.%-]*$/iu;
const ADDRESS = /^[a-z][a-z0-9+.-]*:\/\/|^\.{0,2}\//iu;

/** True for a value that anyone may see: a publishable key, a text for a page. */
export function isInTheOpen(value: string): boolean {
  return IN_THE_OPEN.test(value);
}

/** True for what only describes a value: a version, the rules of a form, a text with a hole. */
export function isDescription(value: string): boolean {
  return VERSION.test(value) || FORM_RULES.test(value) || WITH_HOLE.test(value);
}

/** True for text that stands for a secret without being one, such as `<your-token>`, `${TOKEN}` or `AKIA…EXAMPLE`. */
export function isStandIn(value: string): boolean {
  return STAND_IN.test(value) || REFERENCE.test(value) || isDescription(value) || new Set(value).size < 5;
}

/** True for a value that someone may have chosen or generated as a secret, where the name beside it says so. */
export function looksSecret(value: string): boolean {
  if (!/^[!-~]{8,}$/u.test(value) || isStandIn(value) || ADDRESS.test(value) || isInTheOpen(value)) return false;
  if (hasSeparator(value) && NAME.test(value)) return false;
  const mixed = /\d/u.test(value) && /[a-z]/iu.test(value);
  const bits = entropyOf(value);
  return (mixed && bits >= 2.5) || bits >= 3.8;
}

const WORDS = /^[a-z]{2,}(?:[A-Z][a-z]+)+$|^(?:[A-Z][a-z]+){2,}$/u;

/** A key with dots, such as `files.s3.accesskey`. */
const DOTTED = /^[a-z][a-z_]*\d{0,2}(?:\.[a-z$_]+\d{0,2})+$/u;

/** True for the name of a thing rather than a value: `auth.token`, `changePasswordRequest`. */
export function isName(value: string): boolean {
  return WORDS.test(value) || DOTTED.test(value) || (hasSeparator(value) && !/\d/u.test(value) && NAME.test(value));
}

function hasSeparator(value: string): boolean {
  return /[-._/:@]/u.test(value);
}

/** Shannon entropy in bits per character. */
function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts.values()].reduce((bits, count) => bits - (count / total) * Math.log2(count / total), 0);
}

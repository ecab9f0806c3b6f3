import { VENDOR_TOKENS } from "./vendor-tokens.ts";
import { isName, isStandIn, looksSecret } from "./secret-shape.ts";

/** A secret in a text: UTF-16 offsets of the value alone, without the name or the quotes around it. */
export interface SecretMatch {
  readonly start: number;
  readonly end: number;
  readonly type: string;
}

export interface SecretPattern {
  readonly type: string;
  /** The first group is the value; without a group all of it is. Every repetition is bounded or anchored: texts are hostile. */
  readonly shape: RegExp;
  /** What the value must look like besides; by default anything but a stand-in. */
  readonly accepts?: (value: string) => boolean;
  /** Files where the pattern means something; by default all. */
  readonly paths?: RegExp;
}

const SETTINGS_FILE =
  /(?:^|\/)(?:\.env[\w.-]*|[\w.-]+\.(?:env|ini|cfg|conf|properties|toml|ya?ml|tfvars)|\.npmrc|\.netrc)$/iu;

const PATTERNS: readonly SecretPattern[] = [
  { type: "aws", shape: /(?<![A-Z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Z0-9])/gu },
  {
    type: "aws",
    shape: /aws.{0,24}(?:secret|session).{0,30}?["'`\s:=]([\w/+]{40})(?![\w/+=])/giu,
    accepts: looksSecret,
  },
  {
    type: "private-key",
    shape:
      /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[\w+/=\s"'`,:.\\]|-(?!----)){32,8192}(?:-----END (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----)?/gu,
    accepts: (value) => /[A-Za-z0-9+/]{30}/u.test(value),
  },
  { type: "jwt", shape: /(?<![\w.-])eyJ[\w-]{10,4000}\.eyJ[\w-]{10,8000}\.[\w-]{16,2000}/gu },
  { type: "google", shape: /(?<![\w-])AIza[\w-]{35}(?![\w-])/gu },
  { type: "google", shape: /(?<![\w-])GOCSPX-[\w-]{28}(?![\w-])/gu },
  { type: "github", shape: /(?<!\w)gh[opur]_[A-Za-z0-9]{36,255}(?!\w)/gu },
  { type: "github", shape: /(?<!\w)ghs_[\w.-]{30,4000}\w/gu },
  { type: "github", shape: /(?<!\w)github_pat_\w{36,255}/gu },
  { type: "gitlab", shape: /(?<!\w)gl(?:pat|dt|rt|ptt|ft)-[\w-]{20,64}/gu },
  { type: "slack", shape: /(?<!\w)xox[abeoprs]-[\w-]{10,250}/gu },
  { type: "slack", shape: /(?<!\w)xapp-\d-[\w-]{20,250}/gu },
  { type: "slack", shape: /hooks\.slack\.com\/(?:services|workflows)\/([\w/]{30,100})/gu },
  { type: "stripe", shape: /(?<!\w)(?:sk|rk)_(?:live|test)_\w{16,250}/gu },
  { type: "stripe", shape: /(?<!\w)whsec_[\w+/=]{24,100}/gu },
  { type: "npm", shape: /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/gu },
  { type: "npm", shape: /_(?:authToken|password|auth)\s{0,4}=\s{0,4}"?([\w+/=.-]{16,300})/gu, accepts: looksSecret },
  { type: "openai", shape: /(?<![\w-])sk-(?:proj-|svcacct-|admin-)?[\w-]{20,250}/gu, accepts: looksSecret },
  { type: "sendgrid", shape: /(?<!\w)SG\.[\w-]{16,32}\.[\w-]{32,64}/gu },
  { type: "telegram", shape: /(?<!\w)\d{8,10}:AA[\w-]{33}(?![\w-])/gu },
  ...VENDOR_TOKENS,
  { type: "azure", shape: /(?:AccountKey|SharedAccessKey)=([\w+/]{40,90}={0,2})/gu },
  {
    type: "url",
    shape: /(?<![\w+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/'"`<>\\]{0,100}:([^\s@/'"`<>\\]{3,200})@[\w.[-]/giu,
    accepts: (value) => !isStandIn(value) && !/^(?:pass(?:word|wd)?|pw|secret|token)$/iu.test(value),
  },
  { type: "bearer", shape: /(?<!\w)bearer\s{1,4}([\w.~+/-]{20,2000}={0,2})/giu, accepts: looksSecret },
  {
    type: "basic",
    shape: /authorization["'`]?\s{0,4}[:=,]\s{0,4}["'`]?basic\s{1,4}([\w+/]{12,400}={0,2})/giu,
    accepts: looksSecret,
  },
  {
    type: "credential",
    shape:
      /(?:passw(?:or)?d|passphrase|pwd|secret|secret[-_]?key(?:[-_]?base)?|token|api[-_]?key|access[-_]?key|private[-_]?key|signing[-_]?key|encryption[-_]?key|credentials?|salt)["'`\]]{0,2}\s{0,8}(?::\s{0,8}(?:string|str)\s{0,8})?(?::?=>?|:)\s{0,8}[bru]?(?:"([^"\n\\]{8,400})"|'([^'\n\\]{8,400})'|`([^`\n\\]{8,400})`)/giu,
    accepts: looksSecret,
  },
  {
    // Texts side by side may be a name and its value, or two names.
    type: "credential",
    shape:
      /(?:passw(?:or)?d|passphrase|pwd|secret|secret[-_]?key(?:[-_]?base)?|token|api[-_]?key|access[-_]?key|private[-_]?key|signing[-_]?key|encryption[-_]?key|credentials?|salt)["'`\]]{0,2}\s{0,8},\s{0,8}[bru]?(?:"([^"\n\\]{8,400})"|'([^'\n\\]{8,400})'|`([^`\n\\]{8,400})`)/giu,
    accepts: (value) => looksSecret(value) && !isName(value),
  },
  {
    type: "credential",
    shape:
      /^[ \t]{0,40}(?:export[ \t]{1,4}|-[ \t]{1,4})?[\w.-]{0,60}(?:passw(?:or)?d|pwd|secret|secret[-_]?key(?:[-_]?base)?|token|api[-_]?key|access[-_]?key|private[-_]?key)[ \t]{0,8}[=:][ \t]{0,8}([^\s"'`#,;()]{8,400})[ \t]*$/gimu,
    accepts: looksSecret,
    paths: SETTINGS_FILE,
  },
];

/** Finds secrets by their shape or by the name beside them. Ranges may overlap. */
export function findSecrets(path: string, text: string): SecretMatch[] {
  return PATTERNS.filter((pattern) => pattern.paths?.test(path) ?? true).flatMap((pattern) => matchesOf(pattern, text));
}

function matchesOf({ type, shape, accepts = isRealValue }: SecretPattern, text: string): SecretMatch[] {
  return [...text.matchAll(shape)].flatMap((match) => {
    const value = match.slice(1).find((group) => group !== undefined) ?? match[0];
    if (!accepts(value)) return [];
    const start = match.index + match[0].lastIndexOf(value);
    return [{ start, end: start + value.length, type }];
  });
}

function isRealValue(value: string): boolean {
  return !isStandIn(value);
}

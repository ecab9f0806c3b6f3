import type { SecretPattern } from "./secret-patterns.ts";

/** Tokens that begin with a name of their own, wherever they stand. Nothing else is written like them. */
const PREFIXED: readonly (readonly [type: string, shape: RegExp])[] = [
  ["digitalocean", /(?<!\w)do[opr]_v1_[a-f0-9]{64}(?!\w)/gu],
  ["shopify", /(?<!\w)shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}(?!\w)/gu],
  ["pypi", /(?<!\w)pypi-AgE[\w-]{50,400}/gu],
  ["docker", /(?<!\w)dckr_(?:pat|oat)_[\w-]{27,60}/gu],
  ["huggingface", /(?<!\w)hf_[A-Za-z0-9]{34,40}(?!\w)/gu],
  ["linear", /(?<!\w)lin_api_[A-Za-z0-9]{40}(?!\w)/gu],
  ["newrelic", /(?<!\w)NRAK-[A-Z0-9]{27}(?!\w)/gu],
  ["databricks", /(?<!\w)dapi[a-f0-9]{32}(?:-\d)?(?!\w)/gu],
  ["vault", /(?<!\w)hv[sb]\.[\w-]{24,300}/gu],
  ["age", /AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}/gu],
  ["twilio", /(?<!\w)SK[a-f0-9]{32}(?!\w)/gu],
  ["mailgun", /(?<![\w-])key-[a-f0-9]{32}(?!\w)/gu],
  ["mailchimp", /(?<!\w)[a-f0-9]{32}-us\d{1,2}(?!\w)/gu],
  ["discord", /(?<![\w.])[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40}(?![\w-])/gu],
  ["square", /(?<!\w)sq0(?:atp|csp|idp)-[\w-]{22,60}/gu],
  ["atlassian", /(?<!\w)ATATT3xFfGF0[\w=-]{60,300}/gu],
  ["pulumi", /(?<!\w)pul-[a-f0-9]{40}(?!\w)/gu],
  ["fly", /(?<!\w)fm[12][ar]?_[\w+/=-]{60,800}/gu],
  ["grafana", /(?<!\w)gl(?:sa|c)_[A-Za-z0-9+/=]{32,400}(?:_[a-f0-9]{8})?/gu],
  ["planetscale", /(?<!\w)pscale_(?:tkn|pw|oauth)_[\w.=-]{32,64}/gu],
  ["sentry", /(?<!\w)sntry[su]_[\w+/=]{60,400}/gu],
  ["doppler", /(?<!\w)dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40,60}/gu],
  ["dynatrace", /(?<!\w)dt0[a-z]\d{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}(?!\w)/gu],
  ["postman", /(?<!\w)PMAK-[a-f0-9]{24}-[a-f0-9]{34}(?!\w)/gu],
  ["notion", /(?<!\w)(?:ntn|secret)_[A-Za-z0-9]{43,50}(?!\w)/gu],
  ["supabase", /(?<!\w)sb[ps]_[a-f0-9]{40}(?!\w)/gu],
  ["figma", /(?<!\w)figd_[\w-]{40,60}/gu],
  ["facebook", /(?<!\w)EAA[A-Za-z0-9]{60,400}(?!\w)/gu],
  ["airtable", /(?<!\w)pat[A-Za-z0-9]{14}\.[a-f0-9]{64}(?!\w)/gu],
  ["cloudflare", /(?<!\w)v1\.0-[a-f0-9]{24}-[a-f0-9]{146}(?!\w)/gu],
];

/** The shapes of tokens that vendors give out. */
export const VENDOR_TOKENS: readonly SecretPattern[] = PREFIXED.map(([type, shape]) => ({ type, shape }));

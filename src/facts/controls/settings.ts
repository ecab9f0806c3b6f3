/** One setting that switches a protection off, by the name of the option, keyword or variable. */
export interface DisabledProtection {
  readonly key: RegExp;
  /** The value as written, without quotes, in lower case. */
  readonly value: RegExp;
  readonly control: "tls" | "cookie_flags" | "csrf" | "encoding" | "token_verification" | "validation" | "error_hiding";
  readonly reason: string;
}

const OFF = /^(?:false|0|none|null)$/u;

export const DISABLED_PROTECTIONS: readonly DisabledProtection[] = [
  { key: /^rejectUnauthorized$/u, value: OFF, control: "tls", reason: "any certificate is accepted" },
  { key: /^NODE_TLS_REJECT_UNAUTHORIZED$/u, value: OFF, control: "tls", reason: "any certificate is accepted" },
  { key: /^InsecureSkipVerify$/u, value: /^true$/u, control: "tls", reason: "any certificate is accepted" },
  { key: /^strictSSL$/u, value: OFF, control: "tls", reason: "any certificate is accepted" },
  {
    key: /^(?:CURLOPT_SSL_VERIFYPEER|verify_peer)$/u,
    value: OFF,
    control: "tls",
    reason: "any certificate is accepted",
  },
  {
    key: /^(?:CURLOPT_SSL_VERIFYHOST|verify_peer_name)$/u,
    value: OFF,
    control: "tls",
    reason: "the name in the certificate is not compared",
  },
  {
    key: /^(?:ServerCertificateCustomValidationCallback|(?:Server|Remote)CertificateValidationCallback)$/u,
    value: /^(?:true|dangerousacceptanyservercertificatevalidator)$/u,
    control: "tls",
    reason: "any certificate is accepted",
  },
  { key: /^verify_mode$/u, value: /^verify_none$/u, control: "tls", reason: "any certificate is accepted" },
  { key: /^(?:ssl_)?verify_peer$/u, value: OFF, control: "tls", reason: "any certificate is accepted" },
  { key: /^check_hostname$/u, value: OFF, control: "tls", reason: "the name in the certificate is not compared" },
  { key: /^(?:verify_ssl|ssl_verify)$/u, value: OFF, control: "tls", reason: "any certificate is accepted" },
  {
    key: /^httpOnly$|^httponly$|^SESSION_COOKIE_HTTPONLY$|^session\.cookie_httponly$/u,
    value: OFF,
    control: "cookie_flags",
    reason: "scripts can read the cookie",
  },
  {
    key: /^SESSION_COOKIE_SECURE$|^CSRF_COOKIE_SECURE$/u,
    value: OFF,
    control: "cookie_flags",
    reason: "the cookie travels unencrypted",
  },
  {
    key: /^csrf$|^csrfProtection$|^WTF_CSRF_ENABLED$|^csrf_protection$/u,
    value: OFF,
    control: "csrf",
    reason: "the setting switches it off",
  },
  { key: /^autoescape$|^autoEscape$/u, value: OFF, control: "encoding", reason: "templates print values as they are" },
  { key: /^noEscape$/u, value: /^true$/u, control: "encoding", reason: "templates print values as they are" },
  { key: /^verify_signature$/u, value: OFF, control: "token_verification", reason: "the signature is not checked" },
  {
    key: /^ignoreExpiration$/u,
    value: /^true$/u,
    control: "token_verification",
    reason: "expired tokens are accepted",
  },
  { key: /^verify_exp$/u, value: OFF, control: "token_verification", reason: "expired tokens are accepted" },
];

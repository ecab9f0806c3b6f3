import { looksSecret } from "../../domain/secret-shape.ts";
import type { LineRange } from "../settings/line-range.ts";
import { everyEntry, type Setting } from "../settings/setting.ts";
import type { Said } from "./say.ts";

const SECRET_NAME =
  /(?:^|[_.-])(?:password|passwd|passphrase|pass|pwd|secret|secret_?key|secret_?key_?base|api_?key|access_?key|auth_?token|access_?token|token|private_?key|signing_?key|encryption_?key|client_?secret|credentials?)$/iu;
const CAMEL = /([a-z\d])([A-Z])/gu;
/** Names of an object that holds secrets, rather than of one. */
const POINTER = /(?:existing|tls|pull|ca|password|cert|auth|config|from|user|external)_?secret$/iu;
const REDACTED = /<secret:[\w-]+:\d+>/u;
/** Words that everyone tries first. */
const COMMON =
  /^(?:(?:my|your|super|the)?[-_]?(?:secret|password|passw0rd|pass|passwd|changeit|changeme|change[-_]?me|admin|administrator|root|toor|test|guest|user|default|postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|rabbitmq|minio|minioadmin|elastic|grafana|keycloak|letmein|welcome|qwerty|dev|demo|example|docker|vagrant|builder|packer|ubuntu|admin123|p@ssw0rd|hunter2)\d{0,4}[!.]?|\d{3,8}|abc\d+)$/iu;

/** A password or key that stands in a configuration. */
interface Credential {
  readonly variable: string;
  readonly value: string;
}

/**
 * What a value under a secret's name says: `hardcoded` for one that someone chose or generated, `default_password` for
 * one that everyone tries first or that repeats its account; `null` for stand-ins, references and empty values.
 */
export function credentialIn({ variable, value }: Credential): Said | null {
  if (!isSecretName(variable)) return null;
  if (isCommon(value)) return secretUse("default_password", variable);
  return REDACTED.test(value) || looksSecret(value) ? secretUse("hardcoded", variable) : null;
}

function secretUse(name: string, variable: string): Said {
  return { kind: "secret_use", name, attributes: { variable, type: "literal" } };
}

/** True for a name under which a secret itself is expected. */
export function isSecretName(name: string): boolean {
  const words = name.replace(CAMEL, "$1_$2");
  return SECRET_NAME.test(words) && !POINTER.test(words);
}

/** True for words that everyone tries first. */
export function isCommon(value: string): boolean {
  return COMMON.test(value);
}

/** A secret with the lines that hold it. */
export interface PlacedCredential {
  readonly lines: LineRange;
  readonly said: Said;
}

/** Credentials among all names and literal values below a setting. */
export function credentialsBelow(setting: Setting): PlacedCredential[] {
  return everyEntry(setting).flatMap(({ key, value, lines }) => {
    const said = value.text === null ? null : credentialIn({ variable: key, value: value.text });
    return said ? [{ lines, said }] : [];
  });
}

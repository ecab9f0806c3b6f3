import { assignmentsIn } from "./dockerfile-stages.ts";
import type { Instruction } from "./dockerfile-syntax.ts";

/** A secret that ends up in a layer or in the history of an image. */
export interface ImageSecret {
  /** The variable or file. */
  readonly variable: string;
  readonly type: "variable" | "build_argument" | "file";
}

const SECRET_NAME =
  /(^|_)(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|SECRET_?KEY|ACCESS_?KEY|SIGNING_?KEY|CREDENTIALS?)$/iu;
const PLACEHOLDER = /^$|^\$|^(changeme|change_me|placeholder|dummy|none|null|xxx+|<[^:>]*>)$/iu;

const SECRET_FILE =
  /(^|\/)(\.env(\.(?!example$|sample$|template$|dist$|test$)[\w-]+)?|id_(rsa|dsa|ecdsa|ed25519)|\.netrc|\.pypirc|\.git-credentials|credentials\.json|service[-_]?account[\w-]*\.json|[\w.-]+\.(p12|pfx|jks|keystore|key|pem))$/u;
const PUBLIC_FILE = /(^|[/._-])(ca|cert|certs|certificate|chain|fullchain|bundle|pub|public)([._-]|$)/iu;

/** Secrets that an instruction of a shipped stage puts into the image. */
export function secretsOf(instruction: Instruction): ImageSecret[] {
  if (instruction.keyword === "ENV") return environmentSecrets(instruction);
  if (instruction.keyword === "ARG") return buildArguments(instruction);
  if (instruction.keyword === "COPY" || instruction.keyword === "ADD") return copiedFiles(instruction);
  return [];
}

function environmentSecrets({ text }: Instruction): ImageSecret[] {
  return assignmentsIn(text).flatMap(([variable, value]) => {
    const given = value !== null && (!PLACEHOLDER.test(value) || takesSecret(value));
    return given && SECRET_NAME.test(variable) ? [{ variable, type: "variable" }] : [];
  });
}

/** `ENV API_KEY=$API_KEY` keeps a build argument in the image. */
function takesSecret(value: string): boolean {
  const name = /^\$\{?(\w+)/u.exec(value)?.[1];
  return name !== undefined && SECRET_NAME.test(name);
}

/** Build arguments stay readable in the history of the image. */
function buildArguments({ text }: Instruction): ImageSecret[] {
  return assignmentsIn(text).flatMap(([variable]) =>
    SECRET_NAME.test(variable) ? [{ variable, type: "build_argument" }] : [],
  );
}

function copiedFiles({ text }: Instruction): ImageSecret[] {
  const words = text.startsWith("[")
    ? [...text.matchAll(/"([^"]*)"/gu)].map((match) => match[1] ?? "")
    : text.split(/\s+/u);
  const files = words.slice(0, -1).filter((file) => SECRET_FILE.test(file) && !PUBLIC_FILE.test(file));
  return files.map((variable) => ({ variable, type: "file" }));
}

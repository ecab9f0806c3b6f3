import type { BinaryNode, CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, descendants, lastName, literalText } from "../syntax/walk.ts";
import { type Draft, ineffective, type Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { wordsOf } from "./words.ts";

/** Finds ciphers that are broken or badly fed, keys that stand in the code, and secrets compared letter by letter. */
export const recogniseCryptography: Recognise = (node, flow) => {
  if (node.type === "binary") return comparedSecret(node, flow);
  if (node.type !== "call") return [];
  const name = flow.canonical(node.callee) ?? "";
  const reason = weaknessOf(node, name, flow);
  const weak = reason === null ? [] : [ineffective("cipher", node, reason)];
  return [...weak, ...writtenKey(node, name, flow)];
};

const JAVASCRIPT_CIPHER = /^crypto\.create(?:De|C)ipheriv$/u;
const PYTHON_CIPHER = /^(?:Crypto|Cryptodome)\.Cipher\.(?:AES|ChaCha20|Salsa20)\.new$/u;
/** Calls that are weak whatever they are given, with the reason. */
const WEAK: readonly (readonly [RegExp, string])[] = [
  [/^crypto\.create(?:Cipher|Decipher)$/u, "the key is made from the password without salt"],
  [
    /^(?:Crypto|Cryptodome)\.Cipher\.(?:DES3?|ARC[24]|Blowfish)\.new$|^cryptography\.hazmat\.primitives\.ciphers\.algorithms\.(?:TripleDES|ARC4|Blowfish|IDEA|CAST5|SEED)$/u,
    "the cipher is broken",
  ],
  [/^cryptography\.hazmat\.primitives\.ciphers\.modes\.ECB$/u, "equal blocks stay equal"],
];
const KEY_PAIR =
  /^crypto\.generateKeyPair(?:Sync)?$|^(?:Crypto|Cryptodome)\.PublicKey\.RSA\.generate$|(?:^|\.)rsa\.generate_private_key$/u;

/** Why what a call encrypts or makes can be broken, or `null`. */
function weaknessOf(node: CallNode, name: string, flow: Flow): string | null {
  const known = WEAK.find(([callee]) => callee.test(name));
  if (known) return known[1];
  if (JAVASCRIPT_CIPHER.test(name)) return weakAlgorithm(node, flow) ?? fixedVector(node, flow);
  if (PYTHON_CIPHER.test(name)) return isBlockwise(node) ? "equal blocks stay equal" : null;
  return KEY_PAIR.test(name) && bitsOf(node) < 2_048 ? "the key is too short" : null;
}

function isBlockwise(node: CallNode): boolean {
  return node.arguments.some(({ value }) => lastName(value) === "MODE_ECB");
}

function fixedVector(node: CallNode, flow: Flow): string | null {
  return isFixed(node.arguments[2]?.value, flow) ? "the initialisation vector is always the same" : null;
}

function weakAlgorithm(node: CallNode, flow: Flow): string | null {
  const [first] = node.arguments;
  const algorithm = first ? (literalText(flow.definitionOf(first.value)) ?? "") : "";
  if (/^(?:des|rc[24]|bf|blowfish|cast|idea)/iu.test(algorithm)) return "the cipher is broken";
  return /-ecb$/iu.test(algorithm) ? "equal blocks stay equal" : null;
}

/** The length of an RSA key as written; long enough where nothing is written. */
function bitsOf(node: CallNode): number {
  const named = [...descendants(node)].flatMap((one) =>
    one.type === "entry" && one.key === "modulusLength" ? [one.value] : [],
  );
  const keyword = node.arguments.find(({ name }) => name === "key_size" || name === "bits")?.value;
  const written = [...named, keyword, node.arguments[0]?.value].find((value) => value?.type === "literal");
  const bits = written?.type === "literal" ? Number(written.text) : Number.NaN;
  return bits >= 256 ? bits : Number.POSITIVE_INFINITY;
}

/** True for a text of the code, for one in a buffer, and for a buffer of zeros. */
function isFixed(node: SyntaxNode | undefined, flow: Flow): boolean {
  if (!node) return false;
  const defined = flow.definitionOf(node);
  if (defined.type === "text") return defined.value !== "";
  if (defined.type !== "call") return false;
  const name = flow.canonical(defined.callee) ?? "";
  if (name === "Buffer.alloc") return true;
  const [first] = defined.arguments;
  return /^(?:Buffer\.from|bytes)$/u.test(name) && first !== undefined && isFixed(first.value, flow);
}

const TAKES_KEY: readonly (readonly [RegExp, number])[] = [
  [JAVASCRIPT_CIPHER, 1],
  [PYTHON_CIPHER, 0],
  [/^crypto\.createHmac$/u, 1],
  [/^(?:cryptography\.fernet\.Fernet|hmac\.new)$/u, 0],
  [/^jsonwebtoken\.(?:sign|verify)$|^jwt\.encode$/u, 1],
];

/** A key that everyone who reads the code can use; one with a name of its own is told where it gets its value. */
function writtenKey(node: CallNode, name: string, flow: Flow): Draft[] {
  const position = TAKES_KEY.find(([callee]) => callee.test(name))?.[1];
  const key = position === undefined ? undefined : node.arguments[position]?.value;
  if (!key || key.type === "name" || !isFixed(key, flow) || contains(key, isPlaceholder)) return [];
  return [{ kind: "secret_use", name: "hardcoded", at: node, attributes: { type: "key", variable: name } }];
}

/** What the redaction left is told as the secret that it was; tests of algorithms use texts such as `test`. */
function isPlaceholder(node: SyntaxNode): boolean {
  return node.type === "text" && /<secret:|^(?:test|example)/iu.test(node.value);
}

const SECRET = / (?:secret|token|api key|apikey|signature|hmac|digest|password|auth key|access key) $/u;

/** A caller's value is compared with a secret that never changes, one letter after the other. */
function comparedSecret({ operator, left, right, ...place }: BinaryNode, flow: Flow): Draft[] {
  if (!/^[!=]={1,2}$/u.test(operator)) return [];
  const sides = [left, right] as const;
  const isGuess = sides.some((side) => flow.valueOf(side).request);
  if (!isGuess || !sides.some((side) => isKept(side, flow))) return [];
  const at: SyntaxNode = { ...place, type: "group", children: [] };
  return [ineffective("constant_time", at, "the comparison takes longer the more letters are right")];
}

/** Where settings are kept: `process.env`, `cfg.APIKey`, `this.config.secret`. */
const KEEPS = /(?:^|\.)(?:process\.env|os\.environ|settings|config|cfg|conf|configuration|env)\./iu;

function isNamedSecret(node: CallNode): boolean {
  return node.arguments.some(({ value }) => SECRET.test(wordsOf(literalText(value) ?? "")));
}

function isKept(node: SyntaxNode, flow: Flow): boolean {
  if (flow.valueOf(node).request) return false;
  const defined = flow.definitionOf(node);
  const name = flow.canonical(defined) ?? "";
  if (/(?:hexdigest|digest)\(\)$/u.test(name))
    return contains(defined, (one) => /createHmac$|^hmac\.new$/u.test(flow.canonical(one) ?? ""));
  if (defined.type === "binary") return isKept(defined.left, flow) || isKept(defined.right, flow);
  if (defined.type === "call")
    return /^(?:getenv|env)$|\.(?:getenv|Getenv|LookupEnv)$/u.test(name) && isNamedSecret(defined);
  return KEEPS.test(name) && SECRET.test(wordsOf(lastName(defined) ?? ""));
}

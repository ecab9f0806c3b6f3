import { isDescription, isInTheOpen, isName } from "../../domain/secret-shape.ts";
import type { SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, contains, lastName } from "../syntax/walk.ts";
import type { Draft, Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { wordsOf } from "./words.ts";

/** Finds secrets that stand in the code, come from the environment, or are made from weak randomness. */
export const recogniseSecrets: Recognise = (node, flow) => {
  if (node.type === "assign")
    return [...hardcoded(lastName(node.target), node.value, node), ...weakToken(node.target, node.value, flow)];
  if (node.type === "entry")
    return [...hardcoded(node.key, node.value, node), ...weakToken(named(node), node.value, flow)];
  if (node.type === "call") return node.arguments.flatMap(({ name, value }) => hardcoded(name, value, node));
  if (node.type === "text") return placeholder(node.value, null, node);
  return environment(node, flow);
};

const PLACEHOLDER = /<secret:([\w-]+):\d+>/u;

/** What the redaction left in the place of a secret. */
function placeholder(text: string, variable: string | null, at: SyntaxNode): Draft[] {
  const type = PLACEHOLDER.exec(text)?.[1];
  if (type === undefined) return [];
  return [
    { kind: "secret_use", name: "hardcoded", at, attributes: { type, ...(variable === null ? {} : { variable }) } },
  ];
}

const SECRET_NAME =
  / (?:password|passwd|passphrase|secret|secret key|api key|apikey|access key|private key|auth token|access token|token|signing key|encryption key|jwt key|client secret) $/u;
const NO_SECRET =
  /^(?:change[-_ ]?me.*|example.*|x{3,}.*|\*+|your[-_ ].*|<.*>|\$\{.*\}|[A-Z][A-Z_]+|test|dummy|placeholder|none|null|undefined|string|text|bearer|password|secret|token|authorization|x-[\w-]+)$/iu;

function hardcoded(name: string | null, value: SyntaxNode, at: SyntaxNode): Draft[] {
  if (name === null || name.includes("/") || value.type !== "text" || PLACEHOLDER.test(value.value)) return [];
  if (!SECRET_NAME.test(wordsOf(name)) || !looksRandom(value.value)) return [];
  return [{ kind: "secret_use", name: "hardcoded", at, attributes: { type: "literal", variable: name } }];
}

const PLACE = /^(?:https?:|\/|\.|#)/u;

/** Long enough, without spaces, and not the name of a field, header or place to look. */
function looksRandom(text: string): boolean {
  if (!/^[!-~]{8,500}$/u.test(text) || NO_SECRET.test(text)) return false;
  if (isInTheOpen(text) || isDescription(text) || isName(text) || PLACE.test(text)) return false;
  return /\d/u.test(text) || /[^\w-]/u.test(text) || !/^[a-z]+(?:[-_.][a-z]+)*$/iu.test(text);
}

function environment(node: SyntaxNode, flow: Flow): Draft[] {
  if (node.type !== "member") return [];
  const path = flow.canonical(node) ?? "";
  const variable = /^(?:process\.env|import\.meta\.env|os\.environ)\.(\w+)$/u.exec(path)?.[1];
  if (variable === undefined || !SECRET_NAME.test(wordsOf(variable.toLowerCase()))) return [];
  return [{ kind: "secret_use", name: "environment", at: node, attributes: { variable } }];
}

function named(node: SyntaxNode & { type: "entry" }): SyntaxNode {
  const { startLine, endLine, offset } = node;
  return { type: "name", name: node.key ?? "", startLine, endLine, offset };
}

const GUESSABLE =
  /^(?:Math\.random|random\.(?:random|randint|choice|choices|randrange|getrandbits|sample)|(?:mt_)?rand|uniqid|lcg_value|microtime|str_shuffle|math\/rand(?:\/v2)?\.(?:Int\w*|Uint\w*|Float\w*|Perm|Read|N)|(?:java\.util\.)?Random\(\)\.next\w+|(?:System\.)?Random\(\)\.Next\w*|(?:[\w.]+\.)?ThreadLocalRandom\.current\(\)\.next\w+|(?:Kernel|Random)\.rand)$/u;
/** Ids that are made of the time, the machine and a counter: they differ, but whoever has seen one can work out others. */
const COUNTED = /^github\.com\/(?:rs\/xid\.New|google\/uuid\.NewUUID)$/u;
const SESSION_NAME = / (?:token|secret|password|session id|session key|nonce|cookie|csrf) $/u;
const TOKEN_NAME = / (?:token|secret|password|session id|otp|code|nonce|api key|reset|salt|csrf|key) /u;

/** Randomness that can be predicted matters where the result must not be guessed. */
function weakToken(target: SyntaxNode, value: SyntaxNode, flow: Flow): Draft[] {
  const name = wordsOf(lastName(target) ?? "");
  const isOfSession = SESSION_NAME.test(name);
  if (value.type === "function" || !(isOfSession || TOKEN_NAME.test(name))) return [];
  const callee = guessableIn(value, isOfSession ? [GUESSABLE, COUNTED] : [GUESSABLE], flow);
  return callee === null ? [] : [{ kind: "sink", name: "token", at: value, attributes: { tainted: false, callee } }];
}

function guessableIn(node: SyntaxNode, patterns: readonly RegExp[], flow: Flow): string | null {
  if (node.type === "function" && !contains(node.body, (one) => one.type === "call")) return null;
  const name = node.type === "call" ? (flow.canonical(node.callee) ?? "") : "";
  if (patterns.some((pattern) => pattern.test(name))) return name;
  return (
    childrenOf(node)
      .map((child) => guessableIn(child, patterns, flow))
      .find((found) => found !== null) ?? null
  );
}

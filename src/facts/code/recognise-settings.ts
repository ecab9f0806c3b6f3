import type { AttributeValue } from "../../domain/fact.ts";
import { DISABLED_PROTECTIONS } from "../controls/settings.ts";
import type { AssignNode, CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, descendants, lastName, longestPaths } from "../syntax/walk.ts";
import { type Draft, ineffective, type Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { takesSockets } from "./recognise-origins.ts";
import { wordsOf } from "./words.ts";

/** Finds protections that are switched off, cross-origin rules that let everyone in, and servers that listen. */
export const recogniseSettings: Recognise = (node, flow) => {
  const found = settingsIn(node, flow);
  return found.some(({ name }) => name === "tls") && isAskedFor(node, flow) ? [] : found;
};

function settingsIn(node: SyntaxNode, flow: Flow): Draft[] {
  if (node.type === "entry") return disabledBy(node.key, node.value, node);
  if (node.type === "assign") return disabledBy(assignedKey(node), node.value, node);
  if (node.type === "group") return acceptsAnyone(node, flow.symbol ?? "");
  if (node.type === "function") return acceptsAnyone(node.body, node.name ?? "");
  return node.type === "call" ? setByCall(node, flow) : [];
}

function setByCall(node: CallNode, flow: Flow): Draft[] {
  const given = takesSockets(node.callee) ? [] : node.arguments;
  const keywords = given.flatMap(({ name, value }) => disabledBy(name, value, node));
  const set = SETTERS.test(lastName(node.callee) ?? "") ? setBy(node) : [];
  return [
    ...keywords,
    ...set,
    ...switchedOff(node, flow),
    ...unverifiedRequest(node, flow),
    ...crossOrigin(node, flow),
    ...listener(node, flow),
  ];
}

/** `checkServerTrusted(…) {}` never refuses. */
function acceptsAnyone(node: SyntaxNode, name: string): Draft[] {
  const isEmpty = node.type === "group" && node.children.length === 0;
  if (!isEmpty || !/(?:^|\.)checkServerTrusted$/u.test(name)) return [];
  return [ineffective("tls", node, "any certificate is accepted")];
}

const OPTION =
  / (?:insecure|skip|verify|verification|verifies|self signed|selfsigned|unsafe|ignore|disable|disabled|allow|allowed|trust|tls|ssl|cert|certs|certificate|certificates) /u;

/** True where an operator has to ask for it: the code stands behind a condition that names such an option. */
function isAskedFor(node: SyntaxNode, flow: Flow): boolean {
  const body = flow.context.functions.get(flow.symbol ?? "")?.node.body ?? flow.context.module.root;
  return [...descendants(body)].some(
    (one) =>
      one.type === "if" &&
      longestPaths(one.condition).some((path) => OPTION.test(wordsOf(path))) &&
      contains(one.consequence, (inner) => inner === node),
  );
}

/** Calls that a language's table lists as switching a protection off. */
function switchedOff(node: CallNode, flow: Flow): Draft[] {
  const { calls, module } = flow.context;
  const name = flow.canonical(node.callee) ?? "";
  const rule = calls.disables?.find(
    ({ callee, given }) => callee.test(name) && (given === undefined || mentions(node, given)),
  );
  if (!rule || rule.unlessInFile?.test(module.file.text)) return [];
  return [ineffective(rule.control, node, rule.reason)];
}

function mentions(node: CallNode, wanted: RegExp): boolean {
  const fits = (one: SyntaxNode) =>
    (one.type === "name" && wanted.test(one.name)) ||
    (one.type === "member" && wanted.test(one.property)) ||
    (one.type === "literal" && wanted.test(one.text));
  return node.arguments.some(({ value }) => contains(value, fits));
}

const SETTERS = /^(?:curl_setopt|ini_set|setOpt|setopt)$/u;

/** `curl_setopt($handle, CURLOPT_SSL_VERIFYPEER, false)`: the last two arguments are a key and its value. */
function setBy(node: CallNode): Draft[] {
  const [key, value] = node.arguments.slice(-2).map((argument) => argument.value);
  if (!key || !value) return [];
  return disabledBy(key.type === "text" ? key.value : lastName(key), value, node);
}

function assignedKey(node: AssignNode): string | null {
  if (node.target.type === "index") return null;
  return lastName(node.target);
}

function disabledBy(key: string | null, value: SyntaxNode, at: SyntaxNode): Draft[] {
  const written = writtenValue(value);
  if (key === null || written === null) return [];
  const found = DISABLED_PROTECTIONS.find((setting) => setting.key.test(key) && setting.value.test(written));
  return found ? [ineffective(found.control, at, found.reason)] : [];
}

function writtenValue(node: SyntaxNode): string | null {
  if (node.type === "literal") return node.text.toLowerCase();
  // A constant of a library, such as `OpenSSL::SSL::VERIFY_NONE`.
  if (node.type === "member" && /^(?:[A-Z][A-Z_]+|Dangerous\w+)$/u.test(node.property))
    return node.property.toLowerCase();
  // A callback that always gives the same answer.
  if (node.type === "function") return node.body.type === "literal" ? node.body.text.toLowerCase() : null;
  return node.type === "text" ? node.value.toLowerCase() : null;
}

/** `verify=False` means TLS for HTTP clients and something else elsewhere. */
function unverifiedRequest(node: CallNode, flow: Flow): Draft[] {
  const name = flow.canonical(node.callee) ?? "";
  if (/^ssl\._create_unverified_context$/u.test(name)) return [ineffective("tls", node, "any certificate is accepted")];
  const verify = optionOf(node, "verify");
  const isOff = verify !== null && writtenValue(verify) === "false";
  return isOff && /^(?:requests|httpx|HTTParty|Excon|HTTPX|GuzzleHttp)\b/u.test(name)
    ? [ineffective("tls", node, "any certificate is accepted")]
    : [];
}

function optionsOf(node: CallNode): Map<string, SyntaxNode> {
  const options = new Map<string, SyntaxNode>();
  for (const { name, value } of node.arguments) {
    const entries = value.type === "object" ? value.entries : [];
    for (const { key, value: given } of [{ key: name, value }, ...entries]) if (key !== null) options.set(key, given);
  }
  return options;
}

/** The first of several spellings of an option. */
function optionOf(node: CallNode, ...keys: string[]): SyntaxNode | null {
  const options = optionsOf(node);
  return keys.map((key) => options.get(key)).find((value) => value !== undefined) ?? null;
}

function crossOrigin(node: CallNode, flow: Flow): Draft[] {
  const name = flow.canonical(node.callee) ?? "";
  const added = node.arguments.some((argument) => lastName(argument.value) === "CORSMiddleware");
  if (!added && !/(?:^|\.)(?:cors|CORS|@fastify\/cors|hono\/cors\.cors)$/u.test(name)) return [];
  const credentials = optionOf(node, "credentials", "supports_credentials", "allow_credentials");
  if (!credentials || writtenValue(credentials) !== "true") return [];
  const origin = optionOf(node, "origin", "origins", "allow_origins");
  const open = origin ? isAnyOrigin(origin) : name.endsWith("CORS");
  return open ? [ineffective("cors", node, "every site may send requests with the visitor's credentials")] : [];
}

function isAnyOrigin(node: SyntaxNode): boolean {
  if (node.type === "list") return node.items.some(isAnyOrigin);
  const written = writtenValue(node);
  return written === "*" || written === "true" || written === ".*";
}

function listener(node: CallNode, flow: Flow): Draft[] {
  const name = flow.canonical(node.callee) ?? "";
  const options = optionsOf(node);
  if (/(?:^|\.)listen$/u.test(name) && isServer(name)) return [listening(node, listenHost(node, options))];
  const runs = /^(?:flask\.Flask\(\)|quart\.Quart\(\)|app|uvicorn)\.run$/u.test(name);
  if (!runs) return [];
  const debug = options.get("debug");
  const isDebug = debug !== undefined && writtenValue(debug) === "true";
  const drafts = [listening(node, options.get("host") ?? null)];
  return isDebug ? [...drafts, { kind: "listener", name: "debug", at: node, attributes: { enabled: true } }] : drafts;
}

function isServer(name: string): boolean {
  return /(?:^|\.)(?:app|server|api|httpServer|http|https|express\(\)|fastify\(\)|createServer\(\)|fastify)\.listen$/iu.test(
    name,
  );
}

function listenHost(node: CallNode, options: ReadonlyMap<string, SyntaxNode>): SyntaxNode | null {
  const second = node.arguments[1]?.value;
  return options.get("host") ?? (second?.type === "text" ? second : null);
}

function listening(node: CallNode, host: SyntaxNode | null): Draft {
  const address = host === null ? null : writtenValue(host);
  const attributes: Record<string, AttributeValue> = { bind: "unknown" };
  if (address !== null) attributes.bind = /^(?:0\.0\.0\.0|::)$/u.test(address) ? "all" : bindOf(address);
  const port = optionsOf(node).get("port") ?? node.arguments[0]?.value;
  if (port?.type === "literal" && /^\d+$/u.test(port.text)) attributes.port = port.text;
  return { kind: "listener", name: "port", at: node, attributes };
}

function bindOf(address: string): "loopback" | "unknown" {
  return /^(?:127\.|localhost$|::1$)/u.test(address) ? "loopback" : "unknown";
}

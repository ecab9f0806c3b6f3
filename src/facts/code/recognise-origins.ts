import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, descendants, dottedPath, lastName } from "../syntax/walk.ts";
import { type Draft, ineffective, type Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";

/** Finds servers that let every website in because they believe whatever origin a request names. */
export const recogniseOrigins: Recognise = (node, flow) => {
  if (node.type === "entry") return acceptsAll(node.key, node.value) ? [open(node)] : [];
  if (node.type !== "call") return [];
  const isOpen = node.arguments.some(({ name, value }) => acceptsAll(name, value) || skipsCheck(name, value, node));
  return [...(isOpen ? [open(node)] : []), ...reflectedOrigin(node, flow), ...looseComparison(node)];
};

/** Tests of a part, with the parts after or before which no other host can stand. */
const PARTIAL: readonly (readonly [test: RegExp, whole: RegExp])[] = [
  [/^(?:startsWith|startswith|HasPrefix|StartsWith|start_with\?)$/u, /^[a-z][a-z0-9+.-]*:\/\/$|[:/]$/iu],
  [/^(?:endsWith|endswith|HasSuffix|EndsWith|end_with\?)$/u, /^(?:\.|[a-z]+:\/\/)/iu],
  [/^(?:includes|contains|Contains|indexOf|include\?)$/u, /^[^.]*$/u],
];
const ORIGIN = /^origin$|[a-z_]Origin$|_origin$/u;
const LOOSE = "an origin passes whose name only resembles the right one";

/** `origin.startsWith("https://shop.test")` lets `https://shop.test.evil.test` in. */
function looseComparison(node: CallNode): Draft[] {
  const [tested, part] = [...receiverOf(node), ...node.arguments.map(({ value }) => value)];
  const name = lastName(node.callee) ?? "";
  const rule = PARTIAL.find(([test]) => test.test(name));
  if (!rule || !tested || !part || !ORIGIN.test(lastName(tested) ?? "")) return [];
  const isLoose = part.type === "text" ? !rule[1].test(part.value) : part.type === "member" && rule === PARTIAL[0];
  return isLoose ? [about(ineffective("origin_check", node, LOOSE), "page")] : [];
}

/** What a method is called on; functions of a library such as `strings.HasPrefix` have no such thing. */
function receiverOf({ callee }: CallNode): SyntaxNode[] {
  return callee.type === "member" && dottedPath(callee.object) !== "strings" ? [callee.object] : [];
}

function about(draft: Draft, protects: string): Draft {
  return { ...draft, attributes: { ...draft.attributes, protects } };
}

function open(at: SyntaxNode): Draft {
  return about(ineffective("origin_check", at, "every site may open a connection in the visitor's name"), "socket");
}

const ALLOWS = /^access-control-allow-origin$/iu;
const WITH_CREDENTIALS = /^access-control-allow-credentials$/iu;

/** The origin of the request is sent back as the allowed one, together with leave to send credentials. */
function reflectedOrigin(node: CallNode, flow: Flow): Draft[] {
  const [header, origin] = node.arguments.map(({ value }) => value);
  if (header?.type !== "text" || !ALLOWS.test(header.value) || !origin) return [];
  if (!isRequestsOrigin(origin, flow) || !allowsCredentials(flow)) return [];
  return [ineffective("cors", node, "every site may send requests with the visitor's credentials")];
}

function isRequestsOrigin(node: SyntaxNode, flow: Flow): boolean {
  return flow.valueOf(node).source !== null && /origin/iu.test(writtenName(flow.definitionOf(node)));
}

function allowsCredentials({ context, symbol }: Flow): boolean {
  const body = context.functions.get(symbol ?? "")?.node.body ?? context.module.root;
  return contains(body, (one) => one.type === "text" && WITH_CREDENTIALS.test(one.value));
}

/** The names and texts of an expression, such as `r.Header.Get Origin`. */
function writtenName(node: SyntaxNode): string {
  return [...descendants(node)]
    .flatMap((one) => (one.type === "text" ? [one.value] : [dottedPath(one) ?? ""]))
    .join(" ");
}

/** `CheckOrigin: func(r *http.Request) bool { return true }` lets every website open a connection. */
function acceptsAll(key: string | null, value: SyntaxNode): boolean {
  if (!/^(?:CheckOrigin|checkOrigin|check_origin)$/u.test(key ?? "") || value.type !== "function") return false;
  const [answer, ...others] = [...descendants(value.body)].filter((one) => one.type === "exit");
  return others.length === 0 && answer?.value?.type === "literal" && answer.value.text === "true";
}

/** `websocket.AcceptOptions{InsecureSkipVerify: true}` is about the origin, not about TLS. */
function skipsCheck(key: string | null, value: SyntaxNode, { callee }: CallNode): boolean {
  const isOff = key === "InsecureSkipVerify" && value.type === "literal" && value.text === "true";
  return isOff && takesSockets(callee);
}

/** True for the options of a library for WebSockets. */
export function takesSockets(callee: SyntaxNode): boolean {
  return lastName(callee) === "AcceptOptions";
}

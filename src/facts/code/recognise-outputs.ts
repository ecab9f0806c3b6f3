import type { AttributeValue } from "../../domain/fact.ts";
import type { CallNode, MemberNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { FRAMEWORKS } from "../frameworks/frameworks.ts";
import { childrenOf, contains, dottedPath, lastName, literalText } from "../syntax/walk.ts";
import { answeredSecrets } from "./answered-secrets.ts";
import type { Draft, Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { landingValue } from "./outbound-address.ts";
import { howBuilt } from "./recognise-sinks.ts";
import { union, type Value } from "./value.ts";
import { uncleanIn } from "./unclean-markup.ts";
import { dataClassOf, wordsOf } from "./words.ts";

/** Finds what leaves the process: answers, log lines, and markup built from input. */
export const recogniseOutputs: Recognise = (node, flow) => {
  if (node.type === "exit") return node.how === "return" && node.value ? returned(node.value, flow) : [];
  if (node.type === "entry") return markupEntry(node.key, node.value, flow);
  if (node.type === "assign")
    return [...markupAssignment(node.target, node.value, flow), ...movedPage(node.target, node.value, flow)];
  if (node.type !== "call") return [];
  const name = flow.canonical(node.callee) ?? "";
  if (flow.context.calls.loggers.test(name)) return logged(node, name, flow);
  return answering(node, name, flow);
};

function answering(node: CallNode, name: string, flow: Flow): Draft[] {
  if (flow.handlerOf === "sinatra" && /^(?:halt|body)$/u.test(name)) return halted(node, flow);
  return isAnswer(node, name, flow) ? answered(node, flow) : [];
}

const ANSWER_METHODS = /^(?:send|json|jsonp|end|write|render|html|text|body)$/u;
const ANSWER_OBJECTS = /^(?:res|response|reply|resp|rep|ctx|c|context|NextResponse|Response)$/u;
const ANSWER_CALLS =
  /(?:^|\.)(?:jsonify|make_response|JSONResponse|JsonResponse|HttpResponse|HTMLResponse|PlainTextResponse)$/u;

function isAnswer(node: CallNode, name: string, flow: Flow): boolean {
  if (ANSWER_CALLS.test(name)) return true;
  if (node.callee.type !== "member" || !ANSWER_METHODS.test(node.callee.property)) return false;
  const root = dottedPath(node.callee)?.split(".")[0]?.replace("()", "") ?? "";
  return ANSWER_OBJECTS.test(root) && !flow.valueOf(node.callee).request;
}

/** The page that Sinatra is given, alone or beside a status. */
function halted(node: CallNode, flow: Flow): Draft[] {
  const given = node.arguments.flatMap(({ value }) => (value.type === "list" ? value.items : [value]));
  const page = given.find((value) => /<\w/u.test(literalText(flow.definitionOf(value)) ?? ""));
  return page === undefined ? [] : markup(node, [page], flow);
}

function answered(node: CallNode, flow: Flow): Draft[] {
  const values = node.arguments.map((argument) => argument.value);
  const method = lastName(node.callee) ?? "";
  const html = /^(?:send|end|write|html|body|HttpResponse|make_response)$/u.test(method)
    ? markup(node, values, flow)
    : [];
  const secrets = answeredSecrets(values, node, flow);
  return [...html, ...errorDetail(node, values, flow), ...fieldsIn(values, "response", node), ...secrets];
}

/** Handlers of many frameworks answer by returning. */
function returned(value: SyntaxNode, flow: Flow): Draft[] {
  const framework = FRAMEWORKS.find(({ id }) => id === flow.handlerOf);
  if (flow.context.module.language.id === "php") return returnedMarkup(value, flow);
  if (framework?.answers) return [...answer(value, flow), ...movedTo(value, framework.answers, flow)];
  if (flow.context.module.language.id !== "python" || flow.handlerOf === null) return [];
  if (value.type === "call") return [];
  const body = value.type === "list" ? (value.items[0] ?? value) : value;
  const html = flow.handlerOf === "flask" ? markup(value, [body], flow) : [];
  return [...html, ...errorDetail(value, [body], flow), ...fieldsIn([body], "response", value)];
}

/** Pages of PHP are put together by functions that give back pieces of them. */
function returnedMarkup(value: SyntaxNode, flow: Flow): Draft[] {
  const isMarkup = /<[a-z][\w-]*[\s>]/iu.test(literalText(flow.definitionOf(value)) ?? "");
  return isMarkup ? markup(value, [value], flow) : [];
}

/** What is returned is the body; a text is taken as HTML when it holds markup. */
function answer(value: SyntaxNode, flow: Flow): Draft[] {
  const body = flow.definitionOf(value);
  const html = /<\w/u.test(literalText(body) ?? "") ? markup(value, [value], flow) : [];
  const fields = value.type === "call" ? [] : fieldsIn([value], "response", value);
  return [...html, ...errorDetail(value, [value], flow), ...fields];
}

/** A path of this site, whatever follows. */
const OWN_PATH = /^\/[^/\\?]/u;

/** `return "redirect:" + url` sends the caller elsewhere. */
function movedTo(value: SyntaxNode, { redirects }: { readonly redirects: RegExp | null }, flow: Flow): Draft[] {
  const text = literalText(flow.definitionOf(value)) ?? "";
  const target = flow.valueOf(value);
  const isElsewhere = redirects?.test(text) === true && !OWN_PATH.test(text.replace(redirects, ""));
  if (!isElsewhere || target.source === null) return [];
  return [{ kind: "sink", name: "redirect", at: value, attributes: { tainted: true, source: target.source } }];
}

/** Text that a browser takes as HTML: only when an attacker has a part in it. */
function markup(at: SyntaxNode, values: readonly SyntaxNode[], flow: Flow): Draft[] {
  const [body] = values;
  if (!body) return [];
  const node = flow.definitionOf(body);
  if (node.type === "object" || node.type === "list") return [];
  const value = flow.valueOf(body);
  const text = literalText(node);
  const isText = text !== null || isPlainInput(node, value);
  return value.source !== null && !value.whole && isText ? [htmlSink(at, value, howBuilt(body, flow))] : [];
}

function isPlainInput(node: SyntaxNode, value: Value): boolean {
  return node.type !== "call" && value.source !== null;
}

function htmlSink(at: SyntaxNode, value: Value, built: string): Draft {
  const attributes: Record<string, AttributeValue> = { tainted: value.source !== null, built };
  if (value.source !== null) attributes.source = value.source;
  if (value.model) attributes.from_model = true;
  return { kind: "sink", name: "html", at, attributes };
}

function markupEntry(key: string | null, value: SyntaxNode, flow: Flow): Draft[] {
  if (key !== "__html" || value.type === "text") return [];
  const inner = flow.valueOf(value);
  const cleaned = value.type === "call" && flow.context.calls.encoders.test(flow.canonical(value.callee) ?? "");
  const isShown = inner.source !== null || inner.model || uncleanIn(value, flow) === null;
  return cleaned || !isShown ? [] : [htmlSink(value, inner, howBuilt(value, flow))];
}

function markupAssignment(target: SyntaxNode, value: SyntaxNode, flow: Flow): Draft[] {
  if (target.type !== "member" || !/^(?:innerHTML|outerHTML)$/u.test(target.property)) return [];
  const inner = flow.valueOf(value);
  return inner.source !== null || inner.model ? [htmlSink(value, inner, howBuilt(value, flow))] : [];
}

/** `window.location.href = next`. */
function movedPage(target: SyntaxNode, value: SyntaxNode, flow: Flow): Draft[] {
  if (!/^(?:(?:window|document|self|top)\.)?location(?:\.href)?$/u.test(dottedPath(target) ?? "")) return [];
  const { source } = landingValue(value, flow);
  return source === null ? [] : [{ kind: "sink", name: "redirect", at: value, attributes: { tainted: true, source } }];
}

function errorDetail(at: SyntaxNode, values: readonly SyntaxNode[], flow: Flow): Draft[] {
  const detail = values.map((value) => detailIn(value, flow)).find((found) => found !== null);
  if (detail === undefined || detail === null) return [];
  return [{ kind: "sink", name: "error_detail", at, attributes: { tainted: false, format: detail } }];
}

const TRACES = /(?:^|\.)(?:format_exc|format_exception|print_exc|getStackTrace(?:AsString)?|getTraceAsString)$/u;
/** Calls that answer with what they are given. */
const ANSWERS = /(?:^|\.)(?:body|ok|entity|status|StatusCode|Problem|BadRequest|Content|error|fail|failure)$/u;

function detailIn(node: SyntaxNode, flow: Flow): "stack" | "message" | null {
  if (node.type === "function") return null;
  if (node.type === "member" && flow.valueOf(node.object).error) {
    if (node.property === "stack") return "stack";
    return node.property === "message" ? "message" : null;
  }
  if (node.type === "name") return flow.valueOf(node).error ? "message" : null;
  if (node.type === "call") return calledDetail(node, flow);
  return (
    childrenOf(node)
      .map((child) => detailIn(child, flow))
      .find((found) => found !== null) ?? null
  );
}

function calledDetail(node: CallNode, flow: Flow): "stack" | "message" | null {
  const name = flow.canonical(node.callee) ?? "";
  if (TRACES.test(name)) return "stack";
  if (node.callee.type === "member" && node.callee.property === "ToString" && flow.valueOf(node.callee.object).error)
    return "stack";
  if (!ANSWERS.test(name) && !/^(?:str|repr|String|jsonify|dict|JSON\.stringify)$|\.toString$/u.test(name)) return null;
  const inner = node.callee.type === "member" ? [node.callee.object] : [];
  return (
    [...inner, ...node.arguments.map((argument) => argument.value)]
      .map((value) => detailIn(value, flow))
      .find((found) => found !== null) ?? null
  );
}

/** Fields whose names promise personal, credential or payment data, one fact per class. */
export function fieldsIn(
  values: readonly SyntaxNode[],
  place: "response" | "log" | "store" | "model" | "request",
  at: SyntaxNode,
  isOther: (node: SyntaxNode) => boolean = () => false,
): Draft[] {
  const classes = new Map<string, string>();
  for (const field of values.flatMap((value) => fieldNames(value, isOther))) {
    const dataClass = dataClassOf(field);
    if (dataClass !== null && !classes.has(dataClass)) classes.set(dataClass, field);
  }
  return [...classes].map(([name, field]): Draft => ({ kind: "data_class", name, at, attributes: { field, place } }));
}

/** Calls that leave nothing of a value that anyone could use. */
const HIDES =
  / (?:mask|masked|redact|redacted|obfuscate|obfuscated|censor|scrub|anonymi[sz]e|pseudonymi[sz]e|hash|digest|fingerprint|boolean|bool|len) /u;

function fieldNames(node: SyntaxNode, isOther: (node: SyntaxNode) => boolean): string[] {
  if (saysNothing(node) || isOther(node)) return [];
  if (node.type === "entry")
    return [
      ...(node.key !== null && node.value.type !== "literal" ? [node.key] : []),
      ...fieldNames(node.value, isOther),
    ];
  if (node.type === "member") return isSaidOf(node) ? [] : [node.property];
  if (node.type === "name") return [node.name];
  if (node.type === "call") return fieldsOfCall(node, isOther);
  return childrenOf(node).flatMap((child) => fieldNames(child, isOther));
}

/** Texts, and what is true or false whatever is compared. */
function saysNothing(node: SyntaxNode): boolean {
  if (node.type === "binary") return /^(?:[!=]={1,2}|[<>]=?|is(?: not)?|(?:not )?in)$/u.test(node.operator);
  return node.type === "function" || node.type === "text" || node.type === "not";
}

/**
 * True for what is not the thing itself: `Channel.EMAIL` is a name for a kind of things, `sources.apiKey` says where the
 * key comes from.
 */
function isSaidOf({ object, property }: MemberNode): boolean {
  if (object.type === "name" && /^[A-Z]/u.test(object.name) && /^[A-Z]/u.test(property)) return true;
  return SAYS_OF.test(wordsOf(lastName(object) ?? ""));
}

const SAYS_OF = / (?:source|sources|origins|label|labels|errors|names|types|schema|rules|hints) $/u;

/** `request.getPassword()` gives a field. */
const GETTER = /^[gG]et([A-Z]\w+)$/u;

function fieldsOfCall(node: CallNode, isOther: (node: SyntaxNode) => boolean): string[] {
  const isHidden = HIDES.test(wordsOf(lastName(node.callee) ?? ""));
  if (isHidden) return [];
  const getter = node.arguments.length === 0 ? GETTER.exec(lastName(node.callee) ?? "") : null;
  return [...(getter?.slice(1) ?? []), ...node.arguments.flatMap(({ value }) => fieldNames(value, isOther))];
}

function logged(node: CallNode, name: string, flow: Flow): Draft[] {
  const values = node.arguments.map((argument) => argument.value);
  const fields = fieldsIn(values, "log", node, (one) => isWordOfText(one, flow));
  const value = union(values.map((one) => flow.valueOf(one)));
  const whole = values.some((one) => contains(one, (inner) => isWholeRequest(inner, flow)));
  if (!whole && fields.length === 0) return [];
  // Who signs in may be named where a key may not.
  const sensitive = whole || fields.some((field) => field.name === "credential");
  const attributes: Record<string, AttributeValue> = { tainted: value.source !== null, sensitive, callee: name };
  if (value.source !== null) attributes.source = value.source;
  return [{ kind: "sink", name: "log", at: node, attributes }, ...fields];
}

/** Where nothing else speaks of signing in, a token is a word of a text or of a model's count. */
function isWordOfText(node: SyntaxNode, { symbol, context: { module } }: Flow): boolean {
  if (node.type !== "name" || !/^tokens?$/iu.test(node.name)) return false;
  const around = module.functions.find((one) => one.symbol === symbol)?.node;
  const { startLine, endLine } = around ?? { startLine: 1, endLine: module.lines.length };
  return !SIGNING_IN.test(module.lines.slice(startLine - 1, endLine).join("\n"));
}

const SIGNING_IN =
  /auth(?!ors?\b)|bearer|jwt|session|log_?in\b|sign_?in\b|passw|secret|credential|csrf|api_?key|cookie|refresh|invit|reset/iu;

/** A whole body or all headers, which carry credentials sooner or later. */
function isWholeRequest(node: SyntaxNode, flow: Flow): boolean {
  if (node.type !== "member" && node.type !== "name" && node.type !== "call") return false;
  const value = flow.valueOf(node);
  if (value.source === null) return false;
  return value.whole || (node.type === "member" && / (?:headers|cookies) /u.test(wordsOf(node.property)));
}

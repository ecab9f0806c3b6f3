import type { AttributeValue } from "../../domain/fact.ts";
import type { SinkRule } from "../sinks/sink-table.ts";
import type { CallNode, MemberNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { contains, formatted, literalText } from "../syntax/walk.ts";
import type { Draft, Recognise } from "./draft.ts";
import type { Flow } from "./flow.ts";
import { addressValue, landingValue } from "./outbound-address.ts";
import { gluedParts } from "./glued-parts.ts";
import { optionAmong, type ProgramWords, programWords } from "./program-words.ts";
import { namesOf } from "./typed-names.ts";
import { union, UNKNOWN, type Value } from "./value.ts";

/** Finds calls of the functions that a language's sink table lists. */
export const recogniseSinks: Recognise = (node, flow) => {
  if (node.type !== "call") return [];
  const names = namesOf(node.callee, flow);
  const rule = flow.context.calls.sinks.find(
    (candidate) =>
      (names.some((name) => candidate.callee.test(name)) || isOfText(candidate, node)) &&
      isAbout(candidate, node, flow),
  );
  return rule ? reached(rule, node, flow) : [];
};

/** A text that is put together has no name to go by: `"<b>#{name}</b>".html_safe`. */
function isOfText({ argument, callee: wanted }: SinkRule, { callee }: CallNode): boolean {
  if (argument !== "receiver" || callee.type !== "member") return false;
  const isText = callee.object.type === "template" || callee.object.type === "binary";
  return isText && wanted.test(`.${callee.property}`);
}

function reached(rule: SinkRule, node: CallNode, flow: Flow): Draft[] {
  const unpacked = unpackedAt(rule, node, flow);
  if (unpacked) return [unpacked];
  const words = wordsAt(rule, node, flow);
  const value = valueAt(rule, node, flow, words);
  const parameter = ownParameterAt(rule, node, flow);
  if (!(parameter !== null || matters(rule, value)) || isOfOpenPage(rule, value) || isSafe(rule, node, flow)) return [];
  const attributes = { ...attributesOf(rule, node, flow, value), ...wordAttributes(words, rule, flow) };
  if (rule.onlyBuilt !== undefined && attributes.built !== rule.onlyBuilt) return [];
  const own = ownAttributes(mayBeOwn(attributes) ? parameter : null);
  return [{ kind: "sink", name: rule.sink, at: node, attributes: { ...attributes, ...own } }];
}

/** The words for a program that a call starts without a shell, or `null`. */
function wordsAt(rule: SinkRule, node: CallNode, flow: Flow): ProgramWords | null {
  if (rule.words === undefined || (rule.shell === "option" && asksForShell(node))) return null;
  return programWords(node, flow, rule.words === "all");
}

function wordAttributes(given: ProgramWords | null, rule: SinkRule, flow: Flow): Attributes {
  if (given === null) return {};
  const { words, reader } = given;
  const code = words.find((word) => flow.valueOf(word).source !== null) ?? words[0];
  if (reader === "code" && code) return { built: howBuilt(code, flow), shell: true };
  const open = reader === "script" ? null : optionAmong(words, flow);
  const value = open && flow.valueOf(open);
  const option = value ? { option: true, source: value.source ?? "" } : {};
  // Where the callee names the program, nobody but the code says what runs.
  return { built: rule.words === "all" ? "literal" : "parameterised", shell: false, ...option };
}

function matters({ onlyTainted }: SinkRule, value: Value): boolean {
  return onlyTainted !== true || value.source !== null || value.model;
}

function isOfOpenPage({ sink }: SinkRule, value: Value): boolean {
  return isOfPage(value) && !PAGE_SINKS.has(sink);
}

/** What the address of a page says harms only who opens it, where it becomes markup, code or the next page. */
const PAGE_SINKS: ReadonlySet<string> = new Set(["html", "eval", "redirect"]);

function isOfPage({ source }: Value): boolean {
  return (
    source !== null &&
    /^(?:location|document\.referrer|window\.name|react-router|next\/navigation|vue-router|useRoute|\$route|this\.\$route)\b/u.test(
      source,
    )
  );
}

/** An entry of an archive that is written where its name says. */
function unpackedAt(rule: SinkRule, node: CallNode, flow: Flow): Draft | null {
  const argument = argumentAt(rule, node, flow);
  const unpacks = rule.sink === "archive" || (rule.sink === "file" && operationOf(rule, node) === "write");
  if (!unpacks || argument === null) return null;
  const places = rule.argument === "all" ? node.arguments.map(({ value }) => value) : [argument];
  if (!places.some((place) => flow.isPacked(place))) return null;
  const { source } = union(places.map((place) => flow.valueOf(place)));
  const from = source === null ? ownAttributes("the archive") : { source };
  const attributes = { tainted: source !== null, ...from, callee: flow.calleeOf(node) };
  return { kind: "sink", name: "archive", at: node, attributes };
}

function isAbout(rule: SinkRule, node: CallNode, flow: Flow): boolean {
  const { onlyWith, onlyInFile, onlyFrom, startedWith } = rule;
  if (onlyFrom !== undefined && !onlyFrom.test(startingSource(rule, node, flow))) return false;
  if (onlyInFile?.test(flow.context.module.file.text) === false) return false;
  if (startedWith !== undefined && !isStartedWith(startedWith, node, flow)) return false;
  return onlyWith === undefined || isGiven(onlyWith, node, flow);
}

/** The name of what a caller chose, where it decides how the argument begins. */
function startingSource(rule: SinkRule, node: CallNode, flow: Flow): string {
  const argument = argumentAt(rule, node, flow);
  const [first] = argument === null ? [] : gluedParts(flow.definitionOf(argument));
  return first ? (flow.valueOf(first).source ?? "") : "";
}

function isStartedWith(wanted: RegExp, { callee }: CallNode, flow: Flow): boolean {
  if (callee.type !== "member") return false;
  const before = flow.definitionOf(callee.object);
  if (before.type !== "call") return false;
  const isOwn = before.arguments.some(({ value }) => wanted.test(literalText(value) ?? ""));
  return isOwn || isStartedWith(wanted, before, flow);
}

/** The argument that a rule looks at, or `null` when the call has none. */
function argumentAt(rule: SinkRule, node: CallNode, flow: Flow): SyntaxNode | null {
  const keyword = node.arguments.find((argument) => argument.name !== null && argument.name === rule.keyword);
  if (keyword) return keyword.value;
  if (rule.argument === "all") {
    const tainted = node.arguments.find((argument) => flow.valueOf(argument.value).source !== null);
    return (tainted ?? node.arguments[0])?.value ?? null;
  }
  const position = typeof rule.argument === "number" ? rule.argument : 0;
  return node.arguments.filter((argument) => argument.name === null)[position]?.value ?? null;
}

function valueAt(rule: SinkRule, node: CallNode, flow: Flow, given: ProgramWords | null): Value {
  if (given !== null) return union(given.words.map((word) => flow.valueOf(word)));
  if (rule.argument === "all") return union(node.arguments.map((argument) => flow.valueOf(argument.value)));
  if (rule.argument === "receiver") {
    const receiver = node.callee.type === "member" ? flow.valueOf(node.callee.object) : UNKNOWN;
    return union([receiver, ...node.arguments.map((argument) => flow.valueOf(argument.value))]);
  }
  const argument = argumentAt(rule, node, flow);
  if (!argument) return UNKNOWN;
  if (rule.sink === "redirect") return landingValue(argument, flow);
  return rule.sink === "outbound_http" ? addressValue(argument, flow) : flow.valueOf(argument);
}

function isSafe(rule: SinkRule, node: CallNode, flow: Flow): boolean {
  return rule.safeWith !== undefined && isGiven(rule.safeWith, node, flow);
}

/** True when a name, a key or a text among the arguments of a call fits. */
function isGiven(wanted: RegExp, node: CallNode, flow: Flow): boolean {
  const fits = (one: SyntaxNode) => {
    const key = one.type === "entry" ? (one.key ?? "") : (flow.canonical(one) ?? "");
    return wanted.test(key) || wanted.test(literalText(one) ?? "");
  };
  return node.arguments.some(
    ({ name, value }) => wanted.test(name ?? "") || contains(value, fits) || fits(flow.definitionOf(value)),
  );
}

type Attributes = Record<string, AttributeValue>;

function attributesOf(rule: SinkRule, node: CallNode, flow: Flow, value: Value): Attributes {
  const argument = argumentAt(rule, node, flow);
  const attributes: Attributes = { ...flowAttributes(value), callee: flow.calleeOf(node) };
  if (argument) attributes.built = howBuilt(argument, flow);
  const operation = operationOf(rule, node);
  if (operation) attributes.operation = operation;
  if (rule.shell !== undefined) attributes.shell = rule.shell === "option" ? asksForShell(node) : rule.shell;
  if (rule.format !== undefined) attributes.format = rule.format;
  const host = rule.sink === "outbound_http" && argument ? hostIn(flow.definitionOf(argument)) : null;
  return host === null ? attributes : { ...attributes, host };
}

/** Where the value that reaches a sink comes from. */
export function flowAttributes(value: Value): Attributes {
  const source = value.source === null ? {} : { source: value.source };
  const guard = value.guardedBy === null ? {} : { guarded_by: value.guardedBy };
  return { tainted: value.source !== null, ...source, ...(value.model ? { from_model: true } : {}), ...guard };
}

/** What a sink says that gets a parameter of its own function, by the parameter's name. */
export function ownAttributes(parameter: string | null): Attributes {
  return parameter === null ? {} : { source: parameter, from_parameter: true };
}

/** Without a shell a program gets its arguments as they are. */
function mayBeOwn({ tainted, shell }: Attributes): boolean {
  return tainted === false && shell !== false;
}

const PASSED_ON: ReadonlySet<SinkRule["sink"]> = new Set(["command", "template"]);

/** A function that runs a command or fills a template as it is given assembles nothing: those who call it do. */
function ownParameterAt(rule: SinkRule, node: CallNode, flow: Flow): string | null {
  if (rule.own === undefined) return null;
  if (rule.own === "receiver") return node.callee.type === "member" ? flow.ownParameterIn(node.callee.object) : null;
  const argument = argumentAt({ ...rule, argument: rule.own }, node, flow);
  if (argument === null) return null;
  const isPassedOn = PASSED_ON.has(rule.sink) && flow.definitionOf(argument).type === "name";
  return isPassedOn ? null : flow.ownParameterIn(argument);
}

/** How a text came about: glued together, fixed, or unknown. */
export function howBuilt(argument: SyntaxNode, flow: Flow): "concatenated" | "literal" | "dynamic" | "parameterised" {
  const node = flow.definitionOf(argument);
  if (node.type === "text" || node.type === "literal") return "literal";
  if (node.type === "template" || isGlued(node)) return "concatenated";
  if (isMadeText(node)) return howBuilt(node.callee.object, flow);
  if (node.type === "list") return "parameterised";
  return flow.valueOf(argument).joined ? "concatenated" : "dynamic";
}

/** `builder.toString()` is built like the builder. */
export function isMadeText(node: SyntaxNode): node is CallNode & { type: "call"; callee: MemberNode } {
  return node.type === "call" && node.callee.type === "member" && /^[tT]oString$/u.test(node.callee.property);
}

function isGlued(node: SyntaxNode): boolean {
  if (node.type === "binary") return node.operator === "+" || node.operator === "%";
  return formatted(node) !== null;
}

/** Opening for writing is a mode, not a function of its own. */
function operationOf(rule: SinkRule, node: CallNode): SinkRule["operation"] {
  const mode = node.arguments.find(
    (argument, index) => argument.name === "mode" || (argument.name === null && index === 1),
  );
  const writes =
    rule.sink === "file" && rule.operation === "read" && /^[wax]/u.test(literalText(mode?.value ?? node) ?? "");
  return writes ? "write" : rule.operation;
}

function asksForShell(node: CallNode): boolean {
  return node.arguments.some(
    ({ name, value }) =>
      (name === "shell" && isSwitchedOn(value)) ||
      (value.type === "object" && value.entries.some((entry) => entry.key === "shell" && isSwitchedOn(entry.value))),
  );
}

/** A shell is asked for with `true` or by its path. */
function isSwitchedOn(node: SyntaxNode): boolean {
  return node.type === "text" || (node.type === "literal" && /^true$/iu.test(node.text));
}

const HOST = /^(https?):\/\/([^/?#\s]+)/iu;

/** The fixed host of an address, or `null` when it is not fixed. */
export function hostIn(node: SyntaxNode): string | null {
  const host = HOST.exec(literalText(node) ?? "")?.[2];
  return host === undefined || host.includes("?") ? null : host;
}

import {
  askedKey,
  type DeclaredField,
  type FileSafeguards,
  type Safeguard,
  type SafeguardFamily,
} from "../../domain/fact.ts";
import { endsSessions, safeguardCalled } from "../controls/safeguard-names.ts";
import type { CallNode, IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, dottedPath, lastName, longestPaths } from "../syntax/walk.ts";
import { askedBefore } from "./asked-before.ts";
import { askedPlainly, callFamily, familyAsked, givesBackTested } from "./asked-safeguards.ts";
import { runsInBrowser } from "./browser-code.ts";
import { declaredField } from "./declared-rules.ts";
import { demandedParts, guardedStep } from "./guarded-steps.ts";
import { usedInside } from "./guarded-use.ts";
import { answersWithStatus, leaves } from "./guards.ts";
import { helperCalls, namesCalled } from "./helper-calls.ts";
import { type Found, knownSafeguard, rightTaken, tokenDemanded } from "./known-safeguards.ts";
import { refusedUnlisted } from "./listed-values.ts";
import { madeOf } from "./made-of.ts";
import type { ModuleModel, NamedFunction } from "./module-model.ts";
import { namedRule } from "./named-rules.ts";
import { printedIn } from "./printed-safeguards.ts";
import { refusesCaller } from "./refused-callers.ts";
import { type Around, originOf, recordOf } from "./safeguard-subjects.ts";
import { aboutBesideCaller, comparedIn, isCaller, rootOf, subjectsOf } from "./subjects.ts";
import { wordsOf } from "./words.ts";
import { writtenOut } from "./written-out.ts";

/** The calls and refusals of a file whose words say that they keep something harmful out. */
export function safeguardsIn(module: ModuleModel): FileSafeguards {
  const functions = new Map(module.functions.map((one) => [one.node as SyntaxNode, one]));
  const noted = { questions: [], asked: new Map(), made: new Map(), sources: new Map(), beside: new Map() };
  const collection: Collection = { functions, module, uses: [], fields: [], ...noted };
  collect(module.root, OUTSIDE, collection);
  const named = new Map(module.functions.map(({ node, symbol }) => [node as SyntaxNode, symbol]));
  const printed = printedIn(module, named);
  const found = [...collection.uses, ...printed.encoded];
  const real = found.filter(({ what }) => !(isRuby(module) && JOINS_MARKUP.test(what)));
  const uses = runsInBrowser(module) ? real.filter(({ family }) => OF_PAGES.has(family)) : real;
  const fields = [...collection.fields, ...printed.raw];
  const helped = helperCalls(module, uses);
  return {
    uses,
    fields,
    symbols: [...named.values()],
    asked: collection.questions,
    helped,
    calls: namesCalled(module),
  };
}

const OUTSIDE: Around = { symbol: null, receiver: null };

/** Rails joins pieces of markup by the name by which others join paths. */
const JOINS_MARKUP = /(?:^|\.)safe_join$/u;
/** What runs in the browser of whoever calls keeps nobody from a file or a right: only what pages show and where they lead. */
const OF_PAGES: ReadonlySet<SafeguardFamily> = new Set(["markup", "redirect", "address"]);

interface Collection {
  readonly functions: ReadonlyMap<SyntaxNode, NamedFunction>;
  readonly module: ModuleModel;
  readonly uses: Safeguard[];
  readonly fields: DeclaredField[];
  /** What is asked before a function leaves. */
  readonly questions: string[];
  /** The calls whose outcome refusals ask about. */
  readonly asked: Map<SyntaxNode, CallNode>;
  /** What addresses and paths in variables were made of. */
  readonly sources: Map<string, string>;
  /** The last handler beside what is given to the same call. */
  readonly beside: Map<SyntaxNode, string>;
  /** What the variables of the function hold that is read. */
  made: Map<string, SyntaxNode>;
}

function collect(node: SyntaxNode, outer: Around, collection: Collection): void {
  const named = collection.functions.get(node);
  const around = named ? { symbol: named.symbol, receiver: named.node.receiver ?? null } : outer;
  if (named) collection.made = new Map();
  note(node, collection);
  const { symbol } = around;
  if (node.type === "if" && leaves(node.consequence))
    collection.questions.push(askedKey(symbol, longestPaths(node.condition)));
  const found = (isRuby(collection.module) ? namedRule(node) : null) ?? safeguardOf(node, around, collection);
  if (found) collection.uses.push(placed(node, found, around, collection));
  const written = writtenOut(node);
  collection.uses.push(...written.uses.map((use) => ({ ...use, symbol })));
  collection.fields.push(...written.holders.map((holder) => ({ ...holder, symbol })));
  noteField(node, symbol, collection);
  for (const child of childrenOf(node)) collect(child, around, collection);
}

function note(node: SyntaxNode, collection: Collection): void {
  if (node.type === "call") return noteBeside(node, collection);
  if (node.type === "assign" && node.target.type === "name") {
    collection.made.set(node.target.name, node.value);
    const made = madeOf(node);
    if (made !== null) collection.sources.set(made.name, made.source);
  }
  if (node.type !== "group" || !isGo(collection.module)) return;
  for (const [refusing, call] of askedBefore(node.children)) collection.asked.set(refusing, call);
}

/** A guard in a list of handlers keeps callers from the last one. */
function noteBeside({ arguments: given }: CallNode, { beside }: Collection): void {
  const last = given.at(-1)?.value;
  const handler = last && (last.type === "name" || last.type === "member") ? lastName(last) : null;
  if (handler === null) return;
  for (const { value } of given) if (value.type === "call") beside.set(value, handler);
}

function placed(node: SyntaxNode, found: Found, around: Around, collection: Collection): Safeguard {
  const about = found.about ?? collection.beside.get(node) ?? null;
  const source = about === null ? null : (collection.sources.get(about) ?? sourceOf(about, around, collection));
  const place = { symbol: around.symbol, startLine: node.startLine, endLine: lastLine(node) };
  return { ...found, about, ...(source === null ? {} : { madeOf: source }), ...place };
}

/** What a value was made from that is asked about, where it was made for that alone. */
function sourceOf(about: string, { receiver }: Around, { made, module }: Collection): string | null {
  return originOf(about, made, (root) => root === receiver || module.imports.has(root));
}

function noteField(node: SyntaxNode, symbol: string | null, { fields, uses }: Collection): void {
  const field = declaredField(node);
  // A variable of a function is no field.
  if (!field || (node.type === "assign" && symbol !== null)) return;
  fields.push({ name: field.name, symbol, startLine: field.startLine });
  uses.push(...field.rules.map((rule) => ({ ...rule, symbol })));
}

function isRuby({ language }: ModuleModel): boolean {
  return language.id === "ruby";
}

function isGo({ language }: ModuleModel): boolean {
  return language.id === "go";
}

/** A refusal is its condition; what the branch does is not what guards. */
function lastLine(node: SyntaxNode): number {
  return node.type === "if" ? node.condition.endLine : node.endLine;
}

function safeguardOf(node: SyntaxNode, around: Around, collection: Collection): Found | null {
  if (node.type === "call")
    return ofGo(node, collection.module) ?? sessionsEnded(node, around) ?? calledSafeguard(node);
  if (node.type === "assign") return isGo(collection.module) ? rightTaken(node) : null;
  return node.type === "if" ? refused(node, around, collection) : null;
}

function ofGo(node: CallNode, module: ModuleModel): Found | null {
  return knownSafeguard(node, module) ?? (isGo(module) ? tokenDemanded(node) : null);
}

function refused(node: IfNode, around: Around, { module, asked }: Collection): Found | null {
  const own = refusal(node) ?? (isGo(module) ? usedInside(node) : null);
  const outcome = own === null ? asked.get(node) : undefined;
  const found = own ?? refusedOutcome(outcome);
  if (!found || !isGo(module)) return found;
  if (found.family === "identity") return { ...found, about: null };
  if (found.family !== "permission") return found;
  return { ...found, about: recordOf(subjectsOf(outcome ?? node.condition), around, module.imports) };
}

/** What a refusal asks about that hangs on the outcome of a call; a demand is told of as the call that it is. */
function refusedOutcome(call: CallNode | undefined): Found | null {
  if (!call || calledSafeguard(call) !== null) return null;
  const name = lastName(call.callee) ?? "";
  const family = callFamily(call);
  return family === null
    ? null
    : { family, what: dottedPath(call.callee) ?? name, about: rootOf(subjectsOf(call)[0] ?? null) };
}

function sessionsEnded(node: CallNode, { symbol }: Around): Found | null {
  const name = lastName(node.callee) ?? "";
  if (symbol === null || node.construct || !endsSessions(name, symbol)) return null;
  return { family: "session", what: dottedPath(node.callee) ?? name, about: null };
}

function calledSafeguard(node: CallNode): Found | null {
  const name = lastName(node.callee);
  if (name === null || node.construct) return null;
  const path = () => dottedPath(node.callee) ?? name;
  const subjects = () => node.arguments.flatMap(({ value }) => subjectsOf(value));
  const given = () => subjects()[0] ?? null;
  const family = safeguardCalled(name, { path, given });
  if (family === null) return null;
  return { family, what: path(), about: family === "permission" ? aboutBesideCaller(subjects()) : rootOf(given()) };
}

function refusal(node: IfNode): Found | null {
  const { condition, consequence } = node;
  if (!leaves(consequence) && !answersWithStatus(consequence)) return guardedBy(node);
  if (givesBackTested(node)) return null;
  const family = familyAsked(condition) ?? (refusesCaller(node) ? "permission" : null);
  if (family === null) return refusedValue(condition);
  const about = family === "permission" ? aboutRight(condition) : aboutOf(condition);
  return { family, what: longestPaths(condition).join(" "), about };
}

/** A value that is refused because no list of what is let in holds it. */
function refusedValue(condition: SyntaxNode): Found | null {
  const listed = refusedUnlisted(condition);
  if (listed === null) return null;
  const about = rootOf(subjectsOf(listed.value)[0] ?? null);
  return {
    family: listed.family,
    what: longestPaths(condition).join(" "),
    about: listed.family === "permission" && isCaller(about) ? null : about,
  };
}

/** What is done only where a question about rights or an address is answered with yes, and everywhere when that is gone. */
function guardedBy(node: IfNode): Found | null {
  const step = guardedStep(node);
  if (step === null) return null;
  for (const part of demandedParts(node.condition)) {
    const family = part.type === "text" ? null : askedPlainly(part);
    if (family === "permission" || family === "address") {
      return { family, what: longestPaths(node.condition).join(" "), about: step };
    }
  }
  return null;
}

function aboutOf(condition: SyntaxNode): string | null {
  return comparedIn(subjectsOf(condition)[0] ?? null);
}

/** What a refusal of rights is about; the answer to a question that was asked before is about whoever calls. */
function aboutRight(condition: SyntaxNode): string | null {
  const asked = condition.type === "not" ? condition.operand : condition;
  const about = aboutOf(condition);
  return isCaller(about) || (asked.type === "name" && ANSWER.test(wordsOf(asked.name))) ? null : about;
}

const ANSWER = /^ (?:is|are|has|can|cannot|may|allowed|authori[sz]ed|permitted) /u;

import type { DeclaredField, FileSafeguards, Safeguard, SafeguardFamily } from "../../domain/fact.ts";
import { endsSessions, safeguardAsked, safeguardCalled } from "../controls/safeguard-names.ts";
import type { CallNode, IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, descendants, dottedPath, lastName, longestPaths } from "../syntax/walk.ts";
import { askedBefore, asksRights } from "./asked-before.ts";
import { runsInBrowser } from "./browser-code.ts";
import { declaredField } from "./declared-rules.ts";
import { answersWithStatus, leaves } from "./guards.ts";
import type { ModuleModel, NamedFunction } from "./module-model.ts";
import { type Around, comparedIn, originOf, recordOf, rootOf, subjectsOf } from "./safeguard-subjects.ts";
import { usedInside } from "./guarded-use.ts";
import { helperCalls } from "./helper-calls.ts";
import { type Found, knownSafeguard, rightTaken, tokenDemanded } from "./known-safeguards.ts";
import { isOwnerField, wordsOf } from "./words.ts";

/** The calls and refusals of a file whose words say that they keep something harmful out. */
export function safeguardsIn(module: ModuleModel): FileSafeguards {
  const functions = new Map(module.functions.map((one) => [one.node as SyntaxNode, one]));
  const collection: Collection = { functions, module, uses: [], fields: [], asked: new Map(), made: new Map() };
  collect(module.root, OUTSIDE, collection);
  const isRuby = module.language.id === "ruby";
  const real = collection.uses.filter(({ what }) => !(isRuby && JOINS_MARKUP.test(what)));
  const uses = runsInBrowser(module) ? real.filter(({ family }) => OF_PAGES.has(family)) : real;
  const symbols = module.functions.map(({ symbol }) => symbol);
  return { uses, fields: collection.fields, symbols, helped: helperCalls(module, uses) };
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
  /** The calls whose outcome refusals ask about. */
  readonly asked: Map<SyntaxNode, CallNode>;
  /** What the variables of the function hold that is read. */
  made: Map<string, SyntaxNode>;
}

function collect(node: SyntaxNode, outer: Around, collection: Collection): void {
  const named = collection.functions.get(node);
  const around = named ? { symbol: named.symbol, receiver: named.node.receiver ?? null } : outer;
  if (named) collection.made = new Map();
  if (isGo(collection.module)) noteAsked(node, collection);
  const found = safeguardOf(node, around, collection);
  const { symbol } = around;
  const place = { symbol, startLine: node.startLine, endLine: lastLine(node) };
  if (found) collection.uses.push({ ...found, ...madeFrom(found, around, collection), ...place });
  noteField(node, symbol, collection);
  for (const child of childrenOf(node)) collect(child, around, collection);
}

/** What a value was made from that is asked about, where it was made for that alone. */
function madeFrom({ about }: Found, { receiver }: Around, { made, module }: Collection): Pick<Safeguard, "from"> {
  const isNoValue = (root: string) => root === receiver || module.imports.has(root);
  const from = about === null ? null : originOf(about, made, isNoValue);
  return from === null ? {} : { from };
}

function noteAsked(node: SyntaxNode, { asked, made }: Collection): void {
  if (node.type === "assign" && node.target.type === "name") made.set(node.target.name, node.value);
  if (node.type !== "group") return;
  for (const [refusing, call] of askedBefore(node.children)) asked.set(refusing, call);
}

function noteField(node: SyntaxNode, symbol: string | null, { fields, uses }: Collection): void {
  const field = declaredField(node);
  // A variable of a function is no field.
  if (!field || (node.type === "assign" && symbol !== null)) return;
  fields.push({ name: field.name, symbol, startLine: field.startLine });
  uses.push(...field.rules.map((rule) => ({ ...rule, symbol })));
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
  const given = () => node.arguments.flatMap(({ value }) => subjectsOf(value))[0] ?? null;
  const family = safeguardCalled(name, { path, given });
  return family === null ? null : { family, what: path(), about: rootOf(given()) };
}

function refusal(node: IfNode): Found | null {
  if (!leaves(node.consequence) && !answersWithStatus(node.consequence)) return null;
  if (givesBackTested(node)) return null;
  for (const part of descendants(node.condition)) {
    const family = askedBy(part);
    if (family === null || (family === "file" && isOfAddress(part, node.condition))) continue;
    const paths = longestPaths(node.condition);
    return { family, what: paths.join(" "), about: comparedIn(subjectsOf(node.condition)[0] ?? null) };
  }
  return null;
}

/** `if (path.indexOf("http") !== 0) return path;` lets through whatever begins in another way. */
function givesBackTested({ condition, consequence }: IfNode): boolean {
  const last = consequence.type === "group" ? consequence.children.at(-1) : consequence;
  const returned = last?.type === "exit" && last.how === "return" && last.value ? dottedPath(last.value) : null;
  return returned !== null && [...descendants(condition)].some((part) => beginsOtherwise(part, returned));
}

function beginsOtherwise(node: SyntaxNode, path: string): boolean {
  const asked = deniedIn(node);
  if (asked?.type !== "call" || !BEGINS.test(lastName(asked.callee) ?? "")) return false;
  const about = asked.callee.type === "member" ? asked.callee.object : asked.arguments[0]?.value;
  return about !== undefined && dottedPath(about) === path;
}

/** What must not hold: the operand of `not`, the left side of `!==`. */
function deniedIn(node: SyntaxNode): SyntaxNode | null {
  if (node.type === "not") return node.operand;
  return node.type === "binary" && /^!==?$/u.test(node.operator) ? node.left : null;
}

const BEGINS = /^(?:startsWith|startswith|starts_with|start_with\?|str_starts_with|HasPrefix|indexOf|strpos|stripos)$/u;

const MEMBERSHIP =
  /^(?:includes|startsWith|startswith|start_with\?|endsWith|endswith|include\?|contains|has|isAbsolute|isabs|is_relative_to|relative|test|match|match\?)$/u;
const PLACES = / (?:path|paths|filename|dir|directory|root|base|folder|file) /u;

function askedBy(node: SyntaxNode): SafeguardFamily | null {
  if (node.type === "text") return textFamily(node.value);
  if (node.type === "binary") return comparedFamily(node.left) ?? comparedFamily(node.right);
  if (node.type !== "call") return node.type === "not" ? memberFamily(node.operand) : null;
  if (MEMBERSHIP.test(lastName(node.callee) ?? "")) return isAboutPlace(node) ? "file" : null;
  return callFamily(node);
}

function callFamily(node: CallNode): SafeguardFamily | null {
  return safeguardAsked(lastName(node.callee) ?? "") ?? (asksRights(node) ? "permission" : null);
}

/** The path of an address is the place of no file. */
const OF_ADDRESS =
  /(?:^|\.)(?:url|uri|req|request|ctx|context|c|r|location|route|router)(?:\(\))?\.\w*path\w*(?:\(\))?(?:\.\w+)?$/iu;

function isAboutPlace(node: SyntaxNode): boolean {
  return longestPaths(node).some((path) => PLACES.test(wordsOf(path)));
}

/** One question of several that asks which page was called, and keeps nobody from a file by itself. */
function isOfAddress(part: SyntaxNode, condition: SyntaxNode): boolean {
  const places = longestPaths(part).filter((path) => PLACES.test(wordsOf(path)));
  return condition.type === "binary" && places.length > 0 && places.every((path) => OF_ADDRESS.test(path));
}

/** What the parsers of Go say of a token: `!token.Valid`. */
function isValidToken(node: SyntaxNode): boolean {
  return node.type === "member" && node.property === "Valid" && /token$/iu.test(lastName(node.object) ?? "");
}

function memberFamily(node: SyntaxNode): SafeguardFamily | null {
  if (isValidToken(node)) return "identity";
  return node.type === "member" || node.type === "name" ? safeguardAsked(lastName(node) ?? "") : null;
}

function textFamily(text: string): SafeguardFamily | null {
  if (/^(?:__proto__|prototype|constructor)$/u.test(text)) return "property";
  if (/^[/\\]?\.\.[/\\]?$/u.test(text)) return "file";
  return /^(?:https?:?|javascript:|file:|localhost|127\.0\.0\.1|::1)(?:\/\/)?$/u.test(text) ? "address" : null;
}

/** Owners, roles and the parts of an address are compared by their names. */
function comparedFamily(node: SyntaxNode): SafeguardFamily | null {
  if (node.type !== "member") return null;
  if (isOwnerField(node.property) || / (?:role|roles) $/u.test(wordsOf(node.property))) return "permission";
  return /^(?:protocol|hostname|netloc|scheme)$/u.test(node.property) ? "address" : null;
}

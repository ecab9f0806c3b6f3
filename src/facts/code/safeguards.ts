import type { DeclaredField, FileSafeguards, Safeguard, SafeguardFamily } from "../../domain/fact.ts";
import { safeguardAsked, safeguardCalled } from "../controls/safeguard-names.ts";
import type { CallNode, IfNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { childrenOf, descendants, dottedPath, lastName, longestPaths } from "../syntax/walk.ts";
import { runsInBrowser } from "./browser-code.ts";
import { declaredField } from "./declared-rules.ts";
import { answersWithStatus, leaves } from "./guards.ts";
import { demandedParts, guardedStep } from "./guarded-steps.ts";
import { refusedUnlisted } from "./listed-values.ts";
import { madeOf } from "./made-of.ts";
import type { ModuleModel } from "./module-model.ts";
import { refusesCaller } from "./refused-callers.ts";
import { aboutBesideCaller, comparedIn, isCaller, rootOf, subjectsOf } from "./subjects.ts";
import { isOwnerField, wordsOf } from "./words.ts";
import { writtenOut } from "./written-out.ts";

/** The calls and refusals of a file whose words say that they keep something harmful out. */
export function safeguardsIn(module: ModuleModel): FileSafeguards {
  const symbols = new Map(module.functions.map(({ node, symbol }) => [node as SyntaxNode, symbol]));
  const found: Pick<Collection, "uses" | "fields"> = { uses: [], fields: [] };
  collect(module.root, null, { symbols, made: new Map(), beside: new Map(), ...found });
  const isRuby = module.language.id === "ruby";
  const real = found.uses.filter(({ what }) => !(isRuby && JOINS_MARKUP.test(what)));
  const uses = runsInBrowser(module) ? real.filter(({ family }) => OF_PAGES.has(family)) : real;
  return { uses, fields: found.fields, symbols: [...symbols.values()] };
}

/** Rails joins pieces of markup by the name by which others join paths. */
const JOINS_MARKUP = /(?:^|\.)safe_join$/u;
/** What runs in the browser of whoever calls keeps nobody from a file or a right: only what pages show and where they lead. */
const OF_PAGES: ReadonlySet<SafeguardFamily> = new Set(["markup", "redirect", "address"]);

interface Collection {
  readonly symbols: ReadonlyMap<SyntaxNode, string>;
  readonly uses: Safeguard[];
  readonly fields: DeclaredField[];
  /** What addresses and paths in variables were made of. */
  readonly made: Map<string, string>;
  /** The last handler beside what is given to the same call. */
  readonly beside: Map<SyntaxNode, string>;
}

function collect(node: SyntaxNode, symbol: string | null, collection: Collection): void {
  const within = collection.symbols.get(node) ?? symbol;
  if (node.type === "call") noteBeside(node, collection);
  const found = safeguardOf(node);
  if (found) collection.uses.push(placed(node, found, within, collection));
  const made = node.type === "assign" ? madeOf(node) : null;
  if (made !== null) collection.made.set(made.name, made.source);
  const written = writtenOut(node);
  collection.uses.push(...written.uses.map((use) => ({ ...use, symbol: within })));
  collection.fields.push(...written.holders.map((holder) => ({ ...holder, symbol: within })));
  collectField(node, within, collection);
  for (const child of childrenOf(node)) collect(child, within, collection);
}

/** A guard in a list of handlers keeps callers from the last one. */
function noteBeside({ arguments: given }: CallNode, { beside }: Collection): void {
  const last = given.at(-1)?.value;
  const handler = last && (last.type === "name" || last.type === "member") ? lastName(last) : null;
  if (handler === null) return;
  for (const { value } of given) if (value.type === "call") beside.set(value, handler);
}

function placed(node: SyntaxNode, found: Found, symbol: string | null, { made, beside }: Collection): Safeguard {
  const about = found.about ?? beside.get(node) ?? null;
  const source = made.get(about ?? "");
  const place = { symbol, startLine: node.startLine, endLine: lastLine(node) };
  return { ...found, about, ...(source === undefined ? {} : { madeOf: source }), ...place };
}

function collectField(node: SyntaxNode, symbol: string | null, { uses, fields }: Collection): void {
  const field = declaredField(node);
  // A variable of a function is no field.
  if (field === null || (node.type === "assign" && symbol !== null)) return;
  fields.push({ name: field.name, symbol, startLine: field.startLine });
  uses.push(...field.rules.map((rule) => ({ ...rule, symbol })));
}

/** A refusal is its condition; what the branch does is not what guards. */
function lastLine(node: SyntaxNode): number {
  return node.type === "if" ? node.condition.endLine : node.endLine;
}

type Found = Pick<Safeguard, "family" | "what" | "about">;

function safeguardOf(node: SyntaxNode): Found | null {
  if (node.type === "call") return calledSafeguard(node);
  return node.type === "if" ? refusal(node) : null;
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

function familyAsked(condition: SyntaxNode): SafeguardFamily | null {
  for (const part of descendants(condition)) {
    const family = askedBy(part);
    if (family !== null && !(family === "file" && isOfAddress(part, condition))) return family;
  }
  return null;
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

/** A question by its name, or a comparison of parts that have one. */
function askedPlainly(node: SyntaxNode): SafeguardFamily | null {
  if (node.type === "binary" && !/^={2,3}$/u.test(node.operator)) return null;
  if (node.type === "binary" || node.type === "call") return askedBy(node);
  return /^ (?:is|has|can|may) /u.test(wordsOf(lastName(node) ?? "")) ? memberFamily(node) : null;
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
  const name = lastName(node.callee) ?? "";
  if (MEMBERSHIP.test(name)) return isAboutPlace(node) ? "file" : null;
  return safeguardAsked(name);
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

function memberFamily(node: SyntaxNode): SafeguardFamily | null {
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

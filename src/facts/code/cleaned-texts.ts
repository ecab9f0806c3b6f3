import type { SafeguardFamily } from "../../domain/fact.ts";
import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { dottedPath, lastName } from "../syntax/walk.ts";
import { wordsOf } from "./words.ts";

/** A text that is freed of signs which mean something to what gets it. */
export interface CleanedText {
  readonly family: SafeguardFamily;
  readonly pattern: string;
  /** The text that is cleaned. */
  readonly of: SyntaxNode;
}

const PLACES = / (?:path|paths|pathname|filename|file name|filepath|file|dir|directory|folder|key) /u;

/** Patterns of signs, by what the signs mean something to; the first one that fits counts. */
const SIGNS: readonly (readonly [SafeguardFamily, (pattern: string) => boolean])[] = [
  ["file", (pattern) => pattern.includes("\\.\\.")],
  ["statement", (pattern) => signsOfShell(pattern) > 1],
  ["markup", (pattern) => /[<>]|javascript:|<script/iu.test(withoutGroups(pattern)) && !/^\/?=>/u.test(pattern)],
];

/** Names of files that somebody else chose. */
const GIVEN_NAME =
  / (?:filename|file name|originalname|original name|upload|uploaded|attachment|name|param|params|query) $/u;

/** The name that `path.basename(file.originalname)` keeps of a path. */
export function onlyNameOf(node: CallNode): SyntaxNode | null {
  const [given] = node.arguments.map(({ value }) => value);
  if (!given || !/(?:^|\.)basename$/u.test(dottedPath(node.callee) ?? "")) return null;
  return GIVEN_NAME.test(wordsOf(lastName(given) ?? "")) ? given : null;
}

/** What a call of `replace` takes out of a text: `name.replace(/\.\.\//g, "")`; `null` where signs only change their look. */
export function cleanedText(node: CallNode): CleanedText | null {
  const [pattern, put] = node.arguments.map(({ value }) => value);
  if (node.callee.type !== "member" || !/^replace(?:All)?$/u.test(node.callee.property)) return null;
  if (pattern?.type !== "literal" || !pattern.text.startsWith("/") || !isHarmless(put)) return null;
  const family = SIGNS.find(([, fits]) => fits(pattern.text))?.[0] ?? keptSigns(pattern.text, node.callee.object);
  return family === null ? null : { family, pattern: pattern.text, of: node.callee.object };
}

/** Nothing, one sign, or the same in a form that means nothing. */
function isHarmless(put: SyntaxNode | undefined): boolean {
  return put?.type === "text" && (put.value.length <= 1 || /^(?:&\w+;|\\\\?\$&)$/u.test(put.value));
}

/** Names and conditions of groups are no signs of a text. */
function withoutGroups(pattern: string): string {
  return pattern.replaceAll(/\(\?<?[=!:]?(?:\w+>)?/gu, "(");
}

function signsOfShell(pattern: string): number {
  const signs = pattern.match(/[;`]|\\[|$]|\[[^\]]*[|$]/gu) ?? [];
  return new Set(signs.map((sign) => sign.at(-1))).size;
}

/** `fileName.replace(/[^a-z0-9.]/gi, "_")` keeps the signs of a name alone. */
function keptSigns(pattern: string, of: SyntaxNode): SafeguardFamily | null {
  const isWhole = /^\/\[\^[^\]]+\][+*]?\/[a-z]*$/u.test(pattern);
  return isWhole && PLACES.test(wordsOf(dottedPath(of) ?? "")) ? "file" : null;
}

import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { literalText } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { gluedParts } from "./glued-parts.ts";

const SHELLS = /(?:^|\/)(?:(?:ba|z|da|k|a)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)$/iu;

/**
 * What a call gives to a program word by word, without a shell between them; the program itself is left out.
 * `null` where a shell reads it, where the program is not fixed, or where all of it is one text.
 */
export function programWords(node: CallNode, flow: Flow, isProgramKnown: boolean): readonly SyntaxNode[] | null {
  const words = node.arguments
    .filter(({ name }) => name === null || name === "args")
    .flatMap(({ value }) => separate(value, flow));
  if (isProgramKnown) return words;
  const program = words.findIndex((word) => literalText(word) !== null);
  // A context may stand before the program.
  const isFirst = program === 0 || (program === 1 && flow.calleeOf(node).endsWith("Context"));
  const given = words.slice(program + 1);
  if (!isFirst || given.length === 0 || SHELLS.test(literalText(words[program] ?? node) ?? "")) return null;
  return given;
}

function separate(value: SyntaxNode, flow: Flow): SyntaxNode[] {
  const node = flow.definitionOf(value);
  if (node.type === "list") return [...node.items];
  // Settings and callbacks are no words.
  return node.type === "object" || node.type === "function" ? [] : [value];
}

/** The word that a caller may begin with a dash, so that the program takes it for an option. */
export function optionAmong(words: readonly SyntaxNode[], flow: Flow): SyntaxNode | null {
  for (const [index, word] of words.entries()) {
    const before = literalText(words[index - 1] ?? word) ?? "";
    if (index > 0 && /^--(?:end-of-options)?$/u.test(before)) return null;
    const [first] = gluedParts(flow.definitionOf(word));
    const isOpen = first !== undefined && flow.valueOf(first).source !== null;
    // What follows an option is its value.
    if (isOpen && !(index > 0 && before.startsWith("-"))) return word;
  }
  return null;
}

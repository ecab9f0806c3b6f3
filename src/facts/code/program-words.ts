import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { literalText } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { gluedParts } from "./glued-parts.ts";

/** Programs that run what they are given: shells and the interpreters of languages. */
const RUNNERS =
  /(?:^|[\\/])(?:(?:ba|z|da|k|a)?sh|cmd|powershell|pwsh|python[\d.]*|node|deno|bun|perl|ruby|php|osascript)(?:\.exe)?$/iu;
/** What stands before code on the command line of such a program. */
const CODE_SWITCH = /^(?:-[a-z]*[cer]|--?(?:eval|command|print)|eval|\/[ck])$/iu;

/** The words of a call that starts a program without a shell between them; the program itself is left out. */
export interface ProgramWords {
  readonly words: readonly SyntaxNode[];
  /** `code`: the one word is run by the program; `script`: words for a fixed script; else the program's own. */
  readonly reader: "code" | "script" | "program";
}

/** Reads the words of a call; `null` where the program or its script is not fixed, or where all of it is one text. */
export function programWords(node: CallNode, flow: Flow, isProgramKnown: boolean): ProgramWords | null {
  const words = node.arguments
    .filter(({ name }) => name === null || name === "args")
    .flatMap(({ value }) => separate(value, flow));
  if (isProgramKnown) return { words, reader: "program" };
  const fixed = words.map((word) => literalText(flow.definitionOf(word)));
  const program = fixed.findIndex((text) => text !== null);
  // A context may stand before the program.
  const isFirst = program === 0 || (program === 1 && flow.calleeOf(node).endsWith("Context"));
  const given = words.slice(program + 1);
  if (!isFirst || given.length === 0) return null;
  return RUNNERS.test(fixed[program] ?? "")
    ? wordsForRunner(given, fixed.slice(program + 1))
    : { words: given, reader: "program" };
}

/** What follows code are its own parameters, and so is what follows a script. */
function wordsForRunner(words: readonly SyntaxNode[], fixed: readonly (string | null)[]): ProgramWords | null {
  const at = fixed.findIndex((text) => text === null || !text.startsWith("-") || CODE_SWITCH.test(text));
  const code = words[at + 1];
  if (CODE_SWITCH.test(fixed[at] ?? "") && code) return { words: [code], reader: "code" };
  return typeof fixed[at] === "string" ? { words, reader: "script" } : null;
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

import type { CallNode, SyntaxNode } from "../syntax/syntax-node.ts";
import { literalText } from "../syntax/walk.ts";
import type { Flow } from "./flow.ts";
import { gluedParts } from "./glued-parts.ts";

/** A program that runs what it is given, and what stands before code on its command line. */
interface Runner {
  readonly program: RegExp;
  readonly code: RegExp;
  /** A shell reads more in the words of a script than the script does. */
  readonly isShell?: true;
}

const RUNNERS: readonly Runner[] = [
  { program: /(?:^|[\\/])(?:ba|z|da|k|a)?sh$/u, code: /^-[a-z]*c$/u, isShell: true },
  { program: /(?:^|[\\/])(?:cmd|CMD)(?:\.exe)?$/u, code: /^\/[ckCK]$/u, isShell: true },
  {
    program: /(?:^|[\\/])(?:powershell|pwsh)(?:\.exe)?$/iu,
    code: /^-(?:c|command|e|ec|enc\w*)$/iu,
    isShell: true,
  },
  { program: /(?:^|[\\/])python[\d.]*(?:\.exe)?$/u, code: /^-[A-Za-z]*c$/u },
  { program: /(?:^|[\\/])(?:node|deno|bun)(?:\.exe)?$/u, code: /^(?:-e|-p|-pe|--eval|--print|eval)$/u },
  { program: /(?:^|[\\/])(?:perl|ruby|osascript)$/u, code: /^-[a-z]*[eE]$/u },
  { program: /(?:^|[\\/])php[\d.]*$/u, code: /^-r$/u },
];
const SCRIPT = /\.(?:[cm]?[jt]s|py|rb|php|pl|sh|bash|ps1)$/iu;

/** The words of a call that starts a program without a shell between them; the program itself is left out. */
export interface ProgramWords {
  readonly words: readonly SyntaxNode[];
  /** `code`: the words are run; `script`: words for a fixed script; else those of the program. */
  readonly reader: "code" | "script" | "program";
}

/** Reads the words of a call; `null` where the program is not fixed, a shell reads a file, or all of it is one text. */
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
  const code = codeAmong(words, fixed);
  return code.length > 0 ? { words: code, reader: "code" } : ofProgram(given, fixed.slice(program));
}

/** The words of a program that runs none of them; `null` where a shell reads a file. */
function ofProgram(words: readonly SyntaxNode[], [program, ...fixed]: readonly (string | null)[]): ProgramWords | null {
  const runner = runnerOf(program ?? null);
  if (runner?.isShell) return null;
  const script = fixed.find((text) => text === null || !text.startsWith("-"));
  return { words, reader: runner && SCRIPT.test(script ?? "") ? "script" : "program" };
}

function runnerOf(text: string | null): Runner | undefined {
  return text === null ? undefined : RUNNERS.find(({ program }) => program.test(text));
}

/** What runners take for code, wherever they stand: `docker exec box sh -c …`. What follows the code are its parameters. */
function codeAmong(words: readonly SyntaxNode[], fixed: readonly (string | null)[]): SyntaxNode[] {
  return fixed.flatMap((program, first) => {
    const runner = runnerOf(program);
    const places = fixed.flatMap((text, at) => (at > first && text !== null && runner?.code.test(text) ? [at] : []));
    return places.flatMap((place) => {
      const behind = fixed.findIndex((text, at) => at > place && !text?.startsWith("-"));
      return words[behind] ?? [];
    });
  });
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

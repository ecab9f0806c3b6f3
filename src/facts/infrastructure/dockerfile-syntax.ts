import { linesOf } from "../../domain/change-set.ts";

/** One instruction of a Dockerfile with its continuation lines and here-documents. */
export interface Instruction {
  /** In upper case. */
  readonly keyword: string;
  /** Options before the arguments, such as `--from=build`. */
  readonly options: readonly string[];
  /** Arguments as one text: continuation marks and comment lines removed, line breaks kept. */
  readonly text: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** The 1-based line of the file that each line of `text` comes from. */
  readonly textLines: readonly number[];
}

interface Line {
  readonly text: string;
  readonly number: number;
}

const HEREDOC = /<<-?\s*(["']?)([A-Za-z_]\w*)\1/gu;
const HEREDOC_KEYWORDS = new Set(["RUN", "COPY", "ADD"]);

/** Splits a Dockerfile into instructions; lines that are none are left out. */
export function parseDockerfile(text: string): Instruction[] {
  const lines = linesOf(text).map((line, index) => ({ text: line, number: index + 1 }));
  const escape = escapeCharacter(lines);
  const instructions: Instruction[] = [];
  for (let at = 0; at < lines.length;) {
    const taken = takeInstruction(lines, at, escape);
    const instruction = instructionOf(taken);
    if (instruction) instructions.push(instruction);
    at += Math.max(1, taken.length);
  }
  return instructions;
}

/** The 1-based line of the file where this offset of an instruction's text lies. */
export function lineAtOffset(
  instruction: Pick<Instruction, "text" | "startLine" | "textLines">,
  offset: number,
): number {
  const index = instruction.text.slice(0, offset).split("\n").length - 1;
  return instruction.textLines[index] ?? instruction.startLine;
}

function escapeCharacter(lines: readonly Line[]): string {
  const directive = lines.slice(0, 5).map((line) => /^#\s*escape\s*=\s*([\\`])/iu.exec(line.text)?.[1]);
  return directive.find((character) => character !== undefined) ?? "\\";
}

/** The lines of the instruction that starts here, comment lines inside it included. */
function takeInstruction(lines: readonly Line[], start: number, escape: string): Line[] {
  const taken: Line[] = [];
  for (let at = start; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line) break;
    taken.push(line);
    const comment = isComment(line.text);
    if (comment && taken.length === 1) return taken;
    if (!comment && !line.text.trimEnd().endsWith(escape)) break;
  }
  return [...taken, ...takeHeredocs(lines, start + taken.length, taken)];
}

function takeHeredocs(lines: readonly Line[], start: number, head: readonly Line[]): Line[] {
  const text = head.map((line) => line.text).join("\n");
  if (!HEREDOC_KEYWORDS.has(keywordOf(text))) return [];
  const endings = [...text.matchAll(HEREDOC)].flatMap((match) => match[2] ?? []);
  let end = start;
  for (const ending of endings) {
    const found = lines.findIndex((line, index) => index >= end && line.text.trim() === ending);
    if (found === -1) return [];
    end = found + 1;
  }
  return lines.slice(start, end);
}

function instructionOf(taken: readonly Line[]): Instruction | null {
  const [first] = taken;
  const last = taken.at(-1);
  if (!first || !last || !/^\s*[A-Za-z]+(\s|$)/u.test(first.text)) return null;
  const kept = taken.filter((line, index) => index === 0 || !isComment(line.text));
  const lines = kept.map((line) => line.text.replace(/[\\`]\s*$/u, "").trim());
  const keyword = keywordOf(first.text);
  const [head = "", ...rest] = lines;
  const { options, text } = withoutOptions(head.slice(keyword.length).trim());
  return {
    keyword,
    options,
    text: [text, ...rest].join("\n"),
    startLine: first.number,
    endLine: last.number,
    textLines: kept.map((line) => line.number),
  };
}

function withoutOptions(text: string): { options: string[]; text: string } {
  const options: string[] = [];
  let rest = text;
  for (let match = /^--[\w-]+(=\S*)?\s*/u.exec(rest); match; match = /^--[\w-]+(=\S*)?\s*/u.exec(rest)) {
    options.push(match[0].trim());
    rest = rest.slice(match[0].length);
  }
  return { options, text: rest };
}

function keywordOf(text: string): string {
  return (/^\s*([A-Za-z]+)/u.exec(text)?.[1] ?? "").toUpperCase();
}

function isComment(line: string): boolean {
  return /^\s*#/u.test(line);
}

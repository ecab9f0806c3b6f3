import type { Command } from "./command.ts";

const PREFIX = "/threatmodel";
const LONGEST_LINE = 500;
const MOST_ARGUMENTS = 80;

/** The first line of a comment that is a command of ours, outside quotes, code fences and HTML comments; or `null`. */
export function parseCommand(body: string): Command | null {
  const written = body.slice(0, 65_536).replace(/<!--[\s\S]*?(?:-->|$)/gu, "");
  const line = linesOutsideFences(written).find((candidate) => /^\/threatmodel(?:\s|$)/u.test(candidate));
  if (line === undefined || line.length > LONGEST_LINE) return null;
  return parseCommandLine(line.slice(PREFIX.length));
}

/** A command line without its leading `/threatmodel`; without a word it asks for a new run. */
export function parseCommandLine(text: string): Command {
  const [name = "run", ...args] = text.slice(0, LONGEST_LINE).split(/\s+/u).filter(Boolean);
  return { name: name.toLowerCase(), args: args.slice(0, MOST_ARGUMENTS) };
}

function linesOutsideFences(text: string): string[] {
  const outside: string[] = [];
  let fence: string | null = null;
  for (const line of text.split(/\r\n?|\n/u)) {
    const mark = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1];
    if (fence === null && mark === undefined) outside.push(line);
    if (fence === null) fence = mark ?? null;
    else if (mark?.startsWith(fence) && line.trim() === mark) fence = null;
  }
  return outside;
}

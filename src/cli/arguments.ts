import { parseArgs } from "node:util";
import { UsageError } from "../domain/errors.ts";
import { nearest } from "../domain/nearest.ts";
import type { CliCommand, CommandInput } from "./command.ts";

/** Finds the command that the first one or two words name. Throws `UsageError` with the nearest one. */
export function findCommand(
  words: readonly string[],
  commands: readonly CliCommand[],
): { readonly command: CliCommand; readonly rest: readonly string[] } {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(" ");
    const command = commands.find((candidate) => candidate.name === name);
    if (command) return { command, rest: words.slice(length) };
  }
  const [first = "", second] = words;
  const group = commands.find((command) => command.name.startsWith(`${first} `));
  const typed = group && second !== undefined ? `${first} ${second}` : first;
  const close =
    group?.name ??
    nearest(
      typed,
      commands.map((command) => command.name),
    );
  throw new UsageError(`There is no command "${typed}"${suggest(close, "`threatdiff help` lists them")}`);
}

/** Checks the words after a command's name against its options. Throws `UsageError` for anything it does not know. */
export function parseInput(command: CliCommand, words: readonly string[]): CommandInput {
  const types = Object.entries(command.options).map(
    ([name, option]) => [name, { type: typeOf(option.value) }] as const,
  );
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(types),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string> = {};
  const switches = new Set<string>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const value = checkOption(command, token);
    if (value === null) switches.add(token.name);
    else values[token.name] = value;
  }
  const extra = operands[command.operands?.length ?? 0];
  if (extra !== undefined) throw new UsageError(`\`threatdiff ${command.name}\` does not take "${extra}".`);
  return { values, switches, operands };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

/** The value of an option, or `null` for a switch. */
function checkOption(command: CliCommand, { name, rawName, value, inlineValue }: OptionToken): string | null {
  const option = Object.hasOwn(command.options, name) && rawName.startsWith("--") ? command.options[name] : undefined;
  if (option === undefined) {
    const close = nearest(
      rawName,
      Object.keys(command.options).map((known) => `--${known}`),
    );
    const help = `\`threatdiff help ${command.name}\` lists the options`;
    throw new UsageError(`\`threatdiff ${command.name}\` has no option ${rawName}${suggest(close, help)}`);
  }
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`${rawName} is a switch and takes no value.`);
    return null;
  }
  const forgotten = value === undefined || value === "" || (value.startsWith("-") && inlineValue !== true);
  if (forgotten) throw new UsageError(`${rawName} needs a value: ${rawName} ${option.value}.`);
  return value;
}

function typeOf(value: string | undefined): "string" | "boolean" {
  return value === undefined ? "boolean" : "string";
}

function suggest(close: string | null, otherwise: string): string {
  return close === null ? `; ${otherwise}.` : `; did you mean ${close}?`;
}

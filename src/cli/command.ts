import type { Terminal } from "./terminal.ts";

/** Exit statuses that scripts rely on. */
export const EXIT = { ok: 0, gateFailed: 1, usage: 2, incomplete: 3 } as const;
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** One `--name`; with a `value` it takes one, without it is a switch. */
interface CliOption {
  /** What stands for the value in the help, such as `DIR`. */
  readonly value?: string;
  readonly description: string;
}

/** What a person typed after the command's name, checked against its options. */
export interface CommandInput {
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly switches: ReadonlySet<string>;
  readonly operands: readonly string[];
}

/** One command: a file in this folder and a line in `commands.ts`. What it needs is imported when it runs. */
export interface CliCommand {
  /** One or two words. */
  readonly name: string;
  /** One sentence without a full stop. */
  readonly summary: string;
  /** Names of operands in the help; none may follow the command beyond these. */
  readonly operands?: readonly string[];
  readonly options: Readonly<Record<string, CliOption>>;
  /** Answers the exit status. Throws `UsageError` and `ConfigError` for the person, anything else for a run that failed. */
  run(input: CommandInput, terminal: Terminal): Promise<ExitStatus>;
}

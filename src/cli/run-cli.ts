import { ConfigError, ThreatModelError, UsageError } from "../domain/errors.ts";
import { findCommand, parseInput } from "./arguments.ts";
import { EXIT, type ExitStatus } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { explainCommand, overview } from "./help.ts";
import type { Terminal } from "./terminal.ts";

/** Runs one command line and answers its exit status; every error becomes a sentence on standard error. */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<ExitStatus | typeof INTERRUPTED> {
  try {
    return await dispatch(words, terminal);
  } catch (error) {
    if (terminal.signal.aborted) return INTERRUPTED;
    terminal.say(`threatdiff: ${describe(error)}`);
    return error instanceof UsageError || error instanceof ConfigError ? EXIT.usage : EXIT.incomplete;
  }
}

/** What shells use for a program that was ended by Ctrl-C. */
const INTERRUPTED = 130;

async function dispatch(words: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const [first] = words;
  if (first === "--version" || first === "-V") return printVersion(terminal);
  if (first === "help" || first === "--help" || first === "-h") return printHelp(words.slice(1), terminal);
  if (first === undefined) {
    terminal.say(overview(COMMANDS).trimEnd());
    return EXIT.usage;
  }
  const { command, rest } = findCommand(words, COMMANDS);
  if (rest.includes("--help") || rest.includes("-h")) return printHelp([command.name], terminal);
  return command.run(parseInput(command, rest), terminal);
}

async function printVersion(terminal: Terminal): Promise<ExitStatus> {
  const { ENGINE_VERSION } = await import("../config/version.ts");
  await terminal.write(`${ENGINE_VERSION}\n`);
  return EXIT.ok;
}

async function printHelp(topic: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const words = topic.flatMap((word) => word.split(" "));
  const text = words.length === 0 ? overview(COMMANDS) : explainCommand(findCommand(words, COMMANDS).command);
  await terminal.write(text);
  return EXIT.ok;
}

/** A fault of ours keeps its stack: it is what a report of it needs. */
function describe(error: unknown): string {
  if (error instanceof ConfigError) {
    const place = error.line === null ? error.path : `${error.path}:${error.line}`;
    return `${place} ${error.message}`;
  }
  if (error instanceof ThreatModelError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

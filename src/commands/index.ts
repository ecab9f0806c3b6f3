import { codeSpan } from "../render/escape.ts";
import type { Answer, Asker, Command, CommandContext, SlashCommand } from "./command.ts";
import { explain } from "./explain.ts";
import { helpFor } from "./help.ts";
import { run } from "./run.ts";

const help = helpFor([explain, run]);

/** Every slash command, in the order of the help. */
export const COMMANDS: readonly SlashCommand[] = [explain, run, help];

/** What the worker does about a command. */
export interface CommandOutcome extends Answer {
  readonly kind: "answered" | "denied" | "unknown";
  /** True when the pull request must be analysed again. */
  readonly rerun: boolean;
}

/** Answers a command for the person who asked; pure, so that a repeated job gives the same answer. */
export function answerCommand(command: Command, asker: Asker, context: CommandContext): CommandOutcome {
  const known = COMMANDS.find((candidate) => candidate.name === command.name);
  if (!known) return { kind: "unknown", reply: unknownText(command, context), reaction: "confused", rerun: false };
  if (!mayUse(known, asker)) return { kind: "denied", reply: deniedText(known), reaction: "confused", rerun: false };
  return { kind: "answered", ...known.answer(command.args, context), rerun: known.reruns };
}

function mayUse(command: SlashCommand, { permission, isAuthor }: Asker): boolean {
  if (command.needs === "read") return permission !== "none";
  return permission === "admin" || permission === "write" || isAuthor;
}

function deniedText(command: SlashCommand): string {
  const who = command.needs === "read" ? "people who can read this repository" : "maintainers and the author";
  return `\`/threatmodel ${command.name}\` is for ${who}. A maintainer can run it for you.`;
}

function unknownText(command: Command, context: CommandContext): string {
  return `There is no command ${codeSpan(command.name, 40)}. These exist:\n\n${help.answer([], context).reply ?? ""}`;
}

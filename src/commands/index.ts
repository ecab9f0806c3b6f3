import { codeSpan } from "../render/escape.ts";
import { accept } from "./accept.ts";
import { answer } from "./answer.ts";
import type { Answer, Asker, Command, CommandContext, SlashCommand } from "./command.ts";
import { ask } from "./ask.ts";
import { config } from "./config.ts";
import { diagram } from "./diagram.ts";
import { dismiss } from "./dismiss.ts";
import { explain } from "./explain.ts";
import { fix } from "./fix.ts";
import { helpFor } from "./help.ts";
import { reopen } from "./reopen.ts";
import { run } from "./run.ts";
import { status } from "./status.ts";

const OTHERS: readonly SlashCommand[] = [
  accept,
  dismiss,
  reopen,
  answer,
  explain,
  fix,
  ask,
  diagram,
  status,
  config,
  run,
];
const help = helpFor(OTHERS);

/** Every slash command, in the order of the help. */
export const COMMANDS: readonly SlashCommand[] = [...OTHERS, help];

/** What the worker does about a command. */
export interface CommandOutcome extends Answer {
  readonly kind: "answered" | "denied" | "unknown";
  /** True when the pull request must be analysed again. */
  readonly rerun: boolean;
}

/** True when the command is about a threat and does not say which. */
export function lacksThreat({ name, args: [first = ""] }: Command): boolean {
  const isNamed = /^(?:all$|T-)/iu.test(first);
  return !isNamed && COMMANDS.some((command) => command.name === name && command.takesThreat === true);
}

/** Answers a command for the person who asked; pure, so that a repeated job gives the same answer. */
export function answerCommand(command: Command, asker: Asker, known: Omit<CommandContext, "asker">): CommandOutcome {
  const context = { ...known, asker };
  const found = COMMANDS.find((candidate) => candidate.name === command.name);
  if (!found) return { kind: "unknown", reply: unknownText(command, context), reaction: "confused", rerun: false };
  if (!mayUse(found, asker)) return { kind: "denied", reply: deniedText(found), reaction: "confused", rerun: false };
  return { kind: "answered", ...found.answer(command.args, context), rerun: found.reruns };
}

function mayUse(command: SlashCommand, { permission, isAuthor }: Asker): boolean {
  if (command.needs === "read") return permission !== "none";
  return permission === "admin" || permission === "write" || (isAuthor && command.needs === "write_or_author");
}

const MAY_USE: Record<SlashCommand["needs"], string> = {
  read: "people who can read this repository",
  write: "maintainers",
  write_or_author: "maintainers and the author",
};

function deniedText(command: SlashCommand): string {
  return `\`/threatmodel ${command.name}\` is for ${MAY_USE[command.needs]}. A maintainer can run it for you.`;
}

function unknownText(command: Command, context: CommandContext): string {
  return `There is no command ${codeSpan(command.name, 40)}. These exist:\n\n${help.answer([], context).reply ?? ""}`;
}

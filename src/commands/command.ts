import type { Decision } from "../domain/disposition.ts";
import type { ThreatReport } from "../domain/report.ts";
import type { Permission } from "../ports/code-host.ts";
import type { Disclosure } from "../render/disclosure.ts";

/** A slash command as someone wrote it, before anyone looked whether it exists. */
export interface Command {
  readonly name: string;
  readonly args: readonly string[];
}

/** Who asks, as looked up on the code host for this one comment. */
export interface Asker {
  readonly login: string;
  readonly permission: Permission;
  /** True when they opened the pull request. */
  readonly isAuthor: boolean;
}

/** What a command may answer from. */
export interface CommandContext {
  /** The newest report of the pull request, or `null` before the first one. */
  readonly report: ThreatReport | null;
  readonly disclosure: Disclosure;
  /** What the newest review went by; `null` before the first one. */
  readonly settings: { readonly origins: readonly string[]; readonly text: string } | null;
  readonly asker: Asker;
  readonly now: Date;
}

export interface Answer {
  /** Markdown for one reply, or `null` when the reaction says enough. */
  readonly reply: string | null;
  /** `confused` when the command names what does not exist. */
  readonly reaction: "+1" | "confused";
  /** What was decided, to be saved in this order; the pull request is looked at again after it. */
  readonly decisions?: readonly Decision[];
  /** What a model is to answer from the report, instead of `reply`. */
  readonly question?: string;
}

export interface SlashCommand {
  readonly name: string;
  /** As a person types it after `/threatmodel`. */
  readonly usage: string;
  /** One sentence for the help. */
  readonly summary: string;
  /** `read`: everyone who can see the repository; `write`: maintainers; `write_or_author`: also the author. */
  readonly needs: "read" | "write" | "write_or_author";
  /** True when its first word is a threat, which a reply in that threat's own thread need not say. */
  readonly takesThreat?: boolean;
  /** True when the worker must analyse the pull request again. */
  readonly reruns: boolean;
  /** Pure: the same arguments give the same answer. */
  answer(args: readonly string[], context: CommandContext): Answer;
}

/** An answer in words to a command that was understood. */
export function told(reply: string): Answer {
  return { reply, reaction: "+1" };
}

/** The answer to a command that cannot be done as it was written. */
export function puzzled(reply: string): Answer {
  return { reply, reaction: "confused" };
}

export const NO_REPORT = "There is no report yet for this pull request. `/threatmodel run` asks for one.";
export const NOT_SHOWN = "This repository does not show details of threats on pull requests.";

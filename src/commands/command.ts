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
  readonly permission: Permission;
  /** True when they opened the pull request. */
  readonly isAuthor: boolean;
}

/** What a command may answer from. */
export interface CommandContext {
  /** The newest report of the pull request, or `null` before the first one. */
  readonly report: ThreatReport | null;
  readonly disclosure: Disclosure;
}

export interface Answer {
  /** Markdown for one reply, or `null` when the reaction says enough. */
  readonly reply: string | null;
  /** `confused` when the command names what does not exist. */
  readonly reaction: "+1" | "confused";
}

export interface SlashCommand {
  readonly name: string;
  /** As a person types it after `/threatmodel`. */
  readonly usage: string;
  /** One sentence for the help. */
  readonly summary: string;
  /** `read`: everyone who can see the repository; `write_or_author`: also the author of the pull request. */
  readonly needs: "read" | "write_or_author";
  /** True when the worker must analyse the pull request again. */
  readonly reruns: boolean;
  /** Pure: the same arguments give the same answer. */
  answer(args: readonly string[], context: CommandContext): Answer;
}

import type { z } from "zod";
import { parseCommand } from "../../commands/parse.ts";
import type { PullRequestRef } from "../../domain/job.ts";
import { type Intent, ignore } from "./intent.ts";
import { isApp, type senderSchema } from "./payload.ts";

interface WrittenComment {
  readonly ref: PullRequestRef;
  readonly comment: { readonly id: number; readonly body: string };
  readonly sender: z.infer<typeof senderSchema>;
}

/** The command in a comment that a person wrote. Apps, ours among them, are never obeyed. */
export function readCommand({ ref, comment, sender }: WrittenComment): Intent[] {
  if (isApp(sender)) return ignore("The comment was written by an app");
  const command = parseCommand(comment.body);
  if (command === null) return ignore("The comment has no command");
  const text = [command.name, ...command.args].join(" ");
  return [{ kind: "command", job: { ...ref, place: { in: "comment", id: comment.id }, actor: sender.login, text } }];
}

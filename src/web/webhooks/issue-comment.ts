import { z } from "zod";
import { readCommand } from "./comment.ts";
import { type Intent, NOT_UNDERSTOOD, ignore } from "./intent.ts";
import { numberSchema, pullRequestOf, repositoryEventSchema, senderSchema } from "./payload.ts";

const eventSchema = repositoryEventSchema.extend({
  issue: z.object({ number: numberSchema, pull_request: z.unknown().optional() }),
  comment: z.object({ id: numberSchema, body: z.string() }),
  sender: senderSchema,
});

/** A comment in a conversation. Edited comments are not obeyed: someone else may have edited them. */
export function readIssueComment(payload: unknown): Intent[] {
  const event = eventSchema.safeParse(payload);
  if (!event.success) return NOT_UNDERSTOOD;
  const { action, issue, comment, sender } = event.data;
  if (action !== "created") return ignore("Only new comments are obeyed");
  if (issue.pull_request === undefined || issue.pull_request === null) return ignore("The comment is on an issue");
  return readCommand({ ref: pullRequestOf(event.data, issue.number), comment, sender });
}

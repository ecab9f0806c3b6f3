import { z } from "zod";
import { readCommand } from "./comment.ts";
import { type Intent, NOT_UNDERSTOOD, ignore } from "./intent.ts";
import { numberSchema, pullRequestOf, repositoryEventSchema, senderSchema } from "./payload.ts";

const eventSchema = repositoryEventSchema.extend({
  pull_request: z.object({ number: numberSchema }),
  comment: z.object({ id: numberSchema, body: z.string() }),
  sender: senderSchema,
});

/** A comment on lines, or an answer in such a thread. */
export function readReviewComment(payload: unknown): Intent[] {
  const event = eventSchema.safeParse(payload);
  if (!event.success) return NOT_UNDERSTOOD;
  const { action, pull_request: pull, comment, sender } = event.data;
  if (action !== "created") return ignore("Only new comments are obeyed");
  return readCommand({ ref: pullRequestOf(event.data, pull.number), comment, sender });
}

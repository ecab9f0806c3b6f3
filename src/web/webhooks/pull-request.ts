import { z } from "zod";
import type { ReviewJob } from "../../domain/job.ts";
import { type Intent, NOT_UNDERSTOOD, ignore } from "./intent.ts";
import { numberSchema, pullRequestOf, repositoryEventSchema, shaSchema } from "./payload.ts";

const eventSchema = repositoryEventSchema.extend({
  pull_request: z.object({ number: numberSchema, head: z.object({ sha: shaSchema }) }),
  changes: z.object({ base: z.unknown().optional() }).optional(),
});

/** A pull request was opened, pushed to, retargeted, closed … Drafts are enqueued too: the worker posts their check. */
export function readPullRequest(payload: unknown): Intent[] {
  const event = eventSchema.safeParse(payload);
  if (!event.success) return NOT_UNDERSTOOD;
  const { action, pull_request: pull, changes } = event.data;
  const ref = pullRequestOf(event.data, pull.number);
  if (action === "converted_to_draft" || action === "closed") return [{ kind: "cancel", ref }];
  if (action === "edited" && changes?.base === undefined) return ignore("Only the title or the body was edited");
  const trigger = TRIGGERS.get(action);
  if (trigger === undefined) return ignore("This change of a pull request does not change its code");
  return [{ kind: "review", job: { ...ref, headSha: pull.head.sha, trigger, force: false } }];
}

const TRIGGERS: ReadonlyMap<string, ReviewJob["trigger"]> = new Map([
  ["opened", "opened"],
  ["reopened", "opened"],
  ["synchronize", "pushed"],
  ["ready_for_review", "ready"],
  ["edited", "base_changed"],
  ["labeled", "labeled"],
]);

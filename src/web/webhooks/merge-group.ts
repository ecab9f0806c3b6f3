import { z } from "zod";
import { type Intent, NOT_UNDERSTOOD, ignore } from "./intent.ts";
import { pullRequestOf, repositoryEventSchema, shaSchema } from "./payload.ts";

const eventSchema = repositoryEventSchema.extend({
  merge_group: z.object({ head_sha: shaSchema, head_ref: z.string() }),
});

/** A merge queue asks for the checks of a pull request merged into its base; the branch names the pull request. */
export function readMergeGroup(payload: unknown): Intent[] {
  const event = eventSchema.safeParse(payload);
  if (!event.success) return NOT_UNDERSTOOD;
  const { action, merge_group: group } = event.data;
  if (action !== "checks_requested") return ignore("The merge group asks for no checks");
  const number = Number(/\/pr-(\d{1,10})-[0-9a-f]{40,64}$/u.exec(group.head_ref)?.[1]);
  if (!Number.isSafeInteger(number) || number < 1) return ignore("The merge group names no pull request");
  return [{ kind: "merge_group", job: { ...pullRequestOf(event.data, number), mergeSha: group.head_sha } }];
}
